"""Reads a text file that a person gave."""

from pathlib import Path

from gardefou.kernel.errors import InputRefused


def read_text(path: Path, largest: int) -> str:
    """The text of a UTF-8 file, without byte-order mark.

    Raises InputRefused when it is missing, a directory, closed to us, larger than `largest` bytes, or not UTF-8.
    """
    try:
        if path.is_dir():
            raise InputRefused(path, "is a directory; give a file")
        if path.exists() and not path.is_file():
            raise InputRefused(path, "is no file; give one")
        size = path.stat().st_size
        if size > largest:
            raise InputRefused(path, f"is larger than {largest // 1_000_000} MB ({size} bytes)")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputRefused(path, "no such file; check the path") from None
    except PermissionError:
        raise InputRefused(path, "reading is not permitted; change its mode or run as its owner") from None
    except UnicodeDecodeError as error:
        raise InputRefused(path, f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise InputRefused(path, f"cannot be read ({error.strerror})") from None
