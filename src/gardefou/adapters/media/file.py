"""Opening a file that somebody else named, and the wording of what may go wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from av import FFmpegError

from gardefou.adapters.media.unfit import Unfit, broken_header
from gardefou.kernel.errors import InputRefused


def printable(path: Path) -> str:
    """Return the path on one line, with control and undecodable characters escaped."""
    text = str(path)
    return text if text.isprintable() else text.encode("unicode_escape", "backslashreplace").decode("ascii")


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong inside while reading `path` into one InputRefused."""
    try:
        yield
    except Unfit as unfit:
        raise InputRefused(printable(path), str(unfit)) from None
    except (FFmpegError, ValueError, ArithmeticError, RuntimeError, MemoryError):
        raise InputRefused(printable(path), str(broken_header())) from None
    except OSError as error:
        raise InputRefused(printable(path), unreadable(error)) from None


def unreadable(error: OSError) -> str:
    """Word why the operating system gives no access."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file: check the path"
    if isinstance(error, PermissionError):
        return "may not be read by this user: give it permission to read the file and to enter its folder"
    return f"cannot be read ({error.strerror or type(error).__name__}): copy it to another disk and try again"


@contextmanager
def ordinary(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a non-empty ordinary file; yield it with its size in bytes.

    Raises Unfit or OSError.
    """
    if path.is_dir():
        raise Unfit("is a folder, not a sound file: name the file inside it")
    if path.exists() and not path.is_file():
        raise Unfit("is not an ordinary file but a device or pipe: save the sound to a file first")
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if not size:
            raise Unfit("is empty (0 bytes): export the recording again")
        file.seek(0)
        yield file, size
