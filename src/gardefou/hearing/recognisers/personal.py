"""What a recogniser finds: where, of which kind, and why."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """The closed list of what is removed from calls; `number` is any long run of digits that is none of the others."""

    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    CARD = "card"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """A stretch `[start, end)` of a text; `why` explains the match and never holds any of the value."""

    start: int
    end: int
    kind: PersonalKind
    why: str


def in_order(spans: Iterable[PersonalSpan]) -> list[PersonalSpan]:
    """The spans by where they start."""
    return sorted(spans, key=lambda span: span.start)


def is_free(start: int, end: int, found: Sequence[PersonalSpan]) -> bool:
    """Whether no span, among some in order and without overlaps, covers any of `[start, end)`."""
    index = bisect_right(found, start, key=lambda span: span.end)
    return index == len(found) or found[index].start >= end
