"""What is drawn around the sound: lanes, marks, cited bands, the axis."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gardefou.adapters.report.turns import Pause, PauseKind
from gardefou.kernel.audibility import UNHEARD
from gardefou.kernel.measures import MeasureName, Measures
from gardefou.kernel.span import Span, merged
from gardefou.kernel.transcript import Redaction, Role, Transcript

SHORTEST_PAUSE_SHOWN_MS = 5_000
SHORTEST_PAUSE_SKIPPED_MS = 2_000
MARGIN_KEPT_MS = 300
"""Left at both ends of a pause that the player skips."""
_TICKS_MS = (5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000)
_MOST_TICKS = 8
_WIDE, _NARROW = 1_000, 540
"""Widths in pixels for which labels are laid out; phones show a key instead."""
_PIXELS_PER_SIGN = 6.4
_MOST_PEAKS = 4_000


class MarkKind(StrEnum):
    """What is marked under the sound."""

    HOLD = "hold"
    REMOVED = "removed"
    UNHEARD = "unheard"
    OVERLAP = "overlap"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch marked under the sound."""

    kind: MarkKind
    span: Span
    what: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a time lies across the sound, as a percentage."""

    duration_ms: int

    def at(self, ms: int) -> str:
        """The place of a time."""
        return f"{100 * ms / max(1, self.duration_ms):.2f}%"

    def width(self, span: Span) -> str:
        """The room that a stretch takes."""
        return self.at(span.duration_ms)

    def ticks(self) -> tuple[int, ...]:
        """Round times for the axis."""
        step = next((each for each in _TICKS_MS if self.duration_ms / each <= _MOST_TICKS), _TICKS_MS[-1])
        return tuple(range(0, self.duration_ms, step))


def lanes(transcript: Transcript) -> tuple[Role, ...]:
    """The roles from top to bottom, the adviser first; one where they share a channel."""
    return tuple(role for role in Role if role in transcript.roles)[: transcript.channels]


def quantised(peaks: Sequence[float]) -> bytes:
    """Peaks of one channel as one byte each."""
    return bytes(round(255 * min(1.0, max(0.0, peak))) for peak in peaks)


def encoded(peaks: bytes) -> str:
    """Peaks of one channel as Base64, neighbours joined where there are more than any screen shows."""
    step = max(1, -(-len(peaks) // _MOST_PEAKS))
    joined = bytes(max(peaks[start : start + step]) for start in range(0, len(peaks), step)) if step > 1 else peaks
    return base64.b64encode(joined).decode("ascii")


def pauses(measures: Measures) -> tuple[Pause, ...]:
    """Holds, and silences that last."""
    holds = _spans(measures, MeasureName.HOLDS, MeasureName.HOLD_TIME)
    silent = _spans(measures, MeasureName.TOTAL_SILENCE, MeasureName.LONGEST_SILENCE)
    lasting = [each for each in silent if each.duration_ms >= SHORTEST_PAUSE_SHOWN_MS]
    others = [each for each in lasting if not any(each.overlaps(hold) for hold in holds)]
    shown = [Pause(PauseKind.HOLD, each) for each in holds] + [Pause(PauseKind.SILENCE, each) for each in others]
    return tuple(sorted(shown, key=lambda pause: pause.span))


def marks(transcript: Transcript, measures: Measures) -> tuple[Mark, ...]:
    """All that is marked under the sound, in order of time."""
    found = [Mark(MarkKind(pause.kind), pause.span) for pause in pauses(measures)]
    removed = [each for each in transcript.redactions if each.kind != UNHEARD]
    found += [Mark(MarkKind.REMOVED, each.span, each.kind) for each in _one_by_one(removed)]
    found += [Mark(MarkKind.UNHEARD, each.span) for each in transcript.unheard]
    found += [Mark(MarkKind.OVERLAP, each) for each in _spans(measures, MeasureName.OVERLAPS)]
    return tuple(sorted(found, key=lambda mark: mark.span))


def skippable(measures: Measures) -> str:
    """The pauses that the player may skip, as `from-to` in milliseconds, separated by spaces."""
    silent = _spans(measures, MeasureName.TOTAL_SILENCE)
    kept = [each for each in silent if each.duration_ms >= SHORTEST_PAUSE_SKIPPED_MS]
    return " ".join(f"{each.start_ms + MARGIN_KEPT_MS}-{each.end_ms - MARGIN_KEPT_MS}" for each in kept)


@dataclass(frozen=True, slots=True)
class Label:
    """A mark with its text; a tight one has room on wide screens only."""

    mark: Mark
    text: str
    is_tight: bool


def labels(texts: Mapping[Mark, str], scale: Scale) -> tuple[Label, ...]:
    """The labels that find room beside each other, the most telling kinds first."""
    narrow = set(_with_room(texts, scale, _NARROW))
    return tuple(Label(mark, texts[mark], mark not in narrow) for mark in _with_room(texts, scale, _WIDE))


def _with_room(texts: Mapping[Mark, str], scale: Scale, room: int) -> Iterator[Mark]:
    order = list(MarkKind)
    taken: list[tuple[float, float]] = []
    for mark in sorted(texts, key=lambda each: order.index(each.kind)):
        start = room * mark.span.start_ms / max(1, scale.duration_ms)
        end = start + _PIXELS_PER_SIGN * len(texts[mark]) + 14
        if end <= room + 20 and all(end <= left or right <= start for left, right in taken):
            taken.append((start, end))
            yield mark


def _spans(measures: Measures, *names: MeasureName) -> tuple[Span, ...]:
    return merged(each.span for item in measures.items if item.name in names for each in item.spans)


def _one_by_one(redactions: Iterable[Redaction]) -> Iterable[Redaction]:
    """Removals at the same time on two channels are one."""
    return {each.span: each for each in redactions}.values()
