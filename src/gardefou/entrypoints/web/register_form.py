"""What the forms of registers hold, or what they lack."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.datastructures import ImmutableMultiDict

from gardefou.adapters.pages.register_words import Fault
from gardefou.flows.trainings import LONGEST_WHAT, MOST_MINUTES_A_DAY, Training
from gardefou.governance.register_documents import DOCUMENTS, Advice, EntryKind
from gardefou.governance.terms.places import Feature

LONGEST = 2000
Form = ImmutableMultiDict[str, str]


def entry_of(kind: EntryKind, form: Form) -> tuple[Mapping[str, Any], date | None, tuple[Fault, ...]]:
    """The document of an entry and its day; what is wrong with them comes third."""
    faults = []
    document: dict[str, Any] = {"reference": _text(form, "reference")}
    if not document["reference"]:
        faults.append(Fault.REFERENCE)
    fields = DOCUMENTS[kind].model_fields
    if "features" in fields:
        document["features"] = [each for each in form.getlist("features") if each in set(Feature)]
        faults += [] if document["features"] else [Fault.FEATURES]
    if kind is EntryKind.OPINION:
        document |= {"body": _text(form, "body"), "opinion": form.get("opinion", "")}
        faults += [] if document["body"] and document["opinion"] in set(Advice) else [Fault.OPINION]
    if kind is EntryKind.BASELINE:
        document |= _baseline(form)
        faults += [] if document["figures"] and document["objectives"] else [Fault.BASELINE]
    day = day_of_form(form.get("on", ""))
    return document, day, (*faults, *([] if day else [Fault.DAY]))


def training_of(form: Form) -> tuple[Training | None, tuple[Fault, ...]]:
    """A training, or what is wrong with it."""
    day, what, number = day_of_form(form.get("on", "")), _text(form, "what")[:LONGEST_WHAT], _text(form, "number")
    minutes = form.get("minutes", "")
    faults = [] if day else [Fault.DAY]
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:6]) <= MOST_MINUTES_A_DAY):
        faults.append(Fault.MINUTES)
    if not what or not number:
        faults.append(Fault.TEXT)
    if faults or day is None:
        return None, tuple(faults)
    support = _text(form, "support") or None
    return Training(number, day, int(minutes), form.get("in_person") == "yes", what, support), ()


def _baseline(form: Form) -> dict[str, Any]:
    working = [{"text": each, "working_conditions": True} for each in _lines(form, "working_conditions")]
    others = [{"text": each, "working_conditions": False} for each in _lines(form, "objectives")]
    return {"figures": _lines(form, "figures"), "objectives": [*working, *others]}


def _text(form: Form, field: str) -> str:
    return form.get(field, "").strip()[:LONGEST]


def _lines(form: Form, field: str) -> list[str]:
    return [each.strip()[:LONGEST] for each in form.get(field, "").splitlines() if each.strip()][:50]


def day_of_form(text: str) -> date | None:
    """A day as a form sends it, None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
