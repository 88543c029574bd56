"""Decrypting an object as it is read, from anywhere in it."""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from gardefou.adapters.vault.segments import HEADER, SEALED_BYTES, SEGMENT_BYTES, Segments, count_and_size
from gardefou.adapters.vault.storage import storage_failures
from gardefou.kernel.errors import ContentAltered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class ObjectReader(io.RawIOBase):
    """Gives the bytes of one object, each authenticated before it is given; `size` counts them.

    Reads and holds one segment at a time, and fills whatever it is asked to fill unless the end comes first. An open
    reader goes on after the object was replaced or its key destroyed. Not for several threads at once.
    Raises ContentAltered, when it is opened or at the altered segment, or StorageUnwritable.
    """

    def __init__(self, path: Path, key: bytes, bound: bytes) -> None:
        self._path = path
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")
        with storage_failures(path):
            try:
                self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                raise ContentAltered(f"{path}: has gone though its key is there: {_RESTORE}") from None
        try:
            self._open(key, bound)
        except BaseException:
            self.close()
            raise

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Move to an offset in bytes of content; beyond the end there is nothing to read."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError(f"{offset} lies before the start of the object")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer from where the reader stands; return how many bytes there were."""
        if self.closed:
            raise ValueError("the object is closed")
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and self._position < self.size:
            index, offset = divmod(self._position, SEGMENT_BYTES)
            piece = memoryview(self._segment(index))[offset : offset + len(view) - filled]
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._position += len(piece)
        return filled

    def close(self) -> None:
        """Close the file and let go of what was decrypted."""
        if not self.closed and hasattr(self, "_descriptor"):
            os.close(self._descriptor)
            self._held = (-1, b"")
        super().close()

    def _open(self, key: bytes, bound: bytes) -> None:
        """Read the header and the last segment, which tells whether the object is whole."""
        with storage_failures(self._path):
            shape = count_and_size(os.fstat(self._descriptor).st_size)
            header = os.pread(self._descriptor, HEADER.size, 0)
        if shape is None or len(header) < HEADER.size:
            raise self._altered()
        self._count, self.size = shape
        self._segments = Segments(key, header, bound)
        self._segment(self._count - 1)

    def _segment(self, index: int) -> bytes:
        if self._held[0] != index:
            with storage_failures(self._path):
                sealed = os.pread(self._descriptor, SEALED_BYTES, HEADER.size + index * SEALED_BYTES)
            try:
                self._held = index, self._segments.open(index, index == self._count - 1, sealed)
            except InvalidTag:
                raise self._altered() from None
        return self._held[1]

    def _altered(self) -> ContentAltered:
        return ContentAltered(f"{self._path}: was altered or cut since it was written: {_RESTORE}")


_RESTORE = "restore it from a backup"
