"""Writes a query back as text."""

from gardefou.query.model import AllOf, AnyOf, ByRole, InWindow, Not, Phrase, Query


def describe(query: Query) -> str:
    """The query in its own language, folded, with the parentheses it needs."""
    match query:
        case Phrase(words):
            return words[0] if len(words) == 1 else '"' + " ".join(words) + '"'
        case AnyOf(parts):
            return "(" + " | ".join(describe(part) for part in parts) + ")"
        case AllOf(parts):
            return "(" + " & ".join(describe(part) for part in parts) + ")"
        case Not(part):
            return f"not {describe(part)}"
        case ByRole(role, part):
            return f"{role}: {describe(part)}"
        case InWindow(edge, length_ms, part):
            return f"{edge} {length_ms / 1000:g}s: {describe(part)}"
