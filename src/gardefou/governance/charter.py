"""What employer and representatives agreed on, as the program reads it."""

from hashlib import sha256
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gardefou.governance.purposes import Purpose
from gardefou.kernel.call import OriginalAudio

HIGHEST_RATE = 0.5
OCCASIONAL_RATE = 0.1
"""Above this share of calls, recording needs a written reason (S5; the CNIL accepts only occasional recording)."""
LONGEST_RECORDING_DAYS = 183
LONGEST_ANALYSIS_DAYS = 365

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Draw(_Part):
    """How calls are drawn: `rate` in 0..1 of all calls, at most `weekly_cap` a week for one adviser (S5)."""

    rate: Annotated[float, Field(ge=0, le=1)]
    weekly_cap: Annotated[int, Field(ge=1, le=1000)]
    necessity: Words | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.rate > OCCASIONAL_RATE and not self.necessity:
            raise ValueError("a rate above 0.1 needs a written reason in necessity (S5)")
        return self


class Retention(_Part):
    """How many days recordings and analyses are kept, counted from the start of the call (S14)."""

    recordings_days: Annotated[int, Field(ge=1, le=LONGEST_RECORDING_DAYS)]
    analyses_days: Annotated[int, Field(ge=1, le=LONGEST_ANALYSIS_DAYS)]
    quarantine_minutes: Annotated[int, Field(ge=1, le=60)] = 60

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.analyses_days < self.recordings_days:
            raise ValueError("analyses_days must not be less than recordings_days")
        return self


class Charter(_Part):
    """The rules of one or several sites; a charter of simulated calls never serves real ones."""

    name: Words
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z.\-]{1,40}$")]
    simulated: bool = False
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    draw: Draw
    original_audio: OriginalAudio = OriginalAudio.QUARANTINE
    retention: Retention

    @model_validator(mode="after")
    def _draws_within_the_limit(self) -> Self:
        if self.draw.rate > HIGHEST_RATE and not self.simulated:
            raise ValueError(f"draw.rate must not be more than {HIGHEST_RATE} (S5)")
        return self

    @property
    def digest(self) -> str:
        """The SHA-256 of all its rules, in hexadecimal."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def title(self) -> str:
        """How a refusal names it."""
        return f"charter {self.version}"
