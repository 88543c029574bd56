"""What says which calls were erased, outside of the database, so that a restored backup can be told."""

import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from gardefou.adapters.vault.storage import made, storage_failures, sync_folder, write_all, write_new
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.errors import InputRefused

NAME = "tombstones"
NONE = "-"
DIGEST_BYTES = 32


class TombstoneLog:
    """A file to which a line is added for each erasure, before its keys go; nothing in it is a secret or content."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, tombstone: Tombstone) -> None:
        """Write one down durably; raises StorageFull or StorageUnwritable."""
        at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        line = f"{tombstone.key_hash.hex()} {tombstone.call or NONE} {tombstone.site} {at}\n"
        with storage_failures(self.path):
            made(self.path.parent)
            is_new = not self.path.exists()
            descriptor = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                _end_torn_line(descriptor)
                write_all(descriptor, line.encode("ascii"))
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if is_new:
                sync_folder(self.path.parent)

    def begin(self) -> None:
        """Have a file, empty where nothing was erased yet, so that one that is missing is noticed."""
        with storage_failures(self.path):
            write_new(self.path, b"", made(self.path.parent))

    def all(self) -> Iterator[Tombstone]:
        """Every tombstone, none when there is no file; a line that a crash cut short was never acted on.

        Raises InputRefused naming a line that was altered, StorageUnwritable when the file cannot be read.
        """
        with storage_failures(self.path):
            content = self.path.read_bytes() if self.path.exists() else b""
        for number, line in enumerate(content.splitlines(keepends=True), 1):
            if line.endswith(b"\n") and line.strip() and not line.endswith(b"~\n"):
                yield self._tombstone(line.decode("ascii", "replace").split(), number)

    def calls(self) -> set[UUID]:
        """The calls among them."""
        return {each.call for each in self.all() if each.call}

    def _tombstone(self, fields: list[str], number: int) -> Tombstone:
        try:
            hash_, call, site, _ = fields
            digest = bytes.fromhex(hash_)
            if len(digest) != DIGEST_BYTES:
                raise ValueError
            return Tombstone(digest, None if call == NONE else UUID(call), UUID(site))
        except ValueError:
            raise InputRefused(self.path, f"line {number} is no tombstone; take the file of the installation") from None


def _end_torn_line(descriptor: int) -> None:
    """Go to the end, and mark what a crash has cut short there as a line that counts for nothing."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    if end and os.pread(descriptor, 1, end - 1) != b"\n":
        write_all(descriptor, b"~\n")
