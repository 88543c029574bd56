"""Reads a found file in pieces, and notices when it is no longer the file that was found."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from gardefou.adapters.folder.complete_files import FoundFile
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

PIECE_BYTES = 1 << 18
# A link is not followed, and a pipe that took the file's place is not waited for.
SAFELY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotReadable(InputRefused):
    """A file that was complete changed, vanished or failed while it was read: it is tried again later."""


def pieces(file: FoundFile) -> Iterator[bytes]:
    """The bytes of a file, opened when the first is asked for.

    Raises NotReadable, at the latest after the last piece.
    """
    try:
        with os.fdopen(os.open(file.path, SAFELY), "rb", buffering=0) as opened:
            _check(file, opened)
            while piece := opened.read(PIECE_BYTES):
                yield piece
            _check(file, opened)
    except FileNotFoundError:
        raise NotReadable(shown(file.path), "vanished before it was read") from None
    except OSError as error:
        raise NotReadable(shown(file.path), f"cannot be read ({error.strerror})") from None


def whole(file: FoundFile, largest: int) -> bytes:
    """All bytes of a small file.

    Raises NotReadable, or InputRefused when it is larger.
    """
    if file.size > largest:
        raise InputRefused(shown(file.path), f"has {file.size} bytes, the most is {largest}")
    return b"".join(pieces(file))


def _check(file: FoundFile, opened: BinaryIO) -> None:
    if not file.is_in(os.fstat(opened.fileno())):
        raise NotReadable(shown(file.path), "changed while it was read; it can be taken once it stands still")
