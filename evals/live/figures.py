"""How late words were, and how many of them were wrong."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evals.asr.errors import errors_by_source
from evals.live.excerpts import Excerpt
from evals.live.told import Heard, Told
from gardefou.hearing.live.agreement import plain
from gardefou.kernel.transcript import Segment, Word

ENDS_WITHIN_MS = 800
"""A sentence that ends so near to the last word of an utterance tells when that ended."""
MOVED_BY = 2
"""A word is looked for in a hypothesis so many places from its place in the end."""

_Shown = tuple[float, list[str]]


@dataclass(frozen=True, slots=True)
class Spread:
    """Three percentiles, in seconds."""

    p50: float
    p95: float
    p99: float

    def __str__(self) -> str:
        return f"{self.p50:.2f} / {self.p95:.2f} / {self.p99:.2f}"


def spread(values: Iterable[float]) -> Spread:
    """The percentiles of some waits."""
    known = list(values) or [float("nan")]
    p50, p95, p99 = (float(np.percentile(known, share)) for share in (50, 95, 99))
    return Spread(p50, p95, p99)


def until_final(calls: Sequence[Excerpt], heard: Heard) -> Iterator[float]:
    """Seconds from the end of each utterance to its final words."""
    for call, told, late_s in zip(calls, heard.told, heard.late_s, strict=True):
        for at, utterance in told.finals:
            if utterance.segment and at - late_s < call.seconds:  # the end of the excerpt ends what is under way
                yield at - late_s - _end_ms(call, utterance.segment) / 1000


def until_shown(calls: Sequence[Excerpt], heard: Heard, *, as_it_stays: bool) -> Iterator[float]:
    """Seconds from the end of each final word until a word was to be seen at its place, or that word itself near it."""
    for told, late_s in zip(heard.told, heard.late_s, strict=True):
        shown: dict[int, list[_Shown]] = {}
        for at, each in told.hypotheses:
            words = [plain(word) for word in f"{each.agreed} {each.pending}".split()]
            shown.setdefault(each.utterance, []).append((at, words))
        for at, utterance in told.finals:
            for place, word in enumerate(utterance.segment.words if utterance.segment else ()):
                own = shown.get(utterance.utterance, ())
                before = _first_as_it_stays(own, place, word) if as_it_stays else _first_at(own, place)
                yield (at if before is None else before) - late_s - word.end_ms / 1000


def word_errors(calls: Sequence[Excerpt], texts: Sequence[dict[int, str]]) -> tuple[int, int]:
    """Word errors and words said of some calls, from what was heard on each channel."""
    wrong = said = 0
    for call, text in zip(calls, texts, strict=True):
        for channel in range(len(call.samples)):
            turns = [turn for turn in call.turns if turn.channel == channel]
            if turns:
                counted = errors_by_source(turns, text.get(channel, ""), call.language.value).values()
                wrong += sum(errors for errors, _ in counted)
                said += sum(words for _, words in counted)
    return wrong, said


def texts_of(segments: Iterable[Segment]) -> dict[int, str]:
    """What was said on each channel."""
    texts: dict[int, list[str]] = {}
    for each in sorted(segments, key=lambda segment: segment.start_ms):
        texts.setdefault(each.channel, []).append(each.text)
    return {channel: " ".join(said) for channel, said in texts.items()}


def final_segments(told: Told) -> list[Segment]:
    """What is final."""
    return [utterance.segment for _, utterance in told.finals if utterance.segment]


def _end_ms(call: Excerpt, segment: Segment) -> int:
    ends = [turn.end_ms for turn in call.turns if turn.channel == segment.channel]
    nearest = min(ends, key=lambda end_ms: abs(end_ms - segment.end_ms), default=segment.end_ms)
    return nearest if abs(nearest - segment.end_ms) <= ENDS_WITHIN_MS else segment.end_ms


def _first_as_it_stays(shown: Sequence[_Shown], place: int, word: Word) -> float | None:
    wanted = plain(word.text)
    return next((at for at, words in shown if wanted in words[max(0, place - MOVED_BY) : place + MOVED_BY + 1]), None)


def _first_at(shown: Sequence[_Shown], place: int) -> float | None:
    return next((at for at, words in shown if len(words) > place), None)
