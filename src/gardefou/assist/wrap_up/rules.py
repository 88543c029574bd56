"""What of a call goes into the lines of a wrap-up."""

from collections.abc import Iterator, Sequence

from gardefou.assist.guides.quoted import segment_of
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.transcript import Segment, Transcript, Word

Found = tuple[Segment, Sequence[Word]]
"""An utterance, and successive words of it."""
_ENDS = (".", "!", "?", "…")
JOINED_OVER = 2
"""Passages with so many words between them, or fewer, are one: entre huit et dix heures."""


def sentences(call: Transcript, passages: Sequence[Evidence]) -> Iterator[Found]:
    """The sentences in which passages lie, each once."""
    known: set[tuple[int, int]] = set()
    for segment, first, last in _places(call, passages):
        begin = next((i + 1 for i in range(first - 1, -1, -1) if _ends(segment.words[i])), 0)
        end = next((i for i in range(last, len(segment.words)) if _ends(segment.words[i])), len(segment.words) - 1)
        words = segment.words[begin : end + 1]
        place = (segment.channel, words[0].start_ms)
        if place not in known:
            known.add(place)
            yield segment, words


def joined(call: Transcript, passages: Sequence[Evidence]) -> Iterator[Found]:
    """Passages as they are, those next to each other in one utterance as one."""
    pending: tuple[Segment, int, int] | None = None
    for segment, first, last in _places(call, passages):
        if pending and pending[0] is segment and first <= pending[2] + 1 + JOINED_OVER:
            pending = (segment, min(pending[1], first), max(pending[2], last))
            continue
        if pending:
            yield pending[0], pending[0].words[pending[1] : pending[2] + 1]
        pending = (segment, first, last)
    if pending:
        yield pending[0], pending[0].words[pending[1] : pending[2] + 1]


def _places(call: Transcript, passages: Sequence[Evidence]) -> Iterator[tuple[Segment, int, int]]:
    """Each passage as an utterance with the numbers of its first and last word there."""
    for passage in sorted(passages, key=lambda each: (each.channel, each.start_ms)):
        segment = segment_of(call, passage)
        if segment is not None:
            inside = [i for i, word in enumerate(segment.words) if _lies_in(word, passage)]
            yield segment, inside[0], inside[-1]


def _lies_in(word: Word, passage: Evidence) -> bool:
    return passage.start_ms <= word.start_ms and (word.start_ms < passage.end_ms or word.start_ms == passage.start_ms)


def _ends(word: Word) -> bool:
    return word.text.endswith(_ENDS)
