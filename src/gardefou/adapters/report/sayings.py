"""The words of a passage as a page shows them, and the labels in the place of removed data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gardefou.adapters.report.labels import placeholder_kind
from gardefou.hearing.written import Written, written_form
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Redaction, Segment, Word

UNSURE_BELOW = 0.7
"""Words heard with less confidence are marked: of development calls one in eight, and nearly half of them wrong."""
_PUNCTUATION = ".,;:?!…"


@dataclass(frozen=True, slots=True)
class Saying:
    """A word or figure as written, or the kind of data that was removed in its place, with the punctuation after it.

    `heard` is the words that a figure stands for; `is_over` tells that somebody else speaks at the same time.
    """

    span: Span
    text: str
    removed: str | None = None
    unsure: bool = False
    confidence: float | None = None
    heard: str = ""
    is_over: bool = False


def sayings_of(segment: Segment, redactions: Sequence[Redaction]) -> list[Saying]:
    """The words of a segment one by one, in order of time."""
    words = segment.words_or_whole
    spoken = [_said(word) for word in words if not any(inside(word.span, each.span) for each in redactions)]
    hidden = [Saying(each.span, _tail(words, each.span), each.kind) for each in redactions]
    return sorted((*spoken, *hidden), key=lambda saying: saying.span.start_ms)


def written(sayings: Sequence[Saying], groups: Sequence[int], language: str) -> list[list[Saying]]:
    """Each group of successive sayings in its written form; what would run over two groups stays as heard."""
    shown: dict[int, list[Saying]] = {group: [] for group in groups}
    for first, pieces in _stretches(sayings, language):
        for piece in pieces:
            places = range(first + piece.first, first + piece.last + 1)
            whole = groups[places[0]] == groups[places[-1]]
            covered = [sayings[place] for place in places]
            for place, saying in zip(places, [_as_written(piece, covered)] if whole else covered, strict=False):
                shown[groups[place]].append(saying)
    return list(shown.values())


def inside(word: Span, stretch: Span) -> bool:
    """Whether the middle of a word lies in a stretch."""
    return stretch.start_ms <= (word.start_ms + word.end_ms) / 2 < stretch.end_ms


def _stretches(sayings: Sequence[Saying], language: str) -> Iterator[tuple[int, Sequence[Written]]]:
    """The written form of the words between removals, and of each removal alone, with the place of the first."""
    for removed, members in groupby(range(len(sayings)), key=lambda place: sayings[place].removed):
        places = list(members)
        words = [
            Word(each.span.start_ms, each.span.end_ms, each.text, each.confidence)
            for each in (sayings[place] for place in places)
        ]
        if removed is None:
            yield places[0], written_form(words, language)
        else:
            yield from ((at, [Written("", 0, 0, sayings[at].span, None)]) for at in places)


def _as_written(piece: Written, covered: Sequence[Saying]) -> Saying:
    if covered[0].removed:
        return covered[0]
    heard = " ".join(each.text for each in covered)
    return Saying(
        piece.span,
        piece.text,
        unsure=any(each.unsure for each in covered),
        confidence=piece.confidence,
        heard=heard if _letters(heard) != _letters(piece.text) else "",
        is_over=any(each.is_over for each in covered),
    )


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _said(word: Word) -> Saying:
    kind = placeholder_kind(word.text)
    if kind:
        return Saying(word.span, _punctuation(word.text), kind)
    unsure = word.confidence is not None and word.confidence < UNSURE_BELOW
    return Saying(word.span, word.text, unsure=unsure, confidence=word.confidence)


def _tail(words: Iterable[Word], removed: Span) -> str:
    hidden = [word.text for word in words if inside(word.span, removed)]
    return _punctuation(hidden[-1]) if hidden else ""


def _punctuation(text: str) -> str:
    return text[len(text.rstrip(_PUNCTUATION)) :]
