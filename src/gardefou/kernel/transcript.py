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


class Timed:
    """Something of a call that begins and ends."""

    __slots__ = ()

    start_ms: int
    end_ms: int

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Word(Timed):
    """One word as heard; `confidence` in 0..1, None when the source gives none."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Segment(Timed):
    """A passage of one speaker without a long pause; `text` is its words joined by single spaces."""

    channel: int
    role: Role
    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None
    words: tuple[Word, ...] = ()

    @property
    def words_or_whole(self) -> tuple[Word, ...]:
        """Its words, or all of it as one where it came without them."""
        return self.words or (Word(self.start_ms, self.end_ms, self.text, self.confidence),)


@dataclass(frozen=True, slots=True)
class Redaction(Timed):
    """A stretch of sound and text that was removed; its value is kept nowhere."""

    kind: str
    channel: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Unheard(Timed):
    """A stretch where somebody speaks that could not be transcribed."""

    channel: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class SoundQuality:
    """How well a channel can be heard.

    `level_db` is the level of speech in decibels below full scale, `clipped` the share in 0..1 of samples at full
    scale, `snr_db` how far speech stands above noise; both levels are None where nobody speaks.
    """

    channel: int
    level_db: float | None
    clipped: float
    snr_db: float | None


ESTIMATED = "estimated"
"""Who speaks was estimated from voices and words, as several people share one channel."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole call in words, segments in order of their start.

    `word_times` tells where the times of words come from: "aligned" by the speech engine, or "interpolated" inside a
    segment of a transcript that came without them. `speakers` tells who speaks from "channels", or is "estimated" where
    several people share one; `roles` are those of the channels in order, or of all who share the only one.
    """

    duration_ms: int
    language: str
    model: str
    segments: tuple[Segment, ...]
    redactions: tuple[Redaction, ...] = ()
    word_times: str = "aligned"
    roles: tuple[Role, ...] = field(default=(Role.ADVISER, Role.CUSTOMER))
    unheard: tuple[Unheard, ...] = ()
    quality: tuple[SoundQuality, ...] = ()
    speakers: str = "channels"

    @property
    def span(self) -> Span:
        """The call from start to end."""
        return Span(0, self.duration_ms)

    def of(self, role: Role) -> tuple[Segment, ...]:
        """The segments of one role."""
        return tuple(segment for segment in self.segments if segment.role is role)

    @property
    def is_estimated(self) -> bool:
        """Whether who speaks is only an estimate."""
        return self.speakers == ESTIMATED

    @property
    def channels(self) -> int:
        """How many channels the sound has."""
        return 1 if self.is_estimated else len(self.roles)

    def channel_of(self, role: Role) -> int:
        """The channel on which a role speaks.

        Raises ValueError when the call has no such role.
        """
        index = self.roles.index(role)
        return 0 if self.is_estimated else index

    def roles_on(self, channel: int) -> tuple[Role, ...]:
        """Who may speak on a channel."""
        return self.roles if self.is_estimated else self.roles[channel : channel + 1]

    def speaker_of(self, channel: int, span: Span) -> Role:
        """Who speaks on a channel, at that time or next to it where several share the channel."""
        near = [each for each in self.segments if each.channel == channel] if self.is_estimated else []
        return min(near, key=lambda each: _apart(each.span, span)).role if near else self.roles_on(channel)[0]

    def words(self) -> Iterator[tuple[Segment, Word]]:
        """Every word with its segment, in order of segments."""
        for segment in self.segments:
            for word in segment.words:
                yield segment, word


def _apart(one: Span, other: Span) -> int:
    """How far apart both are, below zero by the time that they share."""
    return max(one.start_ms, other.start_ms) - min(one.end_ms, other.end_ms)
