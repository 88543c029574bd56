"""Tells the files of a folder that nobody writes to any more."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was seen; `ordinary` is False for links, pipes and devices."""

    path: Path
    size: int
    changed_ns: int
    ordinary: bool

    def is_in(self, state: os.stat_result) -> bool:
        """Whether the state of a file is that of this one when it was found."""
        return _seen(self.path, state) == self

    def still_stands(self) -> bool:
        """Whether it is there and unchanged."""
        try:
            return self.is_in(self.path.lstat())
        except OSError:
            return False


def found(path: Path) -> FoundFile:
    """A file that somebody named, as it is now; links are followed.

    Raises InputRefused when it is not there or closed to us.
    """
    try:
        real = path.resolve()
        return _seen(real, real.stat())
    except OSError as error:
        raise InputRefused(shown(path), f"cannot be read ({error.strerror}); put it back and name it again") from None


def _seen(path: Path, state: os.stat_result) -> FoundFile:
    return FoundFile(path, state.st_size, state.st_mtime_ns, stat.S_ISREG(state.st_mode))


class CompleteFiles:
    """The files of one folder that were the same at two looks, `quiet_s` or more apart.

    Size and time of change are compared, because network shares notify nobody. Subfolders, hidden files and names of
    files under way are left out.
    """

    def __init__(self, folder: Path, seconds: Callable[[], float], quiet_s: float) -> None:
        self._folder = folder
        self._seconds = seconds
        self._quiet_s = quiet_s
        self._since: dict[str, tuple[FoundFile, float]] = {}

    def look(self) -> dict[str, FoundFile]:
        """The complete files by name, in order of names.

        Raises OSError when the folder cannot be looked into.
        """
        now = self._seconds()
        found = self._seen()
        seen: dict[str, tuple[FoundFile, float]] = {}
        for name, file in found.items():
            before = self._since.get(name)
            seen[name] = before if before and before[0] == file else (file, now)
        self._since = seen
        return {name: seen[name][0] for name in sorted(seen) if now - seen[name][1] >= self._quiet_s}

    def _seen(self) -> dict[str, FoundFile]:
        found = {}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~$")) or entry.name.lower().endswith(UNFINISHED):
                    continue
                try:
                    state = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                if not stat.S_ISDIR(state.st_mode):
                    found[entry.name] = _seen(self._folder / entry.name, state)
        return found
