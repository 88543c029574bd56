"""The journal of an installation: a file for each day, to which lines are added; nothing in it is content of calls.

It lies beside the keys, which no backup holds, in a folder that bears the id of the installation. No backup that is
older than its days opens, so that older files go.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from gardefou.adapters.backup.keys import LIFE
from gardefou.adapters.vault.line_file import append_lines, is_whole, lines_of
from gardefou.adapters.vault.storage import made, storage_failures
from gardefou.kernel.errors import GardefouError, StorageFull, StorageUnwritable
from gardefou.kernel.journal import Note, line_of

LOG = logging.getLogger(__name__)

NAME = "journal"
SUFFIX = ".jsonl"
KEPT = LIFE + timedelta(days=1)
"""How long a day's file is kept after it: as long as a backup of that day can be opened, and a day more."""


def copy_beside(tombstones: Path | None) -> Path | None:
    """Where the copy of a journal is: beside that of the tombstones."""
    return tombstones.with_name(f"{tombstones.name}-{NAME}") if tombstones else None


class Journal:
    """Notes are added before they are committed where they restrict, and after it where they loosen.

    Every line goes into `copy` as well, on another disk or machine: nobody waits for one that cannot be written, the
    next night brings it up to date or says why not.
    """

    def __init__(self, folder: Path, copy: Path | None = None) -> None:
        self.folder = folder
        self._copy = copy

    def add(self, installation: UUID, notes: Sequence[Note], day: date | None = None) -> None:
        """Write notes down durably; raises StorageFull or StorageUnwritable."""
        name = f"{day or datetime.now(UTC).date()}{SUFFIX}"
        lines = [line_of(note) for note in notes]
        _append(self.folder / str(installation) / name, lines)
        if self._copy:
            try:
                self._into_copy(str(installation), name, lines)
            except (StorageFull, StorageUnwritable) as error:
                LOG.error("%s", _no_copy(error))

    def tend(self, now: datetime) -> tuple[str, ...]:
        """Remove the files of days that no backup needs any more, and mend the copy; say why where that cannot be done.

        Raises StorageFull or StorageUnwritable.
        """
        _drop(self.folder, now)
        if self._copy is None:
            return ()
        try:
            _drop(self._copy, now)
            self._mend_copy(self._copy)
        except (StorageFull, StorageUnwritable) as error:
            return (_no_copy(error),)
        return ()

    def _mend_copy(self, copy: Path) -> None:
        for path, _ in days_of(self.folder):
            there = set(lines_of(copy / path.relative_to(self.folder)))
            missing = [line for line in lines_of(path) if is_whole(line) and line not in there]
            if missing:
                self._into_copy(path.parent.name, path.name, missing)

    def _into_copy(self, installation: str, name: str, lines: Sequence[bytes]) -> None:
        assert self._copy is not None  # noqa: S101 -- asked by those who call
        with storage_failures(self._copy):
            if not self._copy.parent.is_dir():
                raise FileNotFoundError(2, "there is no such folder")
        _append(self._copy / installation / name, lines)


def days_of(folder: Path, installation: str = "*") -> Iterator[tuple[Path, date]]:
    """The files of a journal, by installation and day."""
    with storage_failures(folder):
        paths = sorted(folder.glob(f"{installation}/*{SUFFIX}"))
    for path in paths:
        try:
            yield path, date.fromisoformat(path.stem)
        except ValueError:
            continue


def _drop(folder: Path, now: datetime) -> None:
    for path, day in days_of(folder):
        if day < (now - KEPT).astimezone(UTC).date():
            with storage_failures(path):
                path.unlink()


def _append(path: Path, lines: Sequence[bytes]) -> None:
    with storage_failures(path):
        made(path.parent)
    append_lines(path, lines)


def _no_copy(error: GardefouError) -> str:
    return f"GARDEFOU_TOMBSTONES_COPY: the journal beside it: {error}"
