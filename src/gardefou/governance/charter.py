"""What employer and representatives agreed on, as the program reads it."""

from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from gardefou.governance.purposes import Purpose
from gardefou.kernel.call import OriginalAudio

HIGHEST_RATE = 0.5
OCCASIONAL_RATE = 0.1
"""Above this share of calls, recording needs a written reason (S5; the CNIL accepts only occasional recording)."""
LONGEST_RECORDING_DAYS = 183
LONGEST_ANALYSIS_DAYS = 365

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Draw(_Part):
    """How calls are drawn (S5)."""

    rate: Annotated[float, Field(ge=0, le=1, strict=True, description="the share of all calls that is drawn")]
    weekly_cap: Annotated[int, Field(ge=1, le=1000, strict=True, description="the most calls of one adviser and week")]
    necessity: Annotated[
        Words | None, Field(description=f"why so many calls; has to be said above a rate of {OCCASIONAL_RATE}")
    ] = None

    @field_validator("necessity")
    @classmethod
    def _says_why(cls, necessity: str | None, others: ValidationInfo) -> str | None:
        if others.data.get("rate", 0) > OCCASIONAL_RATE and necessity is None:
            raise ValueError(f"a rate above {OCCASIONAL_RATE} needs a written reason here (S5)")
        return necessity


class Retention(_Part):
    """How long anything is kept, counted from the start of the call (S14)."""

    recordings_days: Annotated[
        int, Field(ge=1, le=LONGEST_RECORDING_DAYS, strict=True, description="days that sound is kept")
    ]
    analyses_days: Annotated[
        int,
        Field(
            ge=1,
            le=LONGEST_ANALYSIS_DAYS,
            strict=True,
            description="days that all else is kept, not less than sound",
        ),
    ]
    quarantine_minutes: Annotated[
        int, Field(ge=1, le=60, strict=True, description="the most minutes that sound as it came waits to be heard")
    ] = 60

    @field_validator("analyses_days")
    @classmethod
    def _in_order(cls, days: int, others: ValidationInfo) -> int:
        if days < others.data.get("recordings_days", 0):
            raise ValueError("must not be less than recordings_days (S14)")
        return days


class Review(_Part):
    """How people review drafts (S3, S4, S10)."""

    window_days: Annotated[
        int, Field(ge=5, le=60, strict=True, description="worked days that the adviser has to answer, absences apart")
    ] = 10
    answer_days: Annotated[
        int,
        Field(ge=1, le=10, strict=True, description="worked days to answer a contest; then what is contested is void"),
    ] = 10
    sample_per_month: Annotated[
        int, Field(ge=0, le=100, strict=True, description="the most drafts of one adviser and month in the sample")
    ] = 4
    holidays: Annotated[
        str, Field(pattern=r"^[A-Z]{2}$", description="the country whose public holidays are not worked")
    ] = "FR"
    smallest_group: Annotated[
        int, Field(ge=10, le=1000, strict=True, description="the fewest advisers that a figure may be about (S10)")
    ] = 10
    released_to_managers: Annotated[
        bool, Field(strict=True, description="whether a manager sees reviewed evaluations of the team (S10)")
    ] = False


class Charter(_Part):
    """The rules of one or several sites."""

    name: Annotated[Words, Field(description="what people call it")]
    version: Annotated[
        str, Field(pattern=r"^[0-9A-Za-z.\-]{1,40}$", description='what refusals name, in quotes, such as "1"')
    ]
    simulated: Annotated[
        bool, Field(strict=True, description="true for simulated calls: it never serves real ones (S17)")
    ] = False
    purposes: Annotated[
        tuple[Purpose, ...], Field(min_length=1, description="what calls are listened to for, each once (S1)")
    ]
    draw: Annotated[Draw, Field(description="how calls are drawn (S5)")]
    original_audio: Annotated[
        OriginalAudio,
        Field(
            description="what becomes of sound as it came: encrypted until it was heard, in memory only, or kept "
            "without card data (S16)"
        ),
    ] = OriginalAudio.QUARANTINE
    retention: Annotated[Retention, Field(description="how long anything is kept (S14)")]
    review: Annotated[Review, Field(description="how people review drafts (S3, S4, S10)")] = Review()
    erasure_by_adviser: Annotated[
        bool, Field(strict=True, description="whether an adviser may have a call of theirs erased (S8, S14)")
    ] = False
    learning_from_reviews: Annotated[
        bool, Field(strict=True, description="whether criteria may learn from reviewed calls (S15)")
    ] = False

    @field_validator("purposes")
    @classmethod
    def _each_once(cls, purposes: tuple[Purpose, ...]) -> tuple[Purpose, ...]:
        if len(set(purposes)) < len(purposes):
            raise ValueError("a purpose stands twice (S1)")
        return purposes

    @field_validator("draw")
    @classmethod
    def _draws_within_the_limit(cls, draw: Draw, others: ValidationInfo) -> Draw:
        if draw.rate > HIGHEST_RATE and not others.data.get("simulated", False):
            raise ValueError(f"rate must not be more than {HIGHEST_RATE} where calls are real (S5)")
        return draw

    @property
    def digest(self) -> str:
        """The SHA-256 of all its rules, in hexadecimal."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def title(self) -> str:
        """How a refusal names it."""
        return f"charter {self.version}"
