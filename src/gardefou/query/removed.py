"""Whether what a query asks for may have been removed as personal data."""

from collections.abc import Set as AbstractSet

from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript
from gardefou.query.model import ByRole, Figure, InWindow, Query, parts_of
from gardefou.query.reach import window_of


def may_be_removed(query: Query, roles: AbstractSet[Role], within: Span, transcript: Transcript) -> bool:
    """Whether a figure that is asked for may lie where something was removed."""
    match query:
        case Figure():
            hidden = (each for each in transcript.redactions if not roles.isdisjoint(transcript.roles_on(each.channel)))
            return any(each.end_ms >= within.start_ms and each.start_ms <= within.end_ms for each in hidden)
        case ByRole(role, part):
            return may_be_removed(part, roles & {role}, within, transcript)
        case InWindow(edge, length_ms, part):
            return may_be_removed(part, roles, window_of(within, edge, length_ms), transcript)
        case _:
            return any(may_be_removed(part, roles, within, transcript) for part in parts_of(query))
