"""What says which calls were erased, outside of the database, so that a restored backup can be told."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from gardefou.adapters.vault.line_file import append_lines, is_whole, lines_of
from gardefou.adapters.vault.storage import made, storage_failures, write_new
from gardefou.adapters.vault.tombstone_lines import line_of, tombstone_of
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.errors import GardefouError, InputRefused, StorageFull, StorageUnwritable

logger = logging.getLogger(__name__)

NAME = "tombstones"


class TombstoneLog:
    """A file to which a line is added for each erasure, before its keys go; nothing in it is a secret or content.

    Every line goes into `copy` as well, on another disk or machine: an erasure does not wait for one that cannot be
    written, the next night brings it up to date or says why not.
    """

    def __init__(self, path: Path, copy: Path | None = None) -> None:
        self.path = path
        self._copy = copy

    def add(self, tombstone: Tombstone) -> None:
        """Write one down durably; raises StorageFull or StorageUnwritable."""
        line = line_of(tombstone, datetime.now(UTC))
        with storage_failures(self.path):
            made(self.path.parent)
        append_lines(self.path, [line])
        if self._copy:
            try:
                append_lines(self._copy, [line])
            except (StorageFull, StorageUnwritable) as error:
                logger.error("%s", _no_copy(error))

    def mend_copy(self) -> tuple[str, ...]:
        """Add to the copy what it lacks; say why where that cannot be done."""
        if self._copy is None:
            return ()
        try:
            there = set(lines_of(self._copy))
            missing = [line for line in lines_of(self.path) if is_whole(line)]
            append_lines(self._copy, [line for line in missing if line not in there])
        except (StorageFull, StorageUnwritable) as error:
            return (_no_copy(error),)
        return ()

    def begin(self) -> None:
        """Have a file, empty where nothing was erased yet, so that one that is missing is noticed."""
        with storage_failures(self.path):
            write_new(self.path, b"", made(self.path.parent))

    def all(self) -> Iterator[Tombstone]:
        """Every tombstone, none when there is no file; a line that a crash cut short was never acted on.

        Raises InputRefused naming a line that was altered, StorageUnwritable when the file cannot be read.
        """
        yield from (tombstone for tombstone, _ in self._read())

    def latest(self) -> datetime | None:
        """When the last tombstone was written, None where there is none; raises as `all` does."""
        return max((at for _, at in self._read()), default=None)

    def calls(self) -> set[UUID]:
        """The calls among them; lines that cannot be read hold up none of the others.

        Raises StorageUnwritable when the file cannot be read.
        """
        found = (tombstone_of(line) for _, line in self._lines())
        return {each[0].call for each in found if each and each[0].call}

    def damage(self) -> tuple[str, ...]:
        """What cannot be read of it, a text for each line; raises StorageUnwritable."""
        return tuple(str(self._unreadable(number)) for number, line in self._lines() if not tombstone_of(line))

    def _read(self) -> Iterator[tuple[Tombstone, datetime]]:
        for number, line in self._lines():
            found = tombstone_of(line)
            if found is None:
                raise self._unreadable(number)
            yield found

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        return ((number, line) for number, line in enumerate(lines_of(self.path), 1) if is_whole(line))

    def _unreadable(self, number: int) -> InputRefused:
        return InputRefused(self.path, f"line {number} is no tombstone; take the file of the installation")


def latest_of(path: Path, copy: Path | None) -> Path:
    """The file that knows more: the copy where it is there and goes on for longer; raises as `TombstoneLog.all`."""
    if copy is None or not copy.is_file():
        return path
    last, last_of_copy = TombstoneLog(path).latest(), TombstoneLog(copy).latest()
    return copy if not path.is_file() or (last_of_copy and (last is None or last_of_copy > last)) else path


def _no_copy(error: GardefouError) -> str:
    return f"GARDEFOU_TOMBSTONES_COPY: {error}"
