"""Where a query looks, whose words it looks at, and what it needs beside a transcript."""

from enum import StrEnum

from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role
from gardefou.query.model import AllOf, ByRole, InWindow, Listed, Meaning, Measured, Query, inside, parts_of


class Need(StrEnum):
    """What a query may need beside a transcript."""

    MEASURES = "measures"
    MEANING = "meaning"


def needs(query: Query) -> frozenset[Need]:
    """What a searcher must have to answer a query."""
    kinds = {Measured: Need.MEASURES, Meaning: Need.MEANING}
    return frozenset(kinds[type(each)] for each in inside(query) if isinstance(each, Measured | Meaning))


def window_of(conversation: Span, edge: str, length_ms: int) -> Span:
    """The first or last milliseconds of a conversation."""
    if edge == "first":
        return Span(conversation.start_ms, min(conversation.end_ms, conversation.start_ms + length_ms))
    return Span(max(conversation.start_ms, conversation.end_ms - length_ms), conversation.end_ms)


def searched_span(query: Query, within: Span) -> Span:
    """Where a query looks: the stretch of a conversation around all its windows."""
    if isinstance(query, InWindow):
        return searched_span(query.part, window_of(within, query.edge, query.length_ms))
    spans = [searched_span(part, within) for part in parts_of(query)] or [within]
    return Span(min(span.start_ms for span in spans), max(span.end_ms for span in spans))


def searched_roles(query: Query) -> frozenset[Role]:
    """Whose words a query looks at."""
    if isinstance(query, ByRole):
        return searched_roles(query.part) & {query.role}
    parts = parts_of(query)
    return frozenset(role for part in parts for role in searched_roles(part)) if parts else frozenset(Role)


def named_roles(query: Query) -> frozenset[Role]:
    """The roles that a query names."""
    return frozenset(each.role for each in inside(query) if isinstance(each, ByRole))


def asks_for_all(query: Query) -> bool:
    """Whether a query asks for several things, inside its scopes."""
    if isinstance(query, ByRole | InWindow | Listed):
        return asks_for_all(query.part)
    return isinstance(query, AllOf)
