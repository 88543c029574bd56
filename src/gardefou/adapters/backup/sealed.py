"""Files of a backup that open under its key alone, each bound to its name there."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gardefou.adapters.backup.keys import BackupKey
from gardefou.adapters.vault.reader import ObjectReader
from gardefou.adapters.vault.segments import Segments, new_header
from gardefou.adapters.vault.storage import made, storage_failures, unfinished
from gardefou.adapters.vault.writer import ObjectWriter

PIECE_BYTES = 1_000_000


class SealedFiles:
    """The sealed files of one backup; plain bytes reach no disk."""

    def __init__(self, folder: Path, key: BackupKey) -> None:
        self._folder = folder
        self._key = key

    @contextmanager
    def writer(self, name: str) -> Iterator[ObjectWriter]:
        """Yield a writer; the file takes its name when the block ends without an exception."""
        path, header = self._folder / name, new_header()
        segments = Segments(self._key.secret, header, self._bound(name))
        with unfinished(self._folder, path.name) as (part, descriptor):
            writer = ObjectWriter(path, descriptor, header, segments)
            yield writer
            writer.finish()
            with storage_failures(path):
                os.fsync(descriptor)
                made(path.parent)
                part.replace(path)

    def reader(self, name: str) -> ObjectReader:
        """Open a file; raises ContentAltered when it is not as it was written."""
        return ObjectReader(self._folder / name, self._key.secret, self._bound(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file."""
        with self.reader(name) as reader:
            while piece := reader.read(PIECE_BYTES):
                yield piece

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without their ends."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def _bound(self, name: str) -> bytes:
        return b"\0".join((b"backup", self._key.id.encode(), name.encode()))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
