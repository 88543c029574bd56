"""Restoring a backup into an empty data directory."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from gardefou.adapters.backup.database import applied_migrations, load
from gardefou.adapters.backup.keys import BackupKeyFolder
from gardefou.adapters.backup.sealed import SealedFiles
from gardefou.adapters.backup.vault_files import check_vault, restore_vault
from gardefou.adapters.postgres.maintenance import DatabaseMaintenance
from gardefou.adapters.postgres.pool import database_failures, open_pool
from gardefou.adapters.postgres.queries import query
from gardefou.adapters.vault.storage import made, storage_failures, write_new
from gardefou.adapters.vault.tombstones import NAME, TombstoneLog
from gardefou.bootstrap.backups import FORMAT, LABEL, MANIFEST, MadeBackup, place_below
from gardefou.bootstrap.installation import clock
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.store import Store
from gardefou.governance.retention import Tell
from gardefou.kernel.errors import InputRefused

OF_THE_INSTALLATION = ("vault.key", "installation.key")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and how many calls were erased again."""

    backup: MadeBackup
    erased: int


def restore_backup(settings: Settings, folder: Path, keys: Path, tombstones: Path | None, tell: Tell) -> Restored:
    """Restore a backup into the data directory of the settings, which is empty; `tombstones` None erases nothing again.

    Raises InputRefused or ContentAltered, before anything is written, when the backup cannot be restored whole.
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
    with _removed_on_failure(target):
        _copy_keys(keys, target / "keys", log)
        tell("vault")
        erased = {each.call for each in graves if each.call}
        restore_vault(folder, files, place_below(target / "vault"), erased)
        tell("tables")
        with Store(settings, creating=True) as store:
            store.upgrade()
            gone = _load(store.server.dsn("owner"), files, document, graves)
            _close_sites(store.server.dsn("owner"))
            tell("writing tables anew")
            with open_pool(store.server.dsn("owner"), 1, store.server.revive) as pool:
                DatabaseMaintenance(pool).maintain(tell, everything=True)
    return Restored(found, gone)


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


def _load(dsn: str, files: SealedFiles, document: dict[str, Any], graves: list[Any]) -> int:
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
        return load(connection, files, document["tables"], document["sequences"], graves)


def _close_sites(dsn: str) -> None:
    """Close every site: a suspension may be younger than the backup, so both sides sign before anything goes on."""
    with database_failures(), psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(query("close_sites"))


def _copy_keys(source: Path, target: Path, log: TombstoneLog | None) -> None:
    """Copy what opens the vault, the tombstones, and the keys of backups that still open."""
    with storage_failures(target):
        made(target)
        copied = [source / name for name in OF_THE_INSTALLATION if (source / name).is_file()]
        copied += sorted(source.glob("former-*.key"))
        copied += sorted((source / "backup").glob("*.key"))
        for path in copied:
            write_new(target / path.relative_to(source), path.read_bytes(), target)
        if log:
            write_new(target / NAME, log.path.read_bytes(), target)


@contextmanager
def _removed_on_failure(target: Path) -> Iterator[None]:
    """Leave nothing of a restore that fails; one that is killed leaves no installation, and is begun anew elsewhere."""
    try:
        yield
    except BaseException:
        for path in target.iterdir() if target.is_dir() else ():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        raise
