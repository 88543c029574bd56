"""Where the files of a call lie: two levels of folders, 4096 in all, by the last digits of its id."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
LONGEST_NAME = 100
UNFINISHED = "unfinished"


def leaf(folder: Path, call: UUID) -> Path:
    """Return the folder of a call; the last digits of an id of version 7 are random, the first are the time."""
    return folder / call.hex[-2:] / call.hex[-3]


def leaves(folder: Path) -> Iterator[Path]:
    """Return the folders of calls that are there, in order."""
    for level in sorted(folder.glob("??")):
        yield from sorted(level.glob("?"))


def checked_name(name: str) -> str:
    """Return the name of an object; raises ValueError when it is not made of plain words, dots and hyphens."""
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name an object: use a to z, 0 to 9, single dots and hyphens between them")
    return name


def swept(unfinished: Path, idle_s: float) -> int:
    """Remove files of a folder that no process has written to for so many seconds; return how many.

    Raises OSError.
    """
    removed = 0
    for path in unfinished.glob("*.part"):
        try:
            if time.time() - path.stat().st_mtime >= idle_s:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed
