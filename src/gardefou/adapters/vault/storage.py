"""Files that are there whole or not at all, and what a disk may refuse."""

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gardefou.kernel.errors import StorageFull, StorageUnwritable

FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def storage_failures(path: Path) -> Iterator[None]:
    """Turn a refusal of the system inside into StorageFull or StorageUnwritable, naming `path`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        if error.errno in FULL:
            raise StorageFull(f"{path}: its disk is full ({reason}): free space on it, then do it again") from None
        raise StorageUnwritable(
            f"{path}: cannot be used ({reason}): check that its disk works and this user may read and write there"
        ) from None


@contextmanager
def unfinished(folder: Path, name: str) -> Iterator[tuple[Path, int]]:
    """Yield a new file that only its owner may read, and its descriptor; remove it unless it was moved away.

    Raises StorageFull or StorageUnwritable when it cannot be made.
    """
    path = folder / f"{name}.{secrets.token_hex(8)}.part"
    with storage_failures(path):
        made(folder)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        yield path, descriptor
    finally:
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()


def write_new(path: Path, content: bytes, folder: Path) -> None:
    """Write a small file durably unless it is there already.

    It is unfinished in `folder`, on the same file system. Raises OSError, StorageFull or StorageUnwritable.
    """
    with unfinished(folder, path.name) as (part, descriptor):
        write_all(descriptor, content)
        os.fsync(descriptor)
        made(path.parent)
        with suppress(FileExistsError):
            path.hardlink_to(part)
        sync_folder(path.parent)


def write_over(path: Path, content: bytes, folder: Path) -> None:
    """Replace a small file durably and at once; it keeps its time.

    It is unfinished in `folder`, on the same file system. Raises OSError, StorageFull or StorageUnwritable.
    """
    with unfinished(folder, path.name) as (part, descriptor):
        write_all(descriptor, content)
        status = path.stat()
        os.utime(descriptor, ns=(status.st_atime_ns, status.st_mtime_ns))
        os.fsync(descriptor)
        part.replace(path)
        sync_folder(path.parent)


def write_all(descriptor: int, content: bytes) -> None:
    """Write every byte; raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def erase(path: Path) -> None:
    """Leave a durable empty file, made if there is none, whose former bytes are overwritten first; raises OSError.

    A disk that writes elsewhere (SSD, copy on write, journal of data) may keep the former bytes.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        if size := os.fstat(descriptor).st_size:
            os.pwrite(descriptor, bytes(size), 0)
            os.fsync(descriptor)
            os.ftruncate(descriptor, 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def made(folder: Path) -> Path:
    """Make a folder that only its owner may enter, with its parents, durably; return it.

    Raises OSError.
    """
    if not folder.is_dir():
        made(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    return folder


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until no other process or thread holds the folder; raises OSError."""
    descriptor = os.open(made(folder) / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
