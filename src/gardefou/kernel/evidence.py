"""What a verdict rests on: something a person can hear or read."""

from dataclasses import dataclass
from enum import StrEnum

from gardefou.kernel.message import Message
from gardefou.kernel.span import Span


class EvidenceKind(StrEnum):
    """A quote shows something that was said; a measured span shows sound; a searched span shows an absence."""

    QUOTE = "quote"
    MEASURED = "measured"
    SEARCHED = "searched"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of one channel with the words quoted from it.

    `quote` is verbatim from the transcript, and empty for a measured or searched span; `how` says what was measured, or
    searched and not found.
    """

    kind: EvidenceKind
    channel: int
    start_ms: int
    end_ms: int
    quote: str = ""
    how: Message | None = None

    @property
    def span(self) -> Span:
        """When to listen."""
        return Span(self.start_ms, self.end_ms)
