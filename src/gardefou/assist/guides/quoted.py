"""Where in a call something was said that a query found."""

from collections.abc import Sequence

from gardefou.assist.model import Said
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.transcript import Segment, Transcript, Word


def said_at(call: Transcript, found: Sequence[Evidence]) -> Said | None:
    """The first passage with all that was found in the same utterance, as one quote."""
    if not found:
        return None
    first = min(found, key=lambda each: each.start_ms)
    segment = segment_of(call, first)
    if segment is None:
        return None
    until_ms = max(each.end_ms for each in found if segment_of(call, each) is segment)
    inside = [each for each in segment.words if first.start_ms <= each.start_ms < max(until_ms, first.start_ms + 1)]
    return said(segment, inside)


def said(segment: Segment, words: Sequence[Word]) -> Said:
    """Successive words of an utterance as a quote."""
    return Said(segment.role, words[0].start_ms, words[-1].end_ms, " ".join(word.text for word in words))


def segment_of(call: Transcript, passage: Evidence) -> Segment | None:
    """The utterance in which a passage begins."""
    return next(
        (
            each
            for each in call.segments
            if each.channel == passage.channel and any(word.start_ms == passage.start_ms for word in each.words)
        ),
        None,
    )
