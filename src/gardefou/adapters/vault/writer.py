"""Encrypting an object as it is written."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from gardefou.adapters.vault.segments import SEGMENT_BYTES, Segments
from gardefou.adapters.vault.storage import storage_failures, write_all

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class ObjectWriter(io.RawIOBase):
    """Takes bytes in order and holds one segment of them; plain bytes reach no disk.

    Raises StorageFull or StorageUnwritable, naming `path`.
    """

    def __init__(self, path: Path, descriptor: int, header: bytes, segments: Segments) -> None:
        self._path = path
        self._descriptor = descriptor
        self._segments = segments
        self._waiting = bytearray()
        self._index = 0
        self._put(header)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, content: "ReadableBuffer", /) -> int:
        """Take all of the bytes; return how many they are."""
        if self.closed:
            raise ValueError("the object is already complete")
        view = memoryview(content).cast("B")
        self._waiting += view
        while len(self._waiting) > SEGMENT_BYTES:
            self._seal(last=False)
        return len(view)

    def finish(self) -> None:
        """Write the last segment; nothing can be added."""
        self._seal(last=True)
        self.close()

    def _seal(self, last: bool) -> None:
        segment = bytes(self._waiting[:SEGMENT_BYTES])
        del self._waiting[:SEGMENT_BYTES]
        self._put(self._segments.seal(self._index, last, segment))
        self._index += 1

    def _put(self, content: bytes) -> None:
        with storage_failures(self._path):
            write_all(self._descriptor, content)
