"""The journal and its copy, read together: a line that stands in both counts once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from gardefou.adapters.journal.folder import days_of
from gardefou.adapters.vault.line_file import is_whole, lines_of
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.journal import Note, note_of

_WAY_OUT = (
    "name the journal of the installation as it was last (--journal), so that what was signed, refused, frozen or "
    "revoked since stays so, or say --without-journal"
)


@dataclass(frozen=True, slots=True)
class ReadJournal:
    """The notes of an installation by day, each once, and which lines a crash has cut short."""

    days: dict[date, tuple[Note, ...]]
    torn: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """All of them."""
        return tuple(note for _, notes in sorted(self.days.items()) for note in notes)


def read_journal(folders: Iterable[Path], installation: UUID) -> ReadJournal:
    """What the files of an installation say together, which may be its journal and its copy.

    Raises InputRefused when none is of this installation, or a line was altered, StorageUnwritable when one cannot be
    read.
    """
    here = [folder for folder in folders if folder.is_dir()]
    if not here:
        raise InputRefused(next(iter(folders)), f"is not there: {_WAY_OUT}")
    own = [folder / str(installation) for folder in here if (folder / str(installation)).is_dir()]
    if not own:
        raise InputRefused(here[0], f"is of another installation than this backup: {_WAY_OUT}")
    days: dict[date, dict[bytes, Note]] = {}
    torn: list[str] = []
    for folder in own:
        for path, day in days_of(folder.parent, folder.name):
            for number, line in enumerate(lines_of(path), 1):
                if not is_whole(line):
                    torn.append(f"{path}: line {number} was cut short by a crash; what it was about was not done")
                else:
                    days.setdefault(day, {})[line] = _read(path, number, line)
    return ReadJournal({day: tuple(lines.values()) for day, lines in days.items()}, tuple(torn))


def _read(path: Path, number: int, line: bytes) -> Note:
    try:
        return note_of(line)
    except ValueError:  # its text would quote the line
        raise InputRefused(path, f"line {number} is no note: it was altered; {_WAY_OUT}") from None
