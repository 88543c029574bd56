"""The vault: what is stored of calls, encrypted under a key for each call and compartment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from uuid import UUID

from gardefou.adapters.vault.compartment import Compartment, Place, binding
from gardefou.adapters.vault.content import sealed_content, unsealed_content
from gardefou.adapters.vault.data_keys import DataKeys
from gardefou.adapters.vault.key_encryption import KeyRing
from gardefou.adapters.vault.mark import renew_mark
from gardefou.adapters.vault.objects import Objects
from gardefou.adapters.vault.reader import ObjectReader
from gardefou.adapters.vault.storage import storage_failures
from gardefou.adapters.vault.usage import Usage, usage_of
from gardefou.adapters.vault.writer import ObjectWriter

PIECE_BYTES = 64 * 1024
IDLE_S = 3600.0


class Vault:
    """Stores objects in files and seals content for columns; may be used by several threads and processes.

    Every method but `exists`, `destroyed`, `sweep` and `usage` raises KeyWrong when the ring lacks the key-encryption
    key, ContentAltered, and StorageUnwritable; those that write raise StorageFull too. Names of objects and labels
    are no secret. Keys and content stay in the memory of the process as long as Python leaves them there.
    """

    def __init__(
        self, ring: KeyRing, place: Place, elsewhere: Mapping[Compartment, Place] = MappingProxyType({})
    ) -> None:
        places = {compartment: elsewhere.get(compartment, place) for compartment in Compartment}
        self._ring = ring
        self._key_folders = {each.keys for each in places.values()}
        self._keys = {each: DataKeys(places[each].keys, each, ring) for each in Compartment}
        self._objects = {each: Objects(places[each].objects, each) for each in Compartment}

    @contextmanager
    def writer(self, call: UUID, compartment: Compartment, name: str) -> Iterator[ObjectWriter]:
        """Yield a writer; its object takes its name, from any former one, when the block ends without an exception.

        Raises ContentErased when the call was destroyed, before or meanwhile.
        """
        keys, objects = self._keys[compartment], self._objects[compartment]
        with objects.writer(call, name, keys.obtained(call)) as writer:
            yield writer
        if not keys.exists(call):
            objects.remove(call)
            raise keys.erased(call)

    def reader(self, call: UUID, compartment: Compartment, name: str) -> ObjectReader:
        """Open an object for reading from anywhere in it; raises ContentErased when the call was destroyed."""
        return self._objects[compartment].reader(call, name, self._keys[compartment].existing(call))

    def read_range(self, call: UUID, compartment: Compartment, name: str, start: int, length: int) -> Iterator[bytes]:
        """Return the bytes `[start, start + length)` of an object, as far as it goes, in pieces.

        Raises ContentErased when the call was destroyed, ValueError when `start` is negative: both at once.
        """
        reader = self.reader(call, compartment, name)
        reader.seek(start)
        return _pieces(reader, length)

    def exists(self, call: UUID, compartment: Compartment, name: str) -> bool:
        """Return whether there is such an object and a key to read it; raises StorageUnwritable."""
        return self._keys[compartment].exists(call) and self._objects[compartment].exists(call, name)

    def seal(self, call: UUID, compartment: Compartment, label: str, content: bytes) -> bytes:
        """Encrypt content for a column of the database; raises ContentErased when the call was destroyed."""
        return sealed_content(content, self._keys[compartment].obtained(call), binding(call, compartment, label))

    def unseal(self, call: UUID, compartment: Compartment, label: str, sealed: bytes) -> bytes:
        """Return content as it was sealed with that label; raises ContentErased when the call was destroyed."""
        key = self._keys[compartment].existing(call)
        return unsealed_content(sealed, key, binding(call, compartment, label), f"{label} of call {call}")

    def names(self, call: UUID, compartment: Compartment) -> set[str]:
        """The names of a call's objects; raises StorageUnwritable."""
        return self._objects[compartment].names(call)

    def remove(self, call: UUID, compartment: Compartment, name: str) -> None:
        """Remove one object if it is there; the key of the call stays."""
        self._objects[compartment].remove_one(call, name)

    def destroy(self, call: UUID, compartment: Compartment) -> None:
        """Destroy the key of a call, then remove its objects; nothing can be stored there again.

        Does no harm when it was done before, or half done. Backups and disks that write elsewhere keep what they
        keep.
        """
        self._keys[compartment].destroy(call)
        self._objects[compartment].remove(call)

    def destroyed(self, call: UUID, compartment: Compartment) -> bool:
        """Return whether the key was destroyed; raises StorageUnwritable."""
        return self._keys[compartment].destroyed(call)

    def keys(self, compartment: Compartment) -> Iterator[tuple[UUID, float]]:
        """Return each call that has a key, and when it was made, in seconds since 1970; raises StorageUnwritable."""
        keys = self._keys[compartment]
        with storage_failures(keys.folder):
            yield from keys.alive()

    def rewrap(self) -> int:
        """Wrap every key under the current key-encryption key; return how many were not yet.

        It may stop at any point and be run again; the former key-encryption key is of no use afterwards.
        """
        rewrapped = sum(keys.rewrap() for keys in self._keys.values())
        for folder in self._key_folders:
            renew_mark(folder, self._ring)
        return rewrapped

    def sweep(self, idle_s: float = IDLE_S) -> int:
        """Remove what processes that died while writing have left; return how many files.

        A file counts as left when nothing was written to it for `idle_s` seconds. Raises StorageUnwritable.
        """
        return sum(self._keys[each].sweep(idle_s) + self._objects[each].sweep(idle_s) for each in Compartment)

    def usage(self) -> dict[Compartment, Usage]:
        """Count what each compartment holds; raises StorageUnwritable."""
        counts = {}
        for compartment, objects in self._objects.items():
            with storage_failures(objects.folder):
                counts[compartment] = usage_of(self._keys[compartment], objects)
        return counts


def _pieces(reader: ObjectReader, length: int) -> Iterator[bytes]:
    with reader:
        while length > 0 and (piece := reader.read(min(length, PIECE_BYTES))):
            length -= len(piece)
            yield piece
