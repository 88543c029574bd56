"""Restoring a backup into an empty data directory."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from gardefou.adapters.backup.database import applied_migrations, load
from gardefou.adapters.backup.erased_again import ErasedAgain, erased_calls
from gardefou.adapters.backup.keys import BackupKeyFolder
from gardefou.adapters.backup.noted_again import NotedAgain, note_again
from gardefou.adapters.backup.sealed import SealedFiles
from gardefou.adapters.backup.vault_files import check_vault, restore_vault
from gardefou.adapters.journal.folder import NAME as JOURNAL
from gardefou.adapters.journal.reading import ReadJournal
from gardefou.adapters.postgres.maintenance import DatabaseMaintenance
from gardefou.adapters.postgres.pool import database_failures, open_pool
from gardefou.adapters.postgres.queries import query
from gardefou.adapters.vault.tombstones import TombstoneLog
from gardefou.bootstrap.backups import FORMAT, LABEL, MANIFEST, MadeBackup, place_below
from gardefou.bootstrap.installation import account, clock
from gardefou.bootstrap.journals import checked_journal, places_of, write_journal
from gardefou.bootstrap.restored_directory import copy_keys, removed_on_failure
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.store import Store
from gardefou.governance.retention import Tell
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, how many calls were erased again, and how many are frozen because their objection waits.

    `noted` is what the journal had done again, None without one.
    """

    backup: MadeBackup
    erased: int
    waiting: int
    noted: NotedAgain | None


def restore_backup(
    settings: Settings,
    folder: Path,
    keys: Path,
    tombstones: Path | None,
    tell: Tell,
    sure: Callable[[str], bool] = lambda question: True,
    journal: Path | None = None,
    *,
    without_journal: bool = False,
) -> Restored:
    """Restore a backup into the data directory of the settings, which is empty; `tombstones` None erases nothing again.

    The journal is the one in `keys` with its copy, unless another is named. `sure` is asked when no tombstone is
    younger than the backup. Raises InputRefused or ContentAltered, before anything is written, when the backup cannot
    be restored whole, or the answer is no; InputRefused later when what was signed does not follow the backup.
    """
    target = settings.data_directory.absolute()
    if target.exists() and any(target.iterdir()):
        raise InputRefused(target, "is not empty: name a data directory that does not exist yet, or empty this one")
    log = TombstoneLog(tombstones) if tombstones else None
    if log and not log.path.is_file():
        cause = "is not there: name the tombstones of the installation, so that what was erased since is erased again"
        raise InputRefused(log.path, cause)
    graves = list(log.all()) if log else []
    files, document, found = _checked(folder, keys, tell)
    if log:
        _check_age(log, found, tell, sure)
    installation = UUID(document["installation"])
    noted = None
    if not without_journal:
        noted = checked_journal(places_of(settings, keys, journal), installation, found, tell)
    with removed_on_failure(target):
        copy_keys(keys, target / "keys", log)
        if noted:
            write_journal(target / "keys" / JOURNAL, installation, noted)
        tell("vault")
        restore_vault(folder, files, place_below(target / "vault"), erased_calls(graves))
        tell("tables")
        with Store(settings, creating=True) as store:
            store.upgrade()
            note = {
                "restored": found.id,
                "tombstones": len(graves) if log else None,
                "journal": len(noted.notes) if noted else None,
            }
            again, held = _load(store.server.dsn("owner"), files, document, graves, noted, note)
            tell("writing tables anew")
            with open_pool(store.server.dsn("owner"), 1, store.server.revive) as pool:
                DatabaseMaintenance(pool).maintain(tell, everything=True)
    return Restored(found, again.erased, again.waiting, held)


def _check_age(log: TombstoneLog, backup: MadeBackup, tell: Tell, sure: Callable[[str], bool]) -> None:
    """Have somebody say that the tombstones are the latest when they name nothing since the backup was made."""
    latest = log.latest()
    said = f"the last tombstone is of {latest:%Y-%m-%d %H:%M} UTC" if latest else "there is no tombstone"
    tell(said)
    if latest and latest >= backup.made_at:
        return
    question = f"{said}, the backup of {backup.made_at:%Y-%m-%d %H:%M} UTC: was nothing erased since"
    if not sure(question):
        raise InputRefused(log.path, f"{said}, and the backup is younger: name the latest file, or say --yes")


def _checked(folder: Path, keys: Path, tell: Tell) -> tuple[SealedFiles, dict[str, Any], MadeBackup]:
    """Open a backup and read all of it, before anything is written."""
    try:
        label = json.loads((folder / LABEL).read_text("ascii"))
        identifier = str(label["id"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputRefused(folder, "is no backup: name a folder that gardefou backup make has written") from None
    key = BackupKeyFolder(keys).get(identifier, clock())
    files = SealedFiles(folder, key)
    document: dict[str, Any] = json.loads(b"".join(files.pieces(MANIFEST)))
    if document["format"] != FORMAT:
        raise InputRefused(folder, f"has format {document['format']}, this version reads {FORMAT}")
    tell("checking tables")
    rows = 0
    for table in document["tables"]:
        lines = sum(piece.count(b"\n") for piece in files.pieces(f"database/{table['name']}"))
        if lines != table["rows"]:
            raise InputRefused(folder, f"table {table['name']} has {lines} rows, not {table['rows']}")
        rows += lines
    tell("checking the vault")
    counts = check_vault(folder, files)
    return files, document, MadeBackup(identifier, folder, key.made_at, rows, **asdict(counts))


def _load(
    dsn: str,
    files: SealedFiles,
    document: dict[str, Any],
    graves: list[Tombstone],
    journal: ReadJournal | None,
    note: dict[str, Any],
) -> tuple[ErasedAgain, NotedAgain | None]:
    with database_failures(), psycopg.connect(dsn, autocommit=True, row_factory=dict_row) as connection:
        if applied_migrations(connection) != document["migrations"]:
            names = (
                ", ".join(sorted(set(document["migrations"]) ^ set(applied_migrations(connection)))) or "one differs"
            )
            raise InputRefused(
                "the backup", f"was made by another version ({names}): restore with that one, then upgrade"
            )
        if connection.execute("SELECT 1 FROM gardefou.installation").fetchone():
            raise InputRefused("the database", "holds an installation already: name an empty one")
        with connection.transaction():  # a suspension may be younger than the backup: nothing is ever here and open
            entry = {"actor": account(), "change": Jsonb(note)}
            gone = load(connection, files, document["tables"], document["sequences"], graves, entry)
            noted = note_again(connection, journal.notes) if journal else None
            connection.execute(query("close_sites"), {"code": None})
        return gone, noted
