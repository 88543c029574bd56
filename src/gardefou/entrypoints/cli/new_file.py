"""Files that commands write anew, and never over another."""

from pathlib import Path

from gardefou.kernel.errors import InputRefused


def check_new(path: Path) -> None:
    """Refuse early, before long work, a file that could not be written anew in the end.

    Raises InputRefused when it is there.
    """
    if path.exists() or path.is_symlink():
        raise InputRefused(path, "is there already; remove it or choose another name")


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises InputRefused when it is, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputRefused(path, "is there already; remove it or choose another name") from None
    except OSError as error:
        raise InputRefused(path, f"cannot be written ({error.strerror}); choose another folder") from None
