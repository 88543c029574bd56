"""The form that changes the usual numbers of a charter: its fields, what they hold, and the charter that it makes."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from gardefou.adapters.pages.committee_words import FAULTS
from gardefou.adapters.report.language import message
from gardefou.governance.canonical import canonical
from gardefou.governance.charter import Charter


class Sort(StrEnum):
    """What a field holds."""

    TEXT = "text"
    DAY = "date"
    WHOLE = "whole"
    SHARE = "share"
    NUMBER = "number"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: `path` leads to it in the charter."""

    path: str
    label: str
    sort: Sort

    @property
    def name(self) -> str:
        """Its name in the form."""
        return self.path.replace(".", "-")


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong: of a field of the form, or of none of them."""

    field: str
    cause: str
    is_worded: bool = False


FIELDS = (
    FormField("version", message("Version"), Sort.TEXT),
    FormField("valid_from", message("Premier jour"), Sort.DAY),
    FormField("valid_until", message("Dernier jour"), Sort.DAY),
    FormField("draw.rate", message("Part des appels tirés, en %"), Sort.SHARE),
    FormField("draw.weekly_cap", message("Appels par personne et par semaine, au plus"), Sort.WHOLE),
    FormField("draw.necessity", message("Motif de cette part, au-delà de 10 %"), Sort.TEXT),
    FormField("retention.recordings_days", message("Jours où le son est gardé"), Sort.WHOLE),
    FormField("retention.analyses_days", message("Jours où le reste est gardé"), Sort.WHOLE),
    FormField("review.window_days", message("Jours travaillés pour répondre à un brouillon"), Sort.WHOLE),
    FormField("review.answer_days", message("Jours travaillés pour répondre à une contestation"), Sort.WHOLE),
    FormField("review.sample_per_month", message("Brouillons relus par personne et par mois, au plus"), Sort.WHOLE),
    FormField("review.smallest_group", message("Le plus petit groupe d'un chiffre, en personnes"), Sort.WHOLE),
    FormField("agreement_floor", message("Accord sous lequel un critère reste à l'essai"), Sort.NUMBER),
    FormField("training.hours", message("Heures de formation par personne"), Sort.NUMBER),
    FormField(
        "review.released_to_managers", message("L'encadrement voit ce qu'une personne a relu, après le délai"), Sort.YES
    ),
    FormField("erasure_by_adviser", message("La personne d'un appel peut le faire effacer"), Sort.YES),
    FormField("learning_from_reviews", message("Les critères peuvent apprendre des appels relus"), Sort.YES),
)
"""The fields that negotiations are usually about; the file has all of them."""


def values_of(charter: Charter) -> dict[str, str]:
    """What the form holds of a charter, by the names of its fields."""
    return {each.name: _written(each.sort, _at(charter.document, each.path)) for each in FIELDS}


def charter_of_form(before: Charter, given: Mapping[str, str]) -> tuple[Charter | None, tuple[FormFault, ...]]:
    """The charter in force with the values of the form, or everything that is wrong."""
    document = deepcopy(dict(before.document))
    faults = []
    for each in FIELDS:
        try:
            _put(document, each.path, _read(each.sort, given.get(each.name, "")))
        except ValueError:
            faults.append(FormFault(each.name, FAULTS["number"], is_worded=True))
    if faults:
        return None, tuple(faults)
    if document["version"] == before.version:
        return None, (FormFault("version", FAULTS["version"], is_worded=True),)
    try:
        return Charter.model_validate(document), ()
    except ValidationError as error:
        return None, tuple(_fault(each["loc"], each["msg"]) for each in error.errors(include_url=False))


def document_text(charter: Charter) -> str:
    """What a form carries from its preview."""
    return canonical(charter.document).decode()


def _fault(place: tuple[int | str, ...], cause: str) -> FormFault:
    path = ".".join(str(part) for part in place)
    known = next((each.name for each in FIELDS if each.path == path), "")
    found = known or next((each.name for each in FIELDS if each.path.startswith(f"{path}.")), "")
    return FormFault(found, cause.removeprefix("Value error, "))


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for part in path.split("."):
        value = value[part]
    return value


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *above, name = path.split(".")
    for part in above:
        document = document[part]
    document[name] = value


def _written(sort: Sort, value: Any) -> str:
    match sort:
        case Sort.YES:
            return "yes" if value else ""
        case Sort.SHARE:
            return json.dumps(round(value * 100, 6)).removesuffix(".0")
        case Sort.NUMBER:
            return json.dumps(value).removesuffix(".0")
        case _:
            return "" if value is None else str(value)


def _read(sort: Sort, text: str) -> Any:
    given = text.strip()
    match sort:
        case Sort.YES:
            return given == "yes"
        case Sort.WHOLE:
            return int(given)
        case Sort.SHARE:
            return round(float(given.replace(",", ".")) / 100, 8)
        case Sort.NUMBER:
            return float(given.replace(",", "."))
        case _:
            return given or None
