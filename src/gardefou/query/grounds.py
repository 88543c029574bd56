"""What the answer to a query rests on: passages that each suffice, or that are needed together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Union

from gardefou.kernel.evidence import Evidence, EvidenceKind


@dataclass(frozen=True, slots=True)
class Every:
    """All of these had to be there."""

    parts: tuple["Grounds", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any one of these would have sufficed."""

    parts: tuple["Grounds", ...]


Grounds = Union[Evidence, Every, Either]  # noqa: UP007, needed for the reference to a later class
NOTHING = Every(())


def every(parts: Iterable[Grounds]) -> Grounds:
    """All of some grounds, those that hold no passage left out."""
    held = tuple(each for each in parts if holds_passages(each))
    return held[0] if len(held) == 1 else Every(held)


def either(parts: Iterable[Grounds]) -> Grounds:
    """Any of some grounds, those that hold no passage left out."""
    held = tuple(each for each in parts if holds_passages(each))
    return held[0] if len(held) == 1 else Either(held) if held else NOTHING


def holds_passages(grounds: Grounds) -> bool:
    """Whether there is anything to show."""
    return isinstance(grounds, Evidence) or bool(grounds.parts)


def passages_of(grounds: Grounds) -> tuple[Evidence, ...]:
    """Every passage, quotes once, in order of time."""
    found = list(_inside(grounds))
    quotes = dict.fromkeys(each for each in found if each.kind is EvidenceKind.QUOTE)
    others = [each for each in found if each.kind is not EvidenceKind.QUOTE]
    return tuple(sorted([*quotes, *others], key=lambda each: (each.start_ms, each.channel, each.end_ms)))


def _inside(grounds: Grounds) -> Iterator[Evidence]:
    if isinstance(grounds, Evidence):
        yield grounds
        return
    for part in grounds.parts:
        yield from _inside(part)


def only_measured(grounds: Grounds) -> Grounds:
    """The grounds without what was said."""
    if isinstance(grounds, Evidence):
        return grounds if grounds.kind is EvidenceKind.MEASURED else NOTHING
    parts = [only_measured(part) for part in grounds.parts]
    return every(parts) if isinstance(grounds, Every) else either(parts)


def weakest(grounds: Grounds, strength: Callable[[Evidence], float | None]) -> float | None:
    """The least strength of what was needed together, the most of what each suffices; None where none is known."""
    if isinstance(grounds, Evidence):
        return strength(grounds)
    known = [each for part in grounds.parts if (each := weakest(part, strength)) is not None]
    return (min if isinstance(grounds, Every) else max)(known, default=None)
