"""What pydantic says of data that does not fit a model, as a place in the data and one cause in plain words."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from gardefou.intake.rules import shown

Place = tuple[str | int, ...]
LONGEST_VALUE = 40
WORD = re.compile(r"\w+")
NOISE = "Value error, "
KEY_OF_AN_ENTRY = "[key]"
PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$": "expected a short code such as lyon-2: letters, digits, - and _, no accents",
    r"^[0-9a-f]{64}$": "expected a public key: 64 digits from 0-9 and a-f, as gardefou key show prints it",
    r"^[A-Z]{2}$": "expected the two capital letters of a country, such as FR",
    r"^[0-9A-Za-z.\-]{1,40}$": "expected at most 40 letters without accents, digits, dots and -",
}
"""What a text has to look like, in words."""
MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")


def clearest(error: ValidationError, data: Any) -> tuple[Place, str]:
    """Where the first fault is, and its cause; of the ways in which a value might have been meant, all are named."""
    faults = error.errors(include_url=False)
    first = faults[0]
    place = placed(first["loc"], data)
    if first["type"].startswith("union_tag"):
        return (*place, first["ctx"]["discriminator"].strip("'")), _cause(first)
    causes = dict.fromkeys(_cause(each) for each in faults if placed(each["loc"], data) == place)
    if not place:
        place = _named(next(iter(causes)), data)
    return place, "; or ".join(causes)


def placed(location: Sequence[str | int], data: Any) -> Place:
    """A location in the data: the kinds and types that pydantic names in between are left out."""
    place: list[str | int] = []
    kind = _kind(data)
    for part in location:
        if kind is not None and part == kind:
            kind = None
            continue
        if not isinstance(data, dict | list) or part == KEY_OF_AN_ENTRY:
            break
        place.append(part)
        inner = _at(data, part)
        if inner is _NOTHING:
            break
        data, kind = inner, _kind(inner)
    return tuple(place)


_NOTHING = object()


def _kind(data: Any) -> object:
    """What pydantic names between an entry and its fields."""
    return data.get("kind") if isinstance(data, dict) else None


def _at(data: Any, part: str | int) -> Any:
    if isinstance(data, dict) and isinstance(part, str):
        return data.get(part, _NOTHING)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return _NOTHING


def _named(cause: str, data: Any) -> Place:
    """The last entry of the data whose id a cause names: what is wrong with a whole is wrong there."""
    words = set(WORD.findall(cause))
    named: Place = ()
    waiting: list[tuple[Place, Any]] = [((), data)]
    while waiting:
        place, each = waiting.pop()
        if isinstance(each, dict):
            if place and isinstance(each.get("id"), str) and each["id"] in words:
                named = max(named, (*place, "id"), key=_numbers)
            waiting.extend(((*place, name), inner) for name, inner in each.items())
        elif isinstance(each, list):
            waiting.extend(((*place, number), inner) for number, inner in enumerate(each))
    return named


def _numbers(place: Place) -> tuple[int, ...]:
    return tuple(part for part in place if isinstance(part, int))


def _cause(fault: Any) -> str:
    context = fault.get("ctx") or {}
    match fault["type"]:
        case "missing":
            return "this field is missing"
        case "extra_forbidden":
            return "no such field here"
        case "union_tag_invalid":
            kinds = context["expected_tags"].replace("'", "")
            return f"there is no kind {_value(context['tag'])}; the kinds are {kinds}"
        case "union_tag_not_found":
            return "this field is missing; it says of which kind this is"
        case "too_long":
            return f"has {len(fault['input'])} entries; at most {context['max_length']} may be here"
        case "too_short":
            return f"needs at least {context['min_length']}"
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return "expected a day, such as 2027-01-31"
        case "string_pattern_mismatch" if context["pattern"] in PATTERNS:
            return PATTERNS[context["pattern"]]
        case "string_pattern_mismatch" if context["pattern"].startswith("^[a-z]"):
            return "expected small letters, digits and _, a letter first, as price_stated"
        case _:
            return MEMBER.sub(r"\1", str(fault["msg"]).removeprefix(NOISE))


def _value(given: object) -> str:
    return shown(str(given)[:LONGEST_VALUE])
