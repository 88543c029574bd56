"""Reads what a telephone system exports of its calls: a table with a row for each call."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gardefou.adapters.documents.call_fields import read_call_fields
from gardefou.adapters.documents.csv_table import Column, Row, read_rows
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.field_values import SHORTENED, is_shortened
from gardefou.adapters.documents.sound_files import SoundFiles
from gardefou.intake.model import CallNotice
from gardefou.intake.rules import Fault, NoticeRefused
from gardefou.kernel.call import CallKey

COLUMNS = (
    Column("external_id", ("identifiant", "id", "call id", "id appel", "identifiant appel", "identifiant de l'appel")),
    Column("source", ("système", "origine", "plateforme")),
    Column("adviser", ("advisor", "agent", "conseiller", "conseillère", "matricule", "numéro du conseiller")),
    Column("team", ("équipe",), required=False),
    Column("site", ("code site", "code du site")),
    Column("direction", ("sens", "sens de l'appel")),
    Column("started_at", ("start", "début", "début de l'appel", "date de début", "commencé à")),
    Column("channels", ("canaux", "voies", "pistes")),
    Column("customer_ref", ("customer reference", "référence client", "réf client", "client"), required=False),
    Column("language", ("langue",), required=False),
    Column("file", ("fichier", "fichier son", "nom du fichier"), required=False),
    Column("simulated", ("simulé", "simulation"), required=False),
)
REFERENCES = ("external_id", "adviser", "customer_ref")


@dataclass(frozen=True, slots=True)
class NoticedCall:
    """A call of a table with the file of its sound."""

    line: int
    notice: CallNotice
    sound: Path


class NoticeRow(NamedTuple):
    """A row of a table: its notice, or what is wrong with it; `file` as written, None when nothing is."""

    line: int
    file: str | None
    external_id: str
    notice: CallNotice | None
    faults: Sequence[Fault]


def read_call_notices(
    path: Path, sounds: SoundFiles, now: datetime, tell: Callable[[str], None]
) -> tuple[NoticedCall, ...]:
    """Every call of a table, in its order; none when one row is wrong.

    `tell` is given warnings. Raises FileRefused with every fault found, or InputRefused when it is not a table.
    """
    faults = Faults(path)
    calls: list[NoticedCall] = []
    lines: dict[CallKey, int] = {}
    taken: dict[Path, int] = {}
    for row in notice_rows(path, now, faults, tell):
        for fault in row.faults:
            faults.add(row.line, fault)
        sound = _sound(row, sounds, taken, faults)
        if row.notice is None:
            continue
        first = lines.setdefault(row.notice.key, row.line)
        if first != row.line:
            faults.add(row.line, f"external_id: names the same call as line {first}; keep one of the two rows")
        elif sound and not faults.count:
            calls.append(NoticedCall(row.line, row.notice, sound))
    faults.refuse()
    return tuple(calls)


def notice_rows(path: Path, now: datetime, faults: Faults, tell: Callable[[str], None]) -> Iterator[NoticeRow]:
    """The rows of a table, each with its notice or its own faults; those of the table go to `faults`."""
    for row in read_rows(path, COLUMNS, faults, tell):
        yield _read(row, now)


def _read(row: Row, now: datetime) -> NoticeRow:
    fields = dict(row.fields)
    file = fields.pop("file", "").strip() or None
    external_id = fields["external_id"].strip()
    found = [Fault(each, SHORTENED) for each in REFERENCES if is_shortened(fields.get(each, ""))]
    notice = None
    try:
        notice = read_call_fields(f"line {row.line}", fields, now)
    except NoticeRefused as refused:
        found.extend(refused.faults)
    return NoticeRow(row.line, file, external_id, None if found else notice, found)


def _sound(row: NoticeRow, sounds: SoundFiles, taken: dict[Path, int], faults: Faults) -> Path | None:
    if not row.file and not row.external_id:
        return None
    try:
        sound = sounds.named(row.file) if row.file else sounds.of_call(row.external_id)
    except ValueError as error:
        faults.add(row.line, f"file: {error}")
        return None
    first = taken.setdefault(sound, row.line)
    if first != row.line:
        faults.add(row.line, f"file: is already the sound of line {first}; one file is one call")
    return sound
