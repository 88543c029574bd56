"""What changes between two charters, and which of it one side may do alone (S32)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gardefou.governance.charter import Charter
from gardefou.governance.terms.part import Tighter

_SETS = (Tighter.FEWER, Tighter.MORE)


class Direction(StrEnum):
    """What a change does to the limits."""

    TIGHTENS = "tightens"
    LOOSENS = "loosens"
    NEUTRAL = "neutral"


class Needed(StrEnum):
    """Who has to sign so that changes take effect."""

    NOBODY = "nobody"
    ONE_SIDE = "one side"
    BOTH_SIDES = "both sides"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; `path` leads to it, as in draw.rate, and `meaning` is what the charter's file says of it.

    `mark` says what makes the field tighter; a site that comes or goes is marked as the list of sites is.
    """

    path: str
    meaning: str
    before: Any
    after: Any
    direction: Direction
    mark: Tighter


def changes(before: Charter, after: Charter) -> tuple[Change, ...]:
    """Every field that differs, in the order of the charter's file; the parties stand apart."""
    return tuple(_of_part("", before, after))


def only_tightens(found: tuple[Change, ...]) -> bool:
    """Whether one side alone may make these changes: something is tightened and nothing loosened."""
    directions = {each.direction for each in found}
    return Direction.TIGHTENS in directions and Direction.LOOSENS not in directions


def needed(found: tuple[Change, ...]) -> Needed:
    """Who has to sign these changes; another name alone limits nothing, and is for both sides."""
    if not found:
        return Needed.NOBODY
    return Needed.ONE_SIDE if only_tightens(found) else Needed.BOTH_SIDES


def mark_of(field: FieldInfo) -> Tighter:
    """What makes a field tighter.

    Raises LookupError for a field without a mark.
    """
    for each in field.metadata:
        if isinstance(each, Tighter):
            return each
    raise LookupError(f"a field of the charter has no mark: {field.description}")


def _of_part(above: str, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    for name, field in type(after).model_fields.items():
        old, new, mark = getattr(before, name), getattr(after, name), mark_of(field)
        if old == new or mark is Tighter.APART:
            continue
        path, meaning = above + name, field.description or name
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            yield from _of_part(f"{path}.", old, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _of_places(path, meaning, old, new)
        else:
            yield Change(path, meaning, old, new, _direction(mark, old, new), mark)


def _of_places(
    path: str, meaning: str, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]
) -> Iterator[Change]:
    for code in sorted(before.keys() | after.keys()):
        old, new = before.get(code), after.get(code)
        if old is None or new is None:
            direction = Direction.TIGHTENS if new is None else Direction.LOOSENS
            yield Change(f"{path}.{code}", meaning, old, new, direction, Tighter.FEWER)
        elif old != new:
            yield from _of_part(f"{path}.{code}.", old, new)


def _direction(mark: Tighter, old: Any, new: Any) -> Direction:
    """What a change does; what cannot be compared loosens, and the order of a list limits nothing."""
    if mark is Tighter.NEUTRAL or (mark in _SETS and set(old) == set(new)) or (mark is Tighter.NEEDED and new is None):
        return Direction.NEUTRAL
    if old is None or new is None:
        return Direction.LOOSENS
    return Direction.TIGHTENS if _is_tighter(mark, old, new) else Direction.LOOSENS


def _is_tighter(mark: Tighter, old: Any, new: Any) -> bool:
    match mark:
        case Tighter.LOWER | Tighter.EARLIER:
            return bool(new < old)
        case Tighter.HIGHER | Tighter.LATER:
            return bool(new > old)
        case Tighter.FEWER:
            return set(new) <= set(old)
        case Tighter.MORE:
            return set(new) >= set(old)
        case Tighter.ON:
            return bool(new)
        case Tighter.OFF:
            return not new
        case Tighter.ORDERED:
            return _rank(new) < _rank(old)
        case _:
            return False


def _rank(value: StrEnum) -> int:
    return list(type(value)).index(value)
