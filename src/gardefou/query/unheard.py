"""Whether what a query asks for may have been said where nothing could be transcribed."""

from collections.abc import Set as AbstractSet

from gardefou.kernel.audibility import Audibility, audibility
from gardefou.kernel.message import Message
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript
from gardefou.query.model import ByRole, InWindow, Query, parts_of
from gardefou.query.reach import window_of

PASSAGE = Message("A passage could not be transcribed, and the answer may lie in it.")
CHANNEL = Message("The sound of a speaker is inaudible, and the answer may lie in it.")


def why_unheard(query: Query, roles: AbstractSet[Role], within: Span, transcript: Transcript) -> Message | None:
    """Why what these roles say there may have escaped a query; None where all of it was heard."""
    match query:
        case ByRole(role, part):
            return why_unheard(part, roles & {role}, within, transcript)
        case InWindow(edge, length_ms, part):
            return why_unheard(part, roles, window_of(within, edge, length_ms), transcript)
    parts = parts_of(query)
    if not parts:
        return unheard_of(transcript, roles, within)
    return next((why for part in parts if (why := why_unheard(part, roles, within, transcript))), None)


def unheard_of(transcript: Transcript, roles: AbstractSet[Role], within: Span) -> Message | None:
    """Why words of these roles may be missing from a stretch of the transcript; None where none are."""
    missing = [each.channel for each in transcript.unheard if each.span.overlaps(within)]
    if any(not roles.isdisjoint(transcript.roles_on(channel)) for channel in missing):
        return PASSAGE
    inaudible = inaudible_channels(transcript)
    return CHANNEL if any(not roles.isdisjoint(transcript.roles_on(channel)) for channel in inaudible) else None


def inaudible_channels(transcript: Transcript) -> tuple[int, ...]:
    """The channels of which any words may be missing; one with words is not dead, whatever was measured."""
    spoken = {segment.channel for segment in transcript.segments}
    return tuple(
        each.channel
        for each in transcript.quality
        if audibility(each) is Audibility.INAUDIBLE and not (each.level_db is None and each.channel in spoken)
    )
