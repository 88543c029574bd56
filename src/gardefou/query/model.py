"""A query as a tree of values.

Every node is a value without reference to a transcript, so that another matcher (a full-text index in SQL: phrases and
stems as its lexemes, the rest checked on the candidates that it gives) can be compiled from the same tree.
"""

from dataclasses import dataclass
from enum import StrEnum

from gardefou.kernel.measures import MeasureName
from gardefou.kernel.transcript import Role
from gardefou.query.comparison import Limit


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, in lower case; a `*` at either end of a word is any letters; `exact` refuses inflection."""

    words: tuple[str, ...]
    exact: bool = False


class FigureKind(StrEnum):
    """What a figure that was said counts."""

    NUMBER = "number"
    AMOUNT = "amount"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, an amount of money or a duration that was said, in digits or in words."""

    kind: FigureKind
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sentence close in meaning to this one; `at_least` is a likeness in 0..1."""

    text: str
    at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of the whole call, compared; times in milliseconds, shares in 0..1."""

    measure: MeasureName
    limit: Limit


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Found when one part is."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Found when all parts are."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Found when the part is not."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class ByRole:
    """Searches what one role said."""

    role: Role
    part: "Query"


@dataclass(frozen=True, slots=True)
class InWindow:
    """Searches the first or last milliseconds of the conversation, counted from its first or last word."""

    edge: str
    length_ms: int
    part: "Query"


@dataclass(frozen=True, slots=True)
class Listed:
    """A named list of the lexicon, with what it held when the query was read."""

    name: str
    part: "Query"


@dataclass(frozen=True, slots=True)
class NearWords:
    """Two things that one speaker says at most that many words apart, in either order, without a long pause."""

    left: "Query"
    right: "Query"
    words: int


@dataclass(frozen=True, slots=True)
class NearTime:
    """Two things said at most that long apart, in either order, by anybody."""

    left: "Query"
    right: "Query"
    within_ms: int


@dataclass(frozen=True, slots=True)
class Then:
    """Two things said one after the other, by anybody."""

    left: "Query"
    right: "Query"


Pair = NearWords | NearTime | Then
Query = Phrase | Figure | Meaning | Measured | AnyOf | AllOf | Not | ByRole | InWindow | Listed | Pair


def parts_of(query: Query) -> "tuple[Query, ...]":
    """The queries directly inside one."""
    match query:
        case AnyOf(parts) | AllOf(parts):
            return parts
        case Not(part) | ByRole(_, part) | InWindow(_, _, part) | Listed(_, part):
            return (part,)
        case NearWords(left, right) | NearTime(left, right) | Then(left, right):
            return (left, right)
        case _:
            return ()


def inside(query: Query) -> "list[Query]":
    """The query and every query inside it."""
    found = [query]
    for each in found:
        found.extend(parts_of(each))
    return found
