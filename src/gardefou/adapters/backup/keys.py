"""The keys of backups: each is destroyed after some days, wherever copies of its backup lie."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gardefou.adapters.vault.derivation import KEY_BYTES
from gardefou.adapters.vault.storage import erase, made, storage_failures, write_new
from gardefou.kernel.errors import InputRefused, StorageUnwritable

LIFE = timedelta(days=7)
"""How long a backup can be opened (S14)."""
LONGEST_MAKING = timedelta(days=1)
"""After so long a backup that is not complete was killed."""
SUFFIX = ".key"
NAMED = "%Y%m%dT%H%M%SZ"
"""How the name of a key begins: when it was made, in UTC."""


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
        key = BackupKey(f"{now:{NAMED}}-{os.urandom(4).hex()}", now, str(directory), os.urandom(KEY_BYTES))
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
        """Every key that can be read, the oldest first; raises StorageUnwritable when the folder cannot be."""
        yield from (key for _, key in self._keys() if key)

    def unreadable(self) -> list[Path]:
        """The files that are no keys."""
        return [path for path, key in self._keys() if key is None]

    def destroy(self, identifier: str) -> None:
        """Make a backup unreadable for good; raises StorageUnwritable."""
        _destroy(self._path(identifier))

    def destroy_expired(self, now: datetime) -> int:
        """Destroy those whose time is over, by the date in its name what cannot be read; return how many.

        One that cannot be destroyed holds up none of the others: it is raised at the end, as StorageUnwritable.
        """
        over = [path for path, key in self._keys() if now >= (key.made_at if key else _named_at(path)) + LIFE]
        failed: list[StorageUnwritable] = []
        for path in over:
            try:
                _destroy(path)
            except StorageUnwritable as error:
                failed.append(error)
        if failed:
            raise failed[0]
        return len(over)

    def remove_unfinished(self, now: datetime) -> int:
        """Remove what a backup has left that was killed over a day ago, and its key; return how many.

        Raises StorageUnwritable.
        """
        left = [key for key in self.all() if now >= key.made_at + LONGEST_MAKING and unfinished_folder(key).is_dir()]
        for key in left:
            with storage_failures(unfinished_folder(key)):
                shutil.rmtree(unfinished_folder(key))
            self.destroy(key.id)
        return len(left)

    def _keys(self) -> Iterator[tuple[Path, BackupKey | None]]:
        with storage_failures(self.folder):
            paths = sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []
        for path in paths:
            try:
                yield path, _read(path)
            except (InputRefused, OSError):
                yield path, None

    def _path(self, identifier: str) -> Path:
        return self.folder / f"{Path(identifier).name}{SUFFIX}"


def unfinished_folder(key: BackupKey) -> Path:
    """Where a backup is as long as it is not complete."""
    return Path(key.directory) / f".unfinished-{key.id}"


def _destroy(path: Path) -> None:
    with storage_failures(path):
        erase(path)
        path.unlink()


def _named_at(path: Path) -> datetime:
    """When a key was made, by the name of its file, else by its date."""
    try:
        return datetime.strptime(path.name.partition("-")[0], NAMED).replace(tzinfo=UTC)
    except ValueError:
        with storage_failures(path):
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _read(path: Path) -> BackupKey:
    try:
        said = json.loads(path.read_text("ascii"))
        made_at, secret = datetime.fromisoformat(said["made_at"]), bytes.fromhex(said["key"])
        if made_at.tzinfo is None or len(secret) != KEY_BYTES:
            raise ValueError
        return BackupKey(path.name.removesuffix(SUFFIX), made_at, str(said["directory"]), secret)
    except (ValueError, KeyError, TypeError):
        raise InputRefused(path, "is no key of a backup; put back the file as it was made") from None
