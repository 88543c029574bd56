"""Reads what is brought to a site's registers: an entry in YAML, or a table of trainings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, create_model

from gardefou.adapters.documents import field_values
from gardefou.adapters.documents.absences_file import FRENCH_DAY, ISO_DAY, WANTED
from gardefou.adapters.documents.csv_table import Column, Row, plain, read_rows
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.field_values import NO, YES
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.governance.register_documents import DOCUMENTS, EntryKind
from gardefou.intake.rules import Fault

COLUMNS = (
    Column("number", ("numéro", "matricule", "identifiant", "numéro de personne", "employee number")),
    Column("day", ("jour", "date", "le")),
    Column("minutes", ("durée", "durée en minutes", "duration")),
    Column("in_person", ("en présence", "présentiel", "en présentiel", "in person")),
    Column("what", ("quoi", "formation", "intitulé", "sujet", "training", "title")),
    Column("support", ("accompagnement", "accompagné par", "tuteur", "tutrice", "supported by"), required=False),
)


class TrainingLine(NamedTuple):
    """One row of a table of trainings."""

    number: str
    day: date
    minutes: int
    in_person: bool
    what: str
    support: str | None


@dataclass(frozen=True, slots=True)
class EntryFile:
    """An entry as a file has it."""

    kind: EntryKind
    on: date
    document: dict[str, Any]


class _Head(BaseModel):
    model_config = ConfigDict(extra="ignore")

    kind: EntryKind
    on: date


def read_entry(path: Path) -> EntryFile:
    """An entry: `kind`, `on`, and the fields of that kind.

    Raises InputRefused naming the file, line and column of the first fault.
    """
    head = read_yaml(path, _Head)
    whole = create_model("Entry", __base__=DOCUMENTS[head.kind], kind=(EntryKind, ...), on=(date, ...))
    document = read_yaml(path, whole).model_dump(mode="json", exclude={"kind", "on"})
    return EntryFile(head.kind, head.on, document)


def read_trainings(path: Path, tell: Callable[[str], None]) -> tuple[TrainingLine, ...]:
    """Every training of a table, in its order; none when one row is wrong.

    `tell` is given warnings. Raises FileRefused with every fault found, or InputRefused when it is not a table.
    """
    faults = Faults(path)
    found = [_training(row, faults) for row in read_rows(path, COLUMNS, faults, tell)]
    faults.refuse()
    return tuple(each for each in found if each)


def _training(row: Row, faults: Faults) -> TrainingLine | None:
    found: list[Fault] = []
    values = {
        "number": _read("number", row, field_values.name, found),
        "day": _read("day", row, _day, found),
        "minutes": _read("minutes", row, _minutes, found),
        "in_person": _read("in_person", row, _yes_or_no, found),
        "what": _read("what", row, field_values.name, found),
        "support": _read("support", row, field_values.name, found) if row.fields.get("support", "").strip() else None,
    }
    for fault in found:
        faults.add(row.line, fault)
    return None if found else TrainingLine(**values)


def _read(name: str, row: Row, read: Callable[[str], Any], found: list[Fault]) -> Any:
    try:
        return read(row.fields[name])
    except ValueError as error:
        found.append(Fault(name, str(error)))
        return None


def _day(text: str) -> date:
    written = ISO_DAY.fullmatch(text.strip()) or FRENCH_DAY.fullmatch(text.strip())
    if not written:
        raise ValueError(WANTED)
    try:
        return date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        raise ValueError(f"is a day that does not exist; {WANTED}") from None


def _minutes(text: str) -> int:
    written = text.strip()
    if not (written.isascii() and written.isdigit() and len(written) < 5):
        raise ValueError("expected whole minutes, such as 90")
    return int(written)


def _yes_or_no(text: str) -> bool:
    word = plain(text)
    if word not in YES | NO:
        raise ValueError("expected yes or no")
    return word in YES
