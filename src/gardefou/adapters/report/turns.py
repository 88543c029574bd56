"""A transcript as people read it: turns of speech, pauses, removed data, and where evidence stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from gardefou.adapters.report.citations import Citation
from gardefou.adapters.report.sayings import Saying, inside, sayings_of, written
from gardefou.hearing.turns import Turn as SpokenTurn
from gardefou.hearing.turns import turns_of
from gardefou.kernel.audibility import UNHEARD
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Redaction, Role, Transcript


@dataclass(frozen=True, slots=True)
class Run:
    """Successive words cited by the same evidence; `before` and `after` are the numbers to show around them."""

    sayings: tuple[Saying, ...]
    is_cited: bool
    before: tuple[int, ...]
    after: tuple[int, ...]


class PauseKind(StrEnum):
    """Why there are no words: nobody speaks, or nobody could transcribe it, with the sound left or cut."""

    HOLD = "hold"
    SILENCE = "silence"
    UNHEARD = "unheard"
    SILENCED = "silenced"


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without words; `numbers` are those of evidence that is this very stretch, `roles` who may speak."""

    kind: PauseKind
    span: Span
    numbers: tuple[int, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one role says before the other speaks or a pause comes.

    `overlaps` is when the other speaks, too; an aside does not cut the turn before it.
    """

    role: Role
    span: Span
    runs: tuple[Run, ...]
    overlaps: tuple[Span, ...] = ()
    is_aside: bool = False


@dataclass(slots=True)
class _Speech:
    role: Role
    channel: int
    span: Span
    sayings: list[Saying]
    overlaps: tuple[Span, ...]
    is_aside: bool
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
        Turn(line.role, line.span, _runs(line, transcript.language), line.overlaps, line.is_aside)
        if isinstance(line, _Speech)
        else replace(line, numbers=tuple(numbers[line.span]))
        for line in lines
    )


def _lines(transcript: Transcript, pauses: Sequence[Pause]) -> list[_Speech | Pause]:
    removed = _by_segment(transcript)
    lines: list[_Speech | Pause] = []
    waiting = sorted(pauses, key=lambda each: each.span.start_ms, reverse=True)
    for turn in turns_of(transcript.segments, (each.span for each in pauses)):
        while waiting and not turn.is_aside and waiting[-1].span.start_ms < turn.span.start_ms:
            lines.append(waiting.pop())
        speech = _speech(turn, removed)
        if speech.sayings:
            lines.append(speech)
    return [*lines, *reversed(waiting)]


def _speech(turn: SpokenTurn, removed: Mapping[int, Sequence[Redaction]]) -> _Speech:
    said = [saying for each in turn.segments for saying in sayings_of(each, removed.get(id(each), ()))]
    sayings = [replace(each, is_over=any(inside(each.span, over) for over in turn.overlaps)) for each in said]
    return _Speech(turn.role, turn.channel, turn.span, sayings, turn.overlaps, turn.is_aside)


def _by_segment(transcript: Transcript) -> dict[int, list[Redaction]]:
    """Each removal with the segment of its channel that it lies in, or nearest to."""
    removed: dict[int, list[Redaction]] = defaultdict(list)
    for redaction in (each for each in transcript.redactions if each.kind != UNHEARD):
        near = [segment for segment in transcript.segments if segment.channel == redaction.channel]
        if near:
            nearest = min(near, key=lambda segment: _distance(segment.span, redaction.span))
            removed[id(nearest)].append(redaction)
    return removed


def _distance(one: Span, other: Span) -> int:
    return max(0, one.start_ms - other.end_ms, other.start_ms - one.end_ms)


def _speeches(lines: Iterable[_Speech | Pause], channels: Iterable[int]) -> Iterator[_Speech]:
    wanted = set(channels)
    return (line for line in lines if isinstance(line, _Speech) and line.channel in wanted)


def _quote(lines: Sequence[_Speech | Pause], citation: Citation) -> bool:
    """Mark the words of a quote; False when the transcript has none at that time."""
    last: tuple[_Speech, int] | None = None
    for speech in _speeches(lines, citation.channels):
        for index, saying in enumerate(speech.sayings):
            if inside(saying.span, citation.span):
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


def _runs(speech: _Speech, language: str) -> tuple[Run, ...]:
    """Words grouped so that marks and numbers fall between groups."""
    group = 0
    groups = []
    for index in range(len(speech.sayings)):
        if index and (
            speech.before[index] or speech.after[index - 1] or speech.cited[index] != speech.cited[index - 1]
        ):
            group += 1
        groups.append(group)
    shown = written(speech.sayings, groups, language)
    runs = []
    for group, members in groupby(range(len(groups)), key=groups.__getitem__):
        indexes = list(members)
        first, last = indexes[0], indexes[-1]
        before, after = tuple(speech.before[first]), tuple(speech.after[last])
        runs.append(Run(tuple(shown[group]), bool(speech.cited[first]), before, after))
    return tuple(runs)
