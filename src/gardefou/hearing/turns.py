"""Turns of speech from all channels by time, and where people speak at once."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from gardefou.kernel.span import Span, merged
from gardefou.kernel.transcript import Role, Segment

MOST_ASIDE_WORDS = 3
LONGEST_ASIDE_MS = 1_500
"""What is longer than either takes the turn, also while the other speaks."""
SHORTEST_OVERLAP_MS = 200
"""Times of words are not exact enough for less."""
JOINED_MS = 400
"""Words of one speaker this near each other are one stretch of speech."""

_Speaker = tuple[int, Role]


@dataclass(frozen=True, slots=True)
class Turn:
    """Successive speech of one speaker.

    `overlaps` is when somebody else speaks, too. An aside is a short word, such as "d'accord", said while the other
    speaks on: it stands after the turn that it does not cut.
    """

    channel: int
    role: Role
    segments: tuple[Segment, ...]
    overlaps: tuple[Span, ...] = ()
    is_aside: bool = False

    @property
    def span(self) -> Span:
        """When it is, from the first word to the last."""
        return Span(self.segments[0].start_ms, max(segment.end_ms for segment in self.segments))


def turns_of(segments: Iterable[Segment], pauses: Iterable[Span] = ()) -> tuple[Turn, ...]:
    """The turns in reading order; none runs over the beginning of a pause."""
    ordered = sorted(segments, key=lambda each: each.start_ms)
    together = _together(ordered)
    return tuple(
        Turn(lines[0].channel, lines[0].role, tuple(lines), _within(lines, together[_speaker(lines[0])]), is_aside)
        for lines, is_aside in _cut(ordered, sorted(pause.start_ms for pause in pauses))
    )


def _cut(segments: Sequence[Segment], pauses: Sequence[int]) -> Iterator[tuple[list[Segment], bool]]:
    turn: list[Segment] = []
    asides: list[list[Segment]] = []
    for segment in segments:
        is_new = not turn or bisect_left(pauses, turn[0].start_ms) < bisect_left(pauses, segment.start_ms + 1)
        if not is_new and _speaker(turn[0]) == _speaker(segment):
            turn.append(segment)
            continue
        if not is_new and _is_aside(segment, turn):
            asides.append([segment])
            continue
        yield from _lines(turn, asides)
        turn, asides = [segment], []
    yield from _lines(turn, asides)


def _lines(turn: list[Segment], asides: list[list[Segment]]) -> Iterator[tuple[list[Segment], bool]]:
    if turn:
        yield turn, False
    yield from ((aside, True) for aside in asides)


def _is_aside(segment: Segment, turn: Sequence[Segment]) -> bool:
    """Whether it is short and said inside what the other says."""
    is_short = len(segment.text.split()) <= MOST_ASIDE_WORDS and segment.span.duration_ms <= LONGEST_ASIDE_MS
    return is_short and any(each.span.contains(segment.span) for each in turn[-2:])


def _together(segments: Iterable[Segment]) -> dict[_Speaker, tuple[Span, ...]]:
    """When each speaker speaks at the same time as another."""
    said: dict[_Speaker, list[Span]] = defaultdict(list)
    for segment in segments:
        said[_speaker(segment)] += [word.span for word in segment.words] or [segment.span]
    speech = {speaker: merged(spans, JOINED_MS) for speaker, spans in said.items()}
    shared: dict[_Speaker, list[Span]] = defaultdict(list)
    for one, other in combinations(speech, 2):
        spans = [each for each in _shared(speech[one], speech[other]) if each.duration_ms >= SHORTEST_OVERLAP_MS]
        shared[one] += spans
        shared[other] += spans
    return {speaker: merged(shared[speaker]) for speaker in speech}


def _shared(ones: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    """What two rows of stretches in order have in common."""
    one = other = 0
    while one < len(ones) and other < len(others):
        common = ones[one].intersection(others[other])
        if common:
            yield common
        if ones[one].end_ms < others[other].end_ms:
            one += 1
        else:
            other += 1


def _within(segments: Sequence[Segment], together: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches that overlap these segments, cut to them; both are in order."""
    span = Span(segments[0].start_ms, max(each.end_ms for each in segments))
    first = max(0, bisect_left(together, span.start_ms, key=lambda each: each.end_ms))
    after = bisect_left(together, span.end_ms, key=lambda each: each.start_ms)
    return tuple(common for each in together[first:after] if (common := each.intersection(span)))


def _speaker(segment: Segment) -> _Speaker:
    return segment.channel, segment.role
