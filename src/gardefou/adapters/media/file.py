"""Opening a sound that somebody else named, and the wording of what may go wrong with it."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from av import FFmpegError

from gardefou.adapters.media.reader import OpenReader, Relay
from gardefou.adapters.media.unfit import Unfit, broken_header
from gardefou.kernel.errors import InputRefused


def printable(path: Path) -> str:
    """Return the path on one line, with control and undecodable characters escaped."""
    text = str(path)
    return text if text.isprintable() else text.encode("unicode_escape", "backslashreplace").decode("ascii")


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Turn whatever goes wrong inside while reading the sound of that name into one InputRefused."""
    try:
        yield
    except Unfit as unfit:
        raise InputRefused(name, str(unfit)) from None
    except (FFmpegError, ValueError, ArithmeticError, RuntimeError, MemoryError):
        raise InputRefused(name, str(broken_header())) from None
    except OSError as error:
        raise InputRefused(name, unreadable(error)) from None


def unreadable(error: OSError) -> str:
    """Word why the operating system gives no access."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file: check the path"
    if isinstance(error, PermissionError):
        return "may not be read by this user: give it permission to read the file and to enter its folder"
    return f"cannot be read ({error.strerror or type(error).__name__}): copy it to another disk and try again"


def ordinary(path: Path) -> BinaryIO:
    """Open an ordinary file.

    Raises Unfit or OSError.
    """
    if path.is_dir():
        raise Unfit("is a folder, not a sound file: name the file inside it")
    if path.exists() and not path.is_file():
        raise Unfit("is not an ordinary file but a device or pipe: save the sound to a file first")
    return path.open("rb")


@contextmanager
def readable(open_reader: OpenReader) -> Iterator[tuple[BinaryIO, int]]:
    """Open a sound that is not empty; yield it with its size in bytes.

    Raises Unfit, or what the reader raises, whatever libav makes of it.
    """
    with closing(open_reader()) as reader:
        relay = Relay(reader)
        try:
            file = io.BufferedReader(relay)
            size = file.seek(0, io.SEEK_END)
            if not size:
                raise Unfit("is empty (0 bytes): export the recording again")
            file.seek(0)
            yield file, size
        finally:
            relay.raise_failure()
