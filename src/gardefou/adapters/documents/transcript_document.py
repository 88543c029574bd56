"""The form of a transcript as JSON: what `gardefou transcribe` prints, and one turn of JSON lines."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from gardefou.kernel.transcript import ESTIMATED, Language, Role

Milliseconds = Annotated[int, Field(ge=0, le=24 * 3_600_000)]
Share = Annotated[float, Field(ge=0, le=1)]
Channel = Annotated[int, Field(ge=0, le=1)]


class _Timed(BaseModel):
    start_ms: Milliseconds
    end_ms: Milliseconds

    @model_validator(mode="after")
    def _runs_forward(self) -> "_Timed":
        if self.end_ms < self.start_ms:
            raise ValueError("end_ms is before start_ms")
        return self


class TurnDocument(_Timed):
    """What one role says."""

    role: Role
    text: Annotated[str, Field(max_length=200_000)]


class WordDocument(_Timed):
    """One word with its time."""

    text: str
    confidence: Share | None = None


class SegmentDocument(TurnDocument):
    """A passage of one speaker."""

    channel: Channel
    confidence: Share | None = None
    words: tuple[WordDocument, ...] = ()


class RedactionDocument(_Timed):
    """Where personal data was removed."""

    kind: str
    channel: Channel


class UnheardDocument(_Timed):
    """Where speech could not be transcribed."""

    channel: Channel


class QualityDocument(BaseModel):
    """How well a channel can be heard."""

    channel: Channel
    level_db: Annotated[float, Field(ge=-200, le=20, allow_inf_nan=False)] | None = None
    clipped: Share = 0.0
    snr_db: Annotated[float, Field(ge=-200, le=200, allow_inf_nan=False)] | None = None


class TranscriptDocument(BaseModel):
    """A whole call."""

    duration_ms: Milliseconds
    language: Language = Language.FRENCH
    model: str = "unknown"
    segments: tuple[SegmentDocument, ...]
    redactions: tuple[RedactionDocument, ...] = ()
    unheard: tuple[UnheardDocument, ...] = ()
    quality: tuple[QualityDocument, ...] = ()
    speakers: Literal["channels", "estimated"] = "channels"

    @model_validator(mode="after")
    def _has_the_channels(self) -> "TranscriptDocument":
        known = [each.channel for each in self.quality]
        if len(set(known)) < len(known):
            raise ValueError("quality names a channel twice")
        placed = [each.channel for part in (self.segments, self.redactions, self.unheard) for each in part]
        if self.speakers == ESTIMATED and any((*known, *placed)):
            raise ValueError("speakers are estimated on one channel, 0, and channel 1 is named")
        return self
