"""A stretch of time inside a call."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start_ms, end_ms)` of a call, in milliseconds from its start.

    Raises ValueError when it starts before zero or ends before it starts.
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if self.start_ms < 0 or self.end_ms < self.start_ms:
            raise ValueError(f"not a span of time: {self.start_ms} to {self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms

    def overlaps(self, other: "Span") -> bool:
        """Whether both share some time."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    def intersection(self, other: "Span") -> "Span | None":
        """The time that both share, if any."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start_ms, other.start_ms), min(self.end_ms, other.end_ms))

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside."""
        return self.start_ms <= other.start_ms and other.end_ms <= self.end_ms


def merged(spans: Iterable[Span], gap_ms: int = 0) -> tuple[Span, ...]:
    """Spans in order of time, with those that touch or lie at most `gap_ms` apart made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start_ms <= result[-1].end_ms + gap_ms:
            result[-1] = Span(result[-1].start_ms, max(result[-1].end_ms, span.end_ms))
        else:
            result.append(span)
    return tuple(result)


def complement(spans: Iterable[Span], within: Span) -> tuple[Span, ...]:
    """The time of `within` that no span covers, in order."""
    gaps: list[Span] = []
    cursor = within.start_ms
    for span in merged(spans):
        if cursor < span.start_ms:
            gaps.append(Span(cursor, min(span.start_ms, within.end_ms)))
        cursor = max(cursor, span.end_ms)
        if cursor >= within.end_ms:
            return tuple(gaps)
    gaps.append(Span(cursor, within.end_ms))
    return tuple(gap for gap in gaps if gap.duration_ms)
