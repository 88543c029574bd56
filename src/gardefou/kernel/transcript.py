"""What was said in a call: words with times and confidence, by channel."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from gardefou.kernel.span import Span


class Role(StrEnum):
    """Who speaks on a channel."""

    ADVISER = "adviser"
    CUSTOMER = "customer"


class Language(StrEnum):
    """A language that gardefou evaluates in."""

    FRENCH = "fr"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as heard; `confidence` in 0..1, None when the source gives none."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None

    @property
    def span(self) -> Span:
        """When it was said."""
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage of one speaker without a long pause; `text` is its words joined by single spaces."""

    channel: int
    role: Role
    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None
    words: tuple[Word, ...] = ()

    @property
    def span(self) -> Span:
        """When it was said."""
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Redaction:
    """A stretch of sound and text that was removed; its value is kept nowhere."""

    kind: str
    channel: int
    start_ms: int
    end_ms: int

    @property
    def span(self) -> Span:
        """The silenced time."""
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole call in words, segments in order of their start.

    `word_times` tells where the times of words come from: "aligned" by the speech engine, or "interpolated" inside a
    segment of a transcript that came without them.
    """

    duration_ms: int
    language: str
    model: str
    segments: tuple[Segment, ...]
    redactions: tuple[Redaction, ...] = ()
    word_times: str = "aligned"
    roles: tuple[Role, ...] = field(default=(Role.ADVISER, Role.CUSTOMER))

    @property
    def span(self) -> Span:
        """The call from start to end."""
        return Span(0, self.duration_ms)

    def of(self, role: Role) -> tuple[Segment, ...]:
        """The segments of one role."""
        return tuple(segment for segment in self.segments if segment.role is role)

    def channel_of(self, role: Role) -> int:
        """The channel on which a role speaks.

        Raises ValueError when the call has no such role.
        """
        return self.roles.index(role)

    def words(self) -> Iterator[tuple[Segment, Word]]:
        """Every word with its segment, in order of segments."""
        for segment in self.segments:
            for word in segment.words:
                yield segment, word
