"""Backups of a running installation."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from gardefou.adapters.backup.database import (
    applied_migrations,
    calls_of,
    installation_of,
    sequences,
    snapshot,
    write_tables,
)
from gardefou.adapters.backup.keys import BackupKeyFolder, unfinished_folder
from gardefou.adapters.backup.sealed import SealedFiles
from gardefou.adapters.backup.vault_files import copy_vault
from gardefou.adapters.vault.compartment import Place
from gardefou.adapters.vault.storage import made, storage_failures, sync_folder, write_new
from gardefou.bootstrap.installation import Installation, clock
from gardefou.governance.retention import Tell
from gardefou.kernel.journal import BackupMade

FORMAT = 2
LABEL, MANIFEST = "backup.json", "manifest"


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup as it was made, or as it would be restored."""

    id: str
    folder: Path
    made_at: datetime
    rows: int
    keys: int
    objects: int
    object_bytes: int


def make_backup(installation: Installation, directory: Path, tell: Tell) -> MadeBackup:
    """Write a backup into a folder of its own below `directory`: it is complete or not there.

    Raises StorageFull, StorageUnwritable or StoreUnavailable.
    """
    keys = BackupKeyFolder(installation.keys)
    installation.tombstones.begin()
    now = clock()
    with storage_failures(directory):
        made(directory.absolute())
    key = keys.make(now, directory.absolute())
    folder, part = directory.absolute() / f"gardefou-{key.id}", unfinished_folder(key)
    try:
        files = SealedFiles(made(part), key)
        with snapshot(installation.store.server.dsn("owner")) as connection:
            tell("tables")
            tables = write_tables(connection, files)
            document: dict[str, Any] = {
                "format": FORMAT,
                "made_at": now.isoformat(),
                "installation": str(installation_of(connection)),
                "simulated": installation.simulated,
                "migrations": applied_migrations(connection),
                "vault_key": installation.ring.current.id,
                "tables": tables,
                "sequences": sequences(connection),
            }
            calls = calls_of(connection)
        tell("vault")
        counts = copy_vault(place_below(installation.vault_directory), part, files, calls)
        with files.writer(MANIFEST) as writer:
            writer.write(json.dumps(document | {"vault": asdict(counts)}).encode())
        installation.journal.add(UUID(document["installation"]), [BackupMade(backup=key.id, at=now)])
        with storage_failures(folder):
            write_new(part / LABEL, json.dumps({"format": FORMAT, "id": key.id}).encode(), part)
            part.rename(folder)
            sync_folder(folder.parent)
    except BaseException:
        keys.destroy(key.id)
        shutil.rmtree(part, ignore_errors=True)
        raise
    return MadeBackup(key.id, folder, now, sum(table["rows"] for table in tables), **asdict(counts))


def place_below(vault: Path) -> Place:
    """Where a vault keeps keys and objects."""
    return Place(vault / "keys", vault / "objects")
