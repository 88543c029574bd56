"""The keys of calls in one compartment: a file each, wrapped; an empty file where a key was destroyed."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from gardefou.adapters.vault.compartment import Compartment, binding
from gardefou.adapters.vault.derivation import KEY_BYTES
from gardefou.adapters.vault.key_encryption import KeyRing, wrapping_id
from gardefou.adapters.vault.layout import UNFINISHED, leaf, leaves, swept
from gardefou.adapters.vault.storage import erase, locked, made, storage_failures, write_new, write_over
from gardefou.kernel.errors import ContentErased


class DataKeys:
    """Makes, reads, rewraps and destroys the 32-byte keys of calls.

    A destroyed key leaves an empty file, so that a job that runs late cannot make a new one; in quarantine, where every
    call comes and goes, it leaves nothing. No key is kept in memory between two uses: one destroyed by another process
    opens nothing from then on.
    """

    def __init__(self, folder: Path, compartment: Compartment, ring: KeyRing) -> None:
        self.folder = folder / compartment
        self._unfinished = self.folder / UNFINISHED
        self._compartment = compartment
        self._ring = ring
        self._leaves_mark = compartment is not Compartment.QUARANTINE

    def obtained(self, call: UUID) -> bytes:
        """Return the key of a call, made now if there is none; processes that do so at once get the same one.

        Raises ContentErased, KeyWrong, ContentAltered, StorageFull or StorageUnwritable.
        """
        path = self._path(call)
        if not path.exists():
            wrapped = self._ring.current.wrap(os.urandom(KEY_BYTES), binding(call, self._compartment))
            with storage_failures(path):
                write_new(path, wrapped, self._unfinished)
        return self.existing(call)

    def existing(self, call: UUID) -> bytes:
        """Return the key of a call.

        Raises ContentErased, also when there never was one, KeyWrong, ContentAltered or StorageUnwritable.
        """
        path = self._path(call)
        if not (wrapped := self._wrapped(path)):
            raise self.erased(call)
        return self._ring.unwrap(wrapped, binding(call, self._compartment), path)

    def exists(self, call: UUID) -> bool:
        """Return whether the call has a key that was not destroyed."""
        return bool(self._wrapped(self._path(call)))

    def destroyed(self, call: UUID) -> bool:
        """Return whether the key of the call was destroyed: one is never made again."""
        return self._wrapped(self._path(call)) == b""

    def destroy(self, call: UUID) -> None:
        """Destroy the key of a call, and forbid to make one; raises StorageFull or StorageUnwritable."""
        path = self._path(call)
        with storage_failures(path), locked(self.folder):
            if self._leaves_mark or path.exists():
                made(path.parent)
                erase(path)
            if not self._leaves_mark:
                path.unlink(missing_ok=True)
            for copy in self._unfinished.glob(f"{call}.*"):
                erase(copy)

    def rewrap(self) -> int:
        """Wrap every key under the current key-encryption key; return how many were not yet.

        It may stop at any point and be run again. Raises KeyWrong, ContentAltered, StorageFull or StorageUnwritable.
        """
        return sum(self._rewrapped(path) for path in self.files())

    def sweep(self, idle_s: float) -> int:
        """Remove what processes that died have left for so many seconds; return how many files."""
        with storage_failures(self.folder):
            return swept(self._unfinished, idle_s)

    def files(self) -> Iterator[Path]:
        """Return the file of each key, destroyed ones included."""
        return (path for folder in leaves(self.folder) for path in sorted(folder.iterdir()))

    def erased(self, call: UUID) -> ContentErased:
        """Word that the key of a call has gone."""
        return ContentErased(f"{self._path(call)}: this call has no key: it was erased, or was never stored here")

    def alive(self) -> Iterator[tuple[UUID, float]]:
        """Return each call that has a key, with the seconds since 1970 at which it was made; raises OSError."""
        for path in self.files():
            status = path.stat()
            if status.st_size:
                yield UUID(path.name), status.st_mtime

    def _rewrapped(self, path: Path) -> bool:
        with storage_failures(path), locked(self.folder):
            wrapped = self._wrapped(path)
            if not wrapped or wrapping_id(wrapped, path) == self._ring.current.id:
                return False
            bound = binding(UUID(path.name), self._compartment)
            key = self._ring.unwrap(wrapped, bound, path)
            write_over(path, self._ring.current.wrap(key, bound), self._unfinished)
            return True

    def _path(self, call: UUID) -> Path:
        return leaf(self.folder, call) / str(call)

    def _wrapped(self, path: Path) -> bytes | None:
        """Return what the file holds, nothing when the key was destroyed, None when there is no file."""
        with storage_failures(path):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                return None
        return content if content.strip(b"\0") else b""
