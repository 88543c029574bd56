"""Reads who works where: a table with a row for each person."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from gardefou.adapters.documents import field_values
from gardefou.adapters.documents.call_fields import faults_of
from gardefou.adapters.documents.csv_table import Column, Row, plain, read_rows, rows_of
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.field_values import SHORTENED, is_shortened
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice
from gardefou.intake.rules import Fault
from gardefou.kernel.transcript import Language

COLUMNS = (
    Column("number", ("numéro", "matricule", "identifiant", "numéro de personne", "employee number")),
    Column("name", ("nom", "nom complet", "prénom et nom", "nom et prénom")),
    Column("email", ("courriel", "mail", "e-mail", "adresse électronique"), required=False),
    Column("site", ("code site", "code du site")),
    Column("team", ("équipe",), required=False),
    Column("roles", ("rôles", "rôle", "role", "fonctions", "fonction")),
    Column("language", ("langue",), required=False),
)
WORDS = {
    PersonRole.ADVISER: ("adviser", "advisor", "agent", "conseiller", "conseillère"),
    PersonRole.MANAGER: (
        *("manager", "manageur", "manageuse", "team manager", "superviseur", "superviseuse"),
        *("responsable d'équipe", "responsable équipe"),
    ),
    PersonRole.QUALITY_ANALYST: ("quality analyst", "analyste qualité", "analyste de la qualité"),
    PersonRole.REVIEWER: ("reviewer", "relecteur", "relectrice", "évaluateur", "évaluatrice"),
    PersonRole.REPRESENTATIVE: (
        *("representative", "workers' representative", "représentant", "représentante"),
        *("représentant du personnel", "représentante du personnel"),
    ),
    PersonRole.EMPLOYER_SIGNATORY: (
        *("employer signatory", "employer's signatory", "signataire employeur", "signataire de l'employeur"),
        "signataire pour l'employeur",
    ),
    PersonRole.DATA_PROTECTION_OFFICER: (
        *("data protection officer", "DPO", "DPD", "délégué à la protection des données"),
        "déléguée à la protection des données",
    ),
    PersonRole.ADMINISTRATOR: ("administrator", "admin", "administrateur", "administratrice"),
}
ROLES = {plain(word): role for role, words in WORDS.items() for word in words}
LONGEST_ROLE = 6
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def _roles(value: object) -> frozenset[PersonRole]:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"is empty; name one or more of {', '.join(PersonRole)}")
    return frozenset(role for part in re.split(r"[|,;]", value) for role in _named(part.split()))


def _named(words: list[str]) -> Iterator[PersonRole]:
    """The roles that these words name, each by as many words as possible."""
    done = 0
    while done < len(words):
        ends = range(min(len(words), done + LONGEST_ROLE), done, -1)
        end = next((end for end in ends if plain("".join(words[done:end])) in ROLES), None)
        if end is None:
            raise ValueError(f"names one that is not known; the roles are {', '.join(PersonRole)}, separated by |")
        yield ROLES[plain("".join(words[done:end]))]
        done = end


def _email(value: object) -> str | None:
    text = field_values.optional_name(value)
    if text and not EMAIL.fullmatch(text):
        raise ValueError("is not an address such as name@example.org; correct it or leave it out")
    return text


def _language(value: object) -> Language:
    return field_values.language(value) or Language.FRENCH


class _PersonFields(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    number: Annotated[str, BeforeValidator(field_values.name)]
    name: Annotated[str, BeforeValidator(field_values.name)]
    site: Annotated[str, BeforeValidator(field_values.name)]
    roles: Annotated[frozenset[PersonRole], BeforeValidator(_roles)]
    team: Annotated[str | None, BeforeValidator(field_values.optional_name)] = None
    email: Annotated[str | None, BeforeValidator(_email)] = None
    language: Annotated[Language, BeforeValidator(_language)] = Language.FRENCH


def read_people(path: Path, tell: Callable[[str], None]) -> tuple[PersonNotice, ...]:
    """Every person of a table, in its order; none when one row is wrong.

    Names are data: one that begins like a formula stays as it is, and what writes tables must quote it. `tell` is given
    warnings. Raises FileRefused with every fault found, or InputRefused when it is not a table.
    """
    faults = Faults(path)
    return _people(read_rows(path, COLUMNS, faults, tell), faults)


def people_of(name: str, content: bytes, tell: Callable[[str], None]) -> tuple[PersonNotice, ...]:
    """The same of a file that was sent, of which `name` is what its sender calls it."""
    faults = Faults(name)
    return _people(rows_of(io.BytesIO(content), COLUMNS, faults, tell), faults)


def _people(rows: Iterable[Row], faults: Faults) -> tuple[PersonNotice, ...]:
    people: list[PersonNotice] = []
    lines: dict[str, int] = {}
    for row in rows:
        person = _person(row, faults)
        if person is None:
            continue
        first = lines.setdefault(person.number, row.line)
        if first != row.line:
            faults.add(row.line, f"number: is that of line {first} too; keep one of the two rows")
        people.append(person)
    faults.refuse()
    return tuple(people)


def _person(row: Row, faults: Faults) -> PersonNotice | None:
    found = [Fault("number", SHORTENED)] if is_shortened(row.fields["number"]) else []
    try:
        said = _PersonFields.model_validate(row.fields)
    except ValidationError as error:
        found.extend(faults_of(error))
    for fault in found:
        faults.add(row.line, fault)
    if found:
        return None
    return PersonNotice(said.number, said.name, said.site, said.team, said.roles, said.email, said.language)
