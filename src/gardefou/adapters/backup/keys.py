"""The keys of backups: each is destroyed after some days, wherever copies of its backup lie."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gardefou.adapters.vault.derivation import KEY_BYTES
from gardefou.adapters.vault.storage import erase, made, storage_failures, write_new
from gardefou.kernel.errors import InputRefused

LIFE = timedelta(days=7)
"""How long a backup can be opened (S14)."""
SUFFIX = ".key"


@dataclass(frozen=True, slots=True)
class BackupKey:
    """What opens one backup, until when, and where the backup was written."""

    id: str
    made_at: datetime
    directory: str
    secret: bytes

    def __repr__(self) -> str:
        return f"BackupKey({self.id})"

    @property
    def ends_at(self) -> datetime:
        """From this moment on nothing opens the backup."""
        return self.made_at + LIFE


class BackupKeyFolder:
    """The folder `backup` beside the other keys, a file for each backup that can be opened."""

    def __init__(self, keys: Path) -> None:
        self.folder = keys / "backup"

    def make(self, now: datetime, directory: Path) -> BackupKey:
        """A new key, durable before anything is sealed under it; raises StorageFull or StorageUnwritable."""
        key = BackupKey(f"{now:%Y%m%dT%H%M%SZ}-{os.urandom(4).hex()}", now, str(directory), os.urandom(KEY_BYTES))
        said = {"made_at": now.isoformat(), "directory": key.directory, "key": key.secret.hex()}
        path = self._path(key.id)
        with storage_failures(path):
            write_new(path, json.dumps(said).encode(), made(self.folder))
        return key

    def get(self, identifier: str, now: datetime) -> BackupKey:
        """The key of a backup.

        Raises InputRefused when it was destroyed, is not here, or its time is over.
        """
        path = self._path(identifier)
        if not path.is_file():
            cause = (
                f"there is no such key: a backup opens for {LIFE.days} days, with the folder keys of its installation"
            )
            raise InputRefused(path, cause)
        key = _read(path)
        if now >= key.ends_at:
            raise InputRefused(path, f"the backup is older than {LIFE.days} days and opens no more (S14)")
        return key

    def all(self) -> Iterator[BackupKey]:
        """Every key that was not destroyed, the oldest first."""
        with storage_failures(self.folder):
            paths = sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []
        yield from (_read(path) for path in paths if path.stat().st_size)

    def destroy(self, identifier: str) -> None:
        """Make a backup unreadable for good; raises StorageUnwritable."""
        path = self._path(identifier)
        with storage_failures(path):
            erase(path)
            path.unlink()

    def destroy_expired(self, now: datetime) -> int:
        """Destroy those whose time is over; return how many."""
        over = [key.id for key in self.all() if now >= key.ends_at]
        for identifier in over:
            self.destroy(identifier)
        return len(over)

    def _path(self, identifier: str) -> Path:
        return self.folder / f"{Path(identifier).name}{SUFFIX}"


def _read(path: Path) -> BackupKey:
    try:
        said = json.loads(path.read_text("ascii"))
        made_at, secret = datetime.fromisoformat(said["made_at"]), bytes.fromhex(said["key"])
        if made_at.tzinfo is None or len(secret) != KEY_BYTES:
            raise ValueError
        return BackupKey(path.name.removesuffix(SUFFIX), made_at, str(said["directory"]), secret)
    except (ValueError, KeyError, TypeError):
        raise InputRefused(path, "is no key of a backup; put back the file as it was made") from None
