"""A transcript as people read it: turns of speech, pauses, removed data, and where evidence stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from gardefou.adapters.report.citations import Citation
from gardefou.adapters.report.labels import placeholder_kind
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Redaction, Role, Segment, Transcript, Word

UNSURE_BELOW = 0.5
"""Words heard with less confidence are marked."""
_PUNCTUATION = ".,;:!?…"


@dataclass(frozen=True, slots=True)
class Saying:
    """A word as heard, or the kind of data that was removed in its place, with the punctuation that follows it."""

    span: Span
    text: str
    removed: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Successive words cited by the same evidence; `before` and `after` are the numbers to show around them."""

    sayings: tuple[Saying, ...]
    is_cited: bool
    before: tuple[int, ...]
    after: tuple[int, ...]


class PauseKind(StrEnum):
    """Why nobody speaks."""

    HOLD = "hold"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without speech; `numbers` are those of evidence that is this very stretch."""

    kind: PauseKind
    span: Span
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one role says before the other speaks or a pause comes."""

    role: Role
    span: Span
    runs: tuple[Run, ...]


@dataclass(slots=True)
class _Speech:
    role: Role
    channel: int
    span: Span
    sayings: list[Saying]
    cited: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    before: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    after: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def turns(transcript: Transcript, pauses: Sequence[Pause], citations: Sequence[Citation]) -> tuple[Turn | Pause, ...]:
    """The call in reading order, each citation numbered once."""
    lines = _lines(transcript, pauses)
    numbers: dict[Span, list[int]] = defaultdict(list)
    for citation in citations:
        if not (citation.is_quote and _quote(lines, citation)) and not _pause(lines, citation, numbers):
            _anchor(lines, citation)
    return tuple(
        Turn(line.role, line.span, _runs(line))
        if isinstance(line, _Speech)
        else Pause(line.kind, line.span, tuple(numbers[line.span]))
        for line in lines
    )


def _lines(transcript: Transcript, pauses: Sequence[Pause]) -> list[_Speech | Pause]:
    removed = _by_segment(transcript)
    lines: list[_Speech | Pause] = []
    items: list[Segment | Pause] = [*transcript.segments, *pauses]
    for item in sorted(items, key=lambda each: each.span.start_ms):
        if isinstance(item, Pause):
            lines.append(item)
            continue
        sayings = _sayings(item, removed[id(item)])
        last = lines[-1] if lines else None
        if isinstance(last, _Speech) and last.channel == item.channel:
            last.sayings.extend(sayings)
            last.span = Span(last.span.start_ms, max(last.span.end_ms, item.end_ms))
        elif sayings:
            lines.append(_Speech(item.role, item.channel, item.span, sayings))
    return lines


def _by_segment(transcript: Transcript) -> dict[int, list[Redaction]]:
    """Each removal with the segment of its channel that it lies in, or nearest to."""
    removed: dict[int, list[Redaction]] = defaultdict(list)
    for redaction in transcript.redactions:
        near = [segment for segment in transcript.segments if segment.channel == redaction.channel]
        if near:
            nearest = min(near, key=lambda segment: _distance(segment.span, redaction.span))
            removed[id(nearest)].append(redaction)
    return removed


def _distance(one: Span, other: Span) -> int:
    return max(0, one.start_ms - other.end_ms, other.start_ms - one.end_ms)


def _sayings(segment: Segment, redactions: Sequence[Redaction]) -> list[Saying]:
    words = segment.words or (Word(segment.start_ms, segment.end_ms, segment.text, segment.confidence),)
    spoken = [_said(word) for word in words if not any(_inside(word.span, each.span) for each in redactions)]
    hidden = [Saying(each.span, _tail(words, each.span), each.kind) for each in redactions]
    return sorted((*spoken, *hidden), key=lambda saying: saying.span.start_ms)


def _said(word: Word) -> Saying:
    kind = placeholder_kind(word.text)
    if kind:
        return Saying(word.span, _punctuation(word.text), kind)
    return Saying(word.span, word.text, None, word.confidence is not None and word.confidence < UNSURE_BELOW)


def _tail(words: Iterable[Word], removed: Span) -> str:
    hidden = [word.text for word in words if _inside(word.span, removed)]
    return _punctuation(hidden[-1]) if hidden else ""


def _punctuation(text: str) -> str:
    return text[len(text.rstrip(_PUNCTUATION)) :]


def _inside(word: Span, stretch: Span) -> bool:
    return stretch.start_ms <= (word.start_ms + word.end_ms) / 2 < stretch.end_ms


def _speeches(lines: Iterable[_Speech | Pause], channels: Iterable[int]) -> Iterator[_Speech]:
    wanted = set(channels)
    return (line for line in lines if isinstance(line, _Speech) and line.channel in wanted)


def _quote(lines: Sequence[_Speech | Pause], citation: Citation) -> bool:
    """Mark the words of a quote; False when the transcript has none at that time."""
    last: tuple[_Speech, int] | None = None
    for speech in _speeches(lines, citation.channels):
        for index, saying in enumerate(speech.sayings):
            if _inside(saying.span, citation.span):
                speech.cited[index].add(citation.number)
                last = speech, index
    if last:
        last[0].after[last[1]].append(citation.number)
    return last is not None


def _pause(lines: Sequence[_Speech | Pause], citation: Citation, numbers: dict[Span, list[int]]) -> bool:
    """Put the number on the pause that makes up most of the cited stretch; False when none does."""
    if citation.is_search:
        return False
    for line in lines:
        shared = line.span.intersection(citation.span) if isinstance(line, Pause) else None
        if shared and 2 * shared.duration_ms >= citation.span.duration_ms:
            numbers[line.span].append(citation.number)
            return True
    return False


def _anchor(lines: Sequence[_Speech | Pause], citation: Citation) -> None:
    """Put the number before what is said first in the cited stretch, or last before it."""
    places = [
        (saying.span, speech, index)
        for speech in _speeches(lines, citation.channels)
        for index, saying in enumerate(speech.sayings)
    ]
    within = [place for place in places if place[0].end_ms > citation.span.start_ms]
    if within:
        _, speech, index = min(within, key=lambda place: place[0])
        speech.before[index].append(citation.number)
    elif places:
        _, speech, index = max(places, key=lambda place: place[0])
        speech.after[index].append(citation.number)


def _runs(speech: _Speech) -> tuple[Run, ...]:
    """Words grouped so that marks and numbers fall between groups."""
    group = 0
    groups = []
    for index in range(len(speech.sayings)):
        if index and (
            speech.before[index] or speech.after[index - 1] or speech.cited[index] != speech.cited[index - 1]
        ):
            group += 1
        groups.append(group)
    runs = []
    for _, members in groupby(range(len(groups)), key=groups.__getitem__):
        indexes = list(members)
        first, last = indexes[0], indexes[-1]
        runs.append(
            Run(
                tuple(speech.sayings[first : last + 1]),
                bool(speech.cited[first]),
                tuple(speech.before[first]),
                tuple(speech.after[last]),
            )
        )
    return tuple(runs)
