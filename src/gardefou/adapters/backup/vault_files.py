"""The vault in a backup: ciphertext as it lies, the wrapped keys of calls under the backup's key."""

import json
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from gardefou.adapters.backup.sealed import SealedFiles, digest_of
from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.layout import leaf, leaves
from gardefou.adapters.vault.storage import made, storage_failures, sync_folder, write_new
from gardefou.kernel.errors import ContentAltered

KEPT = (Compartment.RECORD, Compartment.SOUND, Compartment.ORIGINAL)
"""What a backup holds: sound that was not heard yet is gone in minutes, and is in none."""
KEYS, LISTING, OBJECTS = "wrapped", "listing", "objects"


@dataclass(frozen=True, slots=True)
class VaultCounts:
    """How many keys and objects a backup holds, and the bytes of the latter."""

    keys: int
    objects: int
    object_bytes: int


def copy_vault(place: Place, folder: Path, files: SealedFiles, calls: Collection[UUID]) -> VaultCounts:
    """Copy what belongs to these calls; raises StorageFull or StorageUnwritable."""
    keys = objects = size = 0
    with files.writer(KEYS) as writer:
        for compartment, call, wrapped in _keys(place, calls):
            writer.write(json.dumps([compartment.value, str(call), wrapped.hex()]).encode() + b"\n")
            keys += 1
    with files.writer(LISTING) as listing:
        for path in _objects(place, calls):
            name = path.relative_to(place.objects).as_posix()
            copied = folder / OBJECTS / name
            with storage_failures(copied):
                if not _is_copied(path, copied):
                    continue  # its call went meanwhile
                length, digest = copied.stat().st_size, digest_of(copied)
            listing.write(json.dumps([name, length, digest]).encode() + b"\n")
            objects, size = objects + 1, size + length
    return VaultCounts(keys, objects, size)


def check_vault(folder: Path, files: SealedFiles) -> VaultCounts:
    """Read everything and compare it; raises ContentAltered naming what is missing or other than it was."""
    keys = sum(1 for _ in files.lines(KEYS))
    objects = size = 0
    for name, length, digest in _listed(files):
        path = folder / OBJECTS / name
        with storage_failures(path):
            is_same = path.is_file() and path.stat().st_size == length and digest_of(path) == digest
        if not is_same:
            raise ContentAltered(f"{path}: is missing or was altered: this backup cannot be restored; take another one")
        objects, size = objects + 1, size + length
    return VaultCounts(keys, objects, size)


def restore_vault(folder: Path, files: SealedFiles, place: Place, erased: Collection[UUID]) -> None:
    """Put keys and objects back, those of erased calls apart: of each, the mark stays that its key was destroyed."""
    for line in files.lines(KEYS):
        compartment, call, wrapped = json.loads(line)
        path = leaf(place.keys / compartment, UUID(call)) / call
        content = b"" if UUID(call) in erased else bytes.fromhex(wrapped)
        with storage_failures(path):
            write_new(path, content, made(place.keys / compartment))
    for name, _, _ in _listed(files):
        path = place.objects / name
        if UUID(path.name.partition(".")[0]) in erased:
            continue
        with storage_failures(path):
            made(path.parent)
            shutil.copyfile(folder / OBJECTS / name, path)
            path.chmod(0o600)
            _sync(path)
            sync_folder(path.parent)


def _keys(place: Place, calls: Collection[UUID]) -> Iterator[tuple[Compartment, UUID, bytes]]:
    for compartment in KEPT:
        for folder in leaves(place.keys / compartment):
            for path in sorted(folder.iterdir()):
                call = UUID(path.name)
                wrapped = _read(path) if call in calls else b""
                if wrapped.strip(b"\0"):
                    yield compartment, call, wrapped


def _read(path: Path) -> bytes:
    """What a key's file holds, nothing when its call went meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _is_copied(path: Path, copied: Path) -> bool:
    """Copy a file durably; False when it is gone."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return False
    made(copied.parent)
    with source, copied.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    return True


def _objects(place: Place, calls: Collection[UUID]) -> Iterator[Path]:
    for compartment in KEPT:
        for folder in leaves(place.objects / compartment):
            yield from (path for path in sorted(folder.iterdir()) if UUID(path.name.partition(".")[0]) in calls)


def _listed(files: SealedFiles) -> Iterator[tuple[str, int, str]]:
    for line in files.lines(LISTING):
        name, length, digest = json.loads(line)
        yield name, length, digest


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
