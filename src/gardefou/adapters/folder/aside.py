"""Puts handled files out of the way, inside the folder they came in."""

import os
from enum import StrEnum
from errno import ENOTDIR
from pathlib import Path

from gardefou.intake.rules import shown

DONE, REFUSED = "done", "refused"


class After(StrEnum):
    """What becomes of a file that was handled.

    MOVE renames it into done/ or refused/, DELETE removes what was taken and moves what was refused, LEAVE touches
    nothing and remembers in memory only.
    """

    MOVE = "move"
    DELETE = "delete"
    LEAVE = "leave"


def put_done(after: After, files: list[Path]) -> None:
    """Move or remove what was taken.

    Raises OSError.
    """
    for file in files:
        if after is After.DELETE:
            file.unlink(missing_ok=True)
        elif after is After.MOVE:
            _rename(file, file.parent / DONE)


def put_refused(after: After, files: list[Path], reason: str) -> None:
    """Move what was refused, the first file with its reason on one line beside it.

    Raises OSError.
    """
    if after is After.LEAVE or not files:
        return
    folder = _made(files[0].parent / REFUSED)
    target = _free(folder, files[0].name)
    written = folder / f".{target.name}.reason.tmp"
    written.write_text(shown(" / ".join(reason.splitlines())) + "\n", encoding="utf-8")
    written.replace(folder / f"{target.name}.reason.txt")
    files[0].rename(target)
    for file in files[1:]:
        _rename(file, folder)


def _rename(file: Path, folder: Path) -> None:
    file.rename(_free(_made(folder), file.name))


def _made(folder: Path) -> Path:
    """The folder, which is no link: recordings stay where they came in."""
    folder.mkdir(exist_ok=True)
    if folder.is_symlink():
        raise NotADirectoryError(ENOTDIR, f"{folder.name} is a link")
    return folder


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that does not exist: files of the same name come with another number."""
    number, path = 1, folder / name
    while os.path.lexists(path):
        number += 1
        path = folder / f"{Path(name).stem}.{number}{Path(name).suffix}"
    return path
