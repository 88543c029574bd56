"""The encrypted objects of calls in one compartment: a file each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from gardefou.adapters.vault.compartment import Compartment, binding
from gardefou.adapters.vault.layout import UNFINISHED, checked_name, leaf, leaves, swept
from gardefou.adapters.vault.reader import ObjectReader
from gardefou.adapters.vault.segments import Segments, new_header
from gardefou.adapters.vault.storage import made, storage_failures, sync_folder, unfinished
from gardefou.adapters.vault.writer import ObjectWriter
from gardefou.kernel.errors import ContentErased


class Objects:
    """Writes, reads and removes encrypted files; a name is there only when its content is whole and durable."""

    def __init__(self, folder: Path, compartment: Compartment) -> None:
        self.folder = folder / compartment
        self._unfinished = self.folder / UNFINISHED
        self._compartment = compartment

    @contextmanager
    def writer(self, call: UUID, name: str, key: bytes) -> Iterator[ObjectWriter]:
        """Yield a writer whose object takes its name, from any former one, at the end, and is dropped on failure.

        Raises ContentErased when the call was destroyed meanwhile, StorageFull or StorageUnwritable.
        """
        path, header = self._path(call, name), new_header()
        segments = Segments(key, header, binding(call, self._compartment, name))
        with unfinished(self._unfinished, path.name) as (part, descriptor):
            writer = ObjectWriter(path, descriptor, header, segments)
            yield writer
            writer.finish()
            with storage_failures(path):
                os.fsync(descriptor)
                made(path.parent)
                try:
                    part.replace(path)
                except FileNotFoundError:
                    raise ContentErased(f"{path}: this call was erased while it was being written") from None
                sync_folder(path.parent)

    def reader(self, call: UUID, name: str, key: bytes) -> ObjectReader:
        """Open an object; raises ContentAltered or StorageUnwritable."""
        return ObjectReader(self._path(call, name), key, binding(call, self._compartment, name))

    def exists(self, call: UUID, name: str) -> bool:
        """Return whether the call has an object of that name."""
        return self._path(call, name).is_file()

    def names(self, call: UUID) -> set[str]:
        """The names of a call's objects; raises StorageUnwritable."""
        folder = leaf(self.folder, call)
        with storage_failures(folder):
            return {path.name.removeprefix(f"{call}.") for path in folder.glob(f"{call}.*")}

    def remove_one(self, call: UUID, name: str) -> None:
        """Remove an object if it is there; raises StorageUnwritable."""
        path = self._path(call, name)
        with storage_failures(path):
            if path.exists():
                path.unlink(missing_ok=True)
                sync_folder(path.parent)

    def remove(self, call: UUID) -> None:
        """Remove every object of a call, finished or not; raises StorageUnwritable."""
        folder = leaf(self.folder, call)
        with storage_failures(folder):
            for path in (*folder.glob(f"{call}.*"), *self._unfinished.glob(f"{call}.*")):
                path.unlink(missing_ok=True)
            if folder.is_dir():
                sync_folder(folder)

    def sweep(self, idle_s: float) -> int:
        """Remove what processes that died have left for so many seconds; return how many files."""
        with storage_failures(self.folder):
            return swept(self._unfinished, idle_s)

    def files(self) -> Iterator[os.DirEntry[str]]:
        """Return the file of each object."""
        for folder in leaves(self.folder):
            with os.scandir(folder) as entries:
                yield from entries

    def _path(self, call: UUID, name: str) -> Path:
        return leaf(self.folder, call) / f"{call}.{checked_name(name)}"
