"""A file that is there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gardefou.adapters.media.file import printable
from gardefou.kernel.errors import InputRefused


@contextmanager
def whole_file(destination: Path) -> Iterator[BinaryIO]:
    """Yield a file beside `destination` that takes its name on success and is removed on failure.

    Raises InputRefused when the file cannot be written; whatever else is raised inside passes through.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{destination.name}.", suffix=".part", dir=destination.parent)
    except OSError as error:
        raise _unwritable(destination, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(destination)
    except OSError as error:
        raise _unwritable(destination, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _unwritable(destination: Path, error: OSError) -> InputRefused:
    reason = error.strerror or type(error).__name__
    return InputRefused(printable(destination), f"cannot be written ({reason}): check its folder and the free space")
