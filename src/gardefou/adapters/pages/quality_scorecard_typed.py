"""What was typed in the fields of a criterion, as its file would have it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from gardefou.adapters.pages.quality_scorecard_fields import names_of


class Sent(Protocol):
    """The fields of a form that was sent."""

    def getlist(self, key: str) -> Sequence[str]:
        """Every value of that name."""
        ...


def sent_values(form: Sent, kind: str) -> dict[str, str]:
    """What was typed, with line ends as one sign each."""
    values = {name: "".join(form.getlist(name)[-1:]) for name in names_of(kind)}
    values = {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in values.items()}
    return values | {"asked-reasons": " ".join(form.getlist("asked-reasons"))}


def document_of(values: Mapping[str, str], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The criterion that was typed, as its file would have it; what no field is about is as in `kept`."""
    document = dict(kept) | {
        "question": _wording(values, "question"),
        "guidance": _wording(values, "guidance"),
        "weight": number_of(values["weight"]),
        "points": number_of(values["points"]) if values["points"].strip() else None,
        "critical": bool(values["critical"]),
        "automation": values["automation"],
        "exemplars": _sentences(values, "exemplars"),
        "counter_exemplars": _sentences(values, "counter"),
        "asked_if": _condition(values),
        "applies_if": values["applies-if"].strip() or None,
    }
    return document | _document_of_kind(values, str(kept["kind"]))


def _document_of_kind(values: Mapping[str, str], kind: str) -> dict[str, Any]:
    match kind:
        case "phrase":
            return {"find": values["find"]}
        case "measure":
            return {
                "measure": values["measure"],
                "at_least": _limit(values["at-least"]),
                "at_most": _limit(values["at-most"]),
            }
        case "meaning":
            return {
                "phrases": values["phrases"].strip() or None,
                "met_from": number_of(values["met-from"]),
                "not_met_below": number_of(values["not-met-below"]),
                "first_s": number_of(values["first-s"]) if values["first-s"].strip() else None,
                "last_s": number_of(values["last-s"]) if values["last-s"].strip() else None,
            }
        case _:
            return {}


def _wording(values: Mapping[str, str], name: str) -> dict[str, str]:
    return {code: values[f"{name}-{code}"].strip() for code in ("fr", "en")}


def _sentences(values: Mapping[str, str], name: str) -> dict[str, list[str]]:
    return {
        code: [line.strip() for line in values[f"{name}-{code}"].split("\n") if line.strip()] for code in ("fr", "en")
    }


def _condition(values: Mapping[str, str]) -> dict[str, Any] | None:
    criterion, reasons = values["asked-criterion"], values["asked-reasons"].split()
    asked: dict[str, Any] = {"reasons": reasons} if reasons else {}
    if criterion:
        asked |= {"criterion": criterion, "verdict": values["asked-verdict"]}
    return asked or None


def number_of(text: str) -> float | str:
    """The number that was typed, with a comma or a point; what is none, which is refused where it is checked."""
    written = text.strip().replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        return written
    return int(number) if number.is_integer() else number


def _limit(text: str) -> str | None:
    return text.strip().replace(",", ".") or None
