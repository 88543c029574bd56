"""Finds what a folder says of a sound: a sidecar of its own, or a row of the folder's table."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from gardefou.adapters.documents.call_fields import LARGEST_DOCUMENT, read_call_document
from gardefou.adapters.documents.call_notices import NoticeRow, notice_rows
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.sound_files import composed
from gardefou.adapters.folder.complete_files import FoundFile
from gardefou.adapters.folder.sound_pieces import NotReadable, whole
from gardefou.intake.model import CallNotice
from gardefou.intake.rules import Fault, NoticeRefused, shown
from gardefou.kernel.errors import InputRefused

TABLE = "metadata.csv"
LARGEST_TABLE = 100_000_000


class Said(NamedTuple):
    """The notice of a sound and the sidecar that is its own, None when it came from the folder's table."""

    notice: CallNotice
    sidecar: FoundFile | None


class Sidecars:
    """Reads `<name>.json`, `<name>.csv` or the sound's row of `metadata.csv`, in this order.

    The table is read again when it has changed; a wrong row concerns its sound only.
    """

    def __init__(self, now: Callable[[], datetime], tell: Callable[[str], None]) -> None:
        self._now = now
        self._tell = tell
        self._table: FoundFile | None = None
        self._rows: dict[str, list[NoticeRow]] = {}

    def of(self, sound: FoundFile, complete: Mapping[str, FoundFile]) -> Said | None:
        """What is said of the sound, None when nothing is yet.

        Raises InputRefused when what is said cannot be right, NotReadable when it changed meanwhile.
        """
        stem = sound.path.stem
        document = complete.get(f"{stem}.json")
        if document:
            content = whole(document, LARGEST_DOCUMENT)
            return Said(read_call_document(shown(document.path), content, self._now()), document)
        table = complete.get(f"{stem}.csv")
        if table and table.path.name != TABLE:
            return Said(self._only_row(table), table)
        self._read_table(complete.get(TABLE))
        rows = self._rows.get(composed(sound.path.name)) or self._rows.get(composed(stem))
        return Said(_notice(complete[TABLE], rows), None) if rows else None

    def _only_row(self, table: FoundFile) -> CallNotice:
        _ordinary(table)
        faults = Faults(table.path)
        try:
            rows = list(notice_rows(table.path, self._now(), faults, self._tell))
            faults.refuse()
        except InputRefused:
            if table.still_stands():
                raise
            raise NotReadable(shown(table.path), "changed while it was read; it is read again") from None
        return _notice(table, rows)

    def _read_table(self, table: FoundFile | None) -> None:
        if table == self._table:
            return
        self._table, self._rows = table, {}
        if table is None:
            return
        try:
            self._rows = self._by_name(table)
        except InputRefused as refused:
            self._tell(str(refused))

    def _by_name(self, table: FoundFile) -> dict[str, list[NoticeRow]]:
        _ordinary(table)
        faults = Faults(table.path)
        rows: dict[str, list[NoticeRow]] = {}
        for row in notice_rows(table.path, self._now(), faults, self._tell):
            name = PurePath(row.file.replace("\\", "/")).name if row.file else row.external_id
            rows.setdefault(composed(name), []).append(row)
        faults.refuse()
        return rows


def _ordinary(table: FoundFile) -> None:
    if not table.ordinary:
        raise InputRefused(shown(table.path), "is a link or a device; put the file itself here")


def _notice(table: FoundFile, rows: list[NoticeRow]) -> CallNotice:
    if len(rows) != 1:
        lines = " and ".join(str(row.line) for row in rows[:2])
        cause = f"lines {lines} are about the same sound" if rows else "has no row below the header"
        raise InputRefused(shown(table.path), f"{cause}; give it one row")
    row = rows[0]
    if row.notice is None:
        raise NoticeRefused(f"{shown(table.path)}: line {row.line}", row.faults or [Fault("row", "cannot be read")])
    return row.notice
