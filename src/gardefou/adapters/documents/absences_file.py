"""Reads when people are absent, and never why: a table with a row for each absence."""

import re
from collections.abc import Callable, Container, Mapping
from datetime import date
from pathlib import Path

from gardefou.adapters.documents import field_values
from gardefou.adapters.documents.csv_table import Column, Row, read_rows
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.field_values import SHORTENED, is_shortened
from gardefou.intake.rules import Fault
from gardefou.kernel.errors import InputRefused
from gardefou.review.worked_days import Absence

COLUMNS = (
    Column("number", ("numéro", "matricule", "identifiant", "numéro de personne", "employee number")),
    Column(
        "first_day",
        ("premier jour", "premier jour d'absence", "début", "date de début", "du", "start", "start date", "from"),
    ),
    Column(
        "last_day",
        ("dernier jour", "dernier jour d'absence", "fin", "date de fin", "au", "end", "end date", "to", "until"),
    ),
)
REASONS = (
    *(
        "reason",
        "reason for absence",
        "absence reason",
        "cause",
        "nature",
        "type",
        "absence type",
        "leave type",
        "kind",
    ),
    *("category", "comment", "comments", "note", "notes", "motif", "motif d'absence", "motif de l'absence", "raison"),
    *("type d'absence", "type de congé", "type de l'absence", "nature de l'absence", "nature d'absence", "catégorie"),
    *("code absence", "code motif", "code d'absence", "libellé", "libellé absence", "libellé de l'absence", "congé"),
    *(
        "congés",
        "maladie",
        "arrêt maladie",
        "arrêt",
        "justificatif",
        "commentaire",
        "commentaires",
        "remarque",
        "leave",
    ),
    *("sickness", "sick leave", "diagnosis", "diagnostic"),
)
UNREAD = tuple(Column(title, required=False) for title in REASONS)
WANTED = "expected a day such as 2026-03-01, or 01/03/2026 with the day first"
ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
FRENCH_DAY = re.compile(r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})")


def read_absences(path: Path, known: Container[str], tell: Callable[[str], None]) -> tuple[tuple[str, Absence], ...]:
    """Every absence of a table, in its order, with the number of the person; none when one row is wrong.

    `known` has the numbers of the people who are here; `tell` is given warnings. Raises FileRefused with every fault
    found, or InputRefused when it is not a table, or has a column about the reason.
    """
    faults = Faults(path)
    rows: list[tuple[int, str, Absence]] = []
    for row in read_rows(path, COLUMNS + UNREAD, faults, tell):
        _refuse_reasons(row.fields, faults.source)
        read = _absence(row, known, faults)
        if read:
            rows.append((row.line, *read))
    _find_overlaps(rows, faults)
    faults.refuse()
    return tuple((number, absence) for _, number, absence in rows)


def _refuse_reasons(fields: Mapping[str, str], source: str) -> None:
    named = [title for title in REASONS if title in fields]
    if named:
        raise InputRefused(
            source,
            f"has a column about the reason of absences ({', '.join(named)}); remove it and send the file again: "
            "gardefou does not want to know why somebody is absent",
        )


def _absence(row: Row, known: Container[str], faults: Faults) -> tuple[str, Absence] | None:
    found: list[Fault] = []
    number = _number(row.fields["number"], known, found)
    first, last = (_day(name, row.fields[name], found) for name in ("first_day", "last_day"))
    if first and last and last < first:
        found.append(Fault("last_day", "is before first_day; correct one of them"))
    for fault in found:
        faults.add(row.line, fault)
    return (number, Absence(first, last)) if first and last and not found else None


def _number(text: str, known: Container[str], found: list[Fault]) -> str:
    try:
        number = field_values.name(text)
    except ValueError as error:
        found.append(Fault("number", str(error)))
        return ""
    if number not in known:
        cause = SHORTENED if is_shortened(number) else "nobody here has it; import people first, or remove the row"
        found.append(Fault("number", cause))
    return number


def _day(name: str, text: str, found: list[Fault]) -> date | None:
    written = ISO_DAY.fullmatch(text.strip()) or FRENCH_DAY.fullmatch(text.strip())
    if not written:
        found.append(Fault(name, WANTED))
        return None
    try:
        return date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        found.append(Fault(name, f"is a day that does not exist; {WANTED}"))
        return None


def _find_overlaps(rows: list[tuple[int, str, Absence]], faults: Faults) -> None:
    """Note every row that shares a day with an earlier absence of the same person."""
    before: dict[str, tuple[int, Absence]] = {}
    found: list[tuple[int, int]] = []
    for line, number, absence in sorted(rows, key=lambda row: (row[1], row[2], row[0])):
        other = before.get(number)
        if other and absence.first_day <= other[1].last_day:
            found.append((max(line, other[0]), min(line, other[0])))
        if not other or absence.last_day > other[1].last_day:
            before[number] = (line, absence)
    for later, earlier in sorted(found):
        faults.add(later, f"first_day: shares days with line {earlier}; make one row of both")
