"""Writes a query back as text."""

from gardefou.kernel.measures import unit_of
from gardefou.query.comparison import Limit
from gardefou.query.model import (
    AllOf,
    AnyOf,
    ByRole,
    Figure,
    InWindow,
    Listed,
    Meaning,
    Measured,
    NearTime,
    NearWords,
    Not,
    Phrase,
    Query,
    Then,
)
from gardefou.query.units import measured_factor, said_factor

_OPERATORS = frozenset({"not", "then"})


def describe(query: Query, lists: bool = True) -> str:
    """The query in its own language, with the parentheses it needs; its lists are written out, or named only."""
    match query:
        case Phrase() | Figure() | Meaning() | Measured():
            return _asked(query)
        case AnyOf(parts):
            return "(" + " | ".join(describe(part, lists) for part in parts) + ")"
        case AllOf(parts):
            return "(" + " & ".join(describe(part, lists) for part in parts) + ")"
        case Not(part):
            return f"not {describe(part, lists)}"
        case ByRole(role, part):
            return f"{role}: {describe(part, lists)}"
        case InWindow(edge, length_ms, part):
            return f"{edge} {_seconds(length_ms)}: {describe(part, lists)}"
        case Listed(name, part):
            return f"@{name}({describe(part)})" if lists else f"@{name}"
        case NearWords(left, right, words):
            return f"({describe(left, lists)} ~{words} {describe(right, lists)})"
        case NearTime(left, right, within_ms):
            return f"({describe(left, lists)} ~{_seconds(within_ms)} {describe(right, lists)})"
        case Then(left, right):
            return f"({describe(left, lists)} then {describe(right, lists)})"


def _asked(query: Phrase | Figure | Meaning | Measured) -> str:
    match query:
        case Phrase(words, exact):
            bare = len(words) == 1 and words[0] not in _OPERATORS
            return ("=" if exact else "") + (words[0] if bare else f'"{" ".join(words)}"')
        case Figure(kind, limit):
            factor, _ = (limit and said_factor(kind, limit.unit)) or (1.0, "")
            return f"<{kind}>" + (f" {_limit(limit, factor, ' ')}" if limit else "")
        case Meaning(text, at_least):
            return f'meaning("{text}"' + (f", {_plain(at_least)})" if at_least is not None else ")")
        case Measured(measure, limit):
            return f"measure({measure}) {_limit(limit, measured_factor(unit_of(measure), limit.unit) or 1.0, '')}"


def _limit(limit: Limit, factor: float, space: str) -> str:
    unit = f"{space}{limit.unit}" if limit.unit else ""
    return f"{limit.comparison} {_plain(limit.value / factor)}{unit}"


def _seconds(milliseconds: int) -> str:
    return f"{_plain(milliseconds / 1000)}s"


def _plain(value: float) -> str:
    """The shortest decimal without an exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
