"""The journal with which a backup is restored: read whole and checked, before anything is written."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from gardefou.adapters.journal.folder import NAME as JOURNAL
from gardefou.adapters.journal.folder import Journal, copy_beside
from gardefou.adapters.journal.reading import ReadJournal, read_journal
from gardefou.bootstrap.backups import MadeBackup
from gardefou.bootstrap.settings import Settings
from gardefou.governance.retention import Tell
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.journal import BackupMade


def places_of(settings: Settings, keys: Path, named: Path | None) -> tuple[Path, ...]:
    """Where the journal of an installation may be: what was named, else beside its keys, and its copy."""
    copy = copy_beside(settings.tombstones_copy)
    return (named,) if named else tuple(filter(None, (keys / JOURNAL, copy)))


def checked_journal(places: Sequence[Path], installation: UUID, backup: MadeBackup, tell: Tell) -> ReadJournal:
    """Everything that is noted of the installation.

    Raises InputRefused where it is not there, of another installation, altered, or older than the backup.
    """
    found = read_journal(places, installation)
    for line in found.torn:
        tell(line)
    if not any(isinstance(note, BackupMade) and note.backup == backup.id for note in found.notes):
        cause = (
            "knows nothing of this backup, so it is older: name the latest one (--journal), or say --without-journal"
        )
        raise InputRefused(places[0], cause)
    last = max(found.days)
    tell(f"the last day of the journal is {last}")
    return found


def write_journal(folder: Path, installation: UUID, journal: ReadJournal) -> None:
    """Have a restored installation know what the former one did; raises StorageFull or StorageUnwritable."""
    for day, notes in sorted(journal.days.items()):
        Journal(folder).add(installation, notes, day)
