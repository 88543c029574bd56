"""Builds transcripts for tests."""

from collections.abc import Sequence

from gardefou.kernel.transcript import Redaction, Role, Segment, Transcript, Word

Turn = tuple[str, int, int, str]
"""Role, start_ms, end_ms, text."""


def transcript(*turns: Turn, redactions: Sequence[Redaction] = (), duration_ms: int | None = None) -> Transcript:
    """A transcript whose words share the time of their turn evenly."""
    segments = [_segment(*turn) for turn in sorted(turns, key=lambda turn: turn[1])]
    end_ms = duration_ms or max((segment.end_ms for segment in segments), default=0) + 1_000
    return Transcript(end_ms, "fr", "test", tuple(segments), tuple(redactions))


def _segment(role: str, start_ms: int, end_ms: int, text: str) -> Segment:
    said = text.split()
    step = (end_ms - start_ms) / max(1, len(said))
    words = tuple(
        Word(round(start_ms + i * step), round(start_ms + (i + 1) * step), word, 0.9) for i, word in enumerate(said)
    )
    return Segment(int(role == "customer"), Role(role), start_ms, end_ms, " ".join(said), 0.9, words)
