"""How calls are drawn and how long anything is kept (S5, S14)."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from gardefou.governance.terms.part import Part, Tighter, Words

HIGHEST_RATE = 0.5
OCCASIONAL_RATE = 0.1
"""Above this share of calls, recording needs a written reason (S5; the CNIL accepts only occasional recording)."""
LONGEST_RECORDING_DAYS = 183
LONGEST_ANALYSIS_DAYS = 365


class Draw(Part):
    """How calls are drawn (S5)."""

    rate: Annotated[
        float, Field(ge=0, le=1, strict=True, description="the share of all calls that is drawn"), Tighter.LOWER
    ]
    weekly_cap: Annotated[
        int, Field(ge=1, le=1000, strict=True, description="the most calls of one adviser and week"), Tighter.LOWER
    ]
    necessity: Annotated[
        Words | None,
        Field(description=f"why so many calls; has to be said above a rate of {OCCASIONAL_RATE}"),
        Tighter.NEEDED,
    ] = None

    @field_validator("necessity")
    @classmethod
    def _says_why(cls, necessity: str | None, others: ValidationInfo) -> str | None:
        if others.data.get("rate", 0) > OCCASIONAL_RATE and necessity is None:
            raise ValueError(f"a rate above {OCCASIONAL_RATE} needs a written reason here (S5)")
        return necessity


class Retention(Part):
    """How long anything is kept, counted from the start of the call (S14)."""

    recordings_days: Annotated[
        int,
        Field(ge=1, le=LONGEST_RECORDING_DAYS, strict=True, description="days that sound is kept"),
        Tighter.NEVER,
    ]
    analyses_days: Annotated[
        int,
        Field(
            ge=1,
            le=LONGEST_ANALYSIS_DAYS,
            strict=True,
            description="days that all else is kept, not less than sound",
        ),
        Tighter.NEVER,
    ]
    quarantine_minutes: Annotated[
        int,
        Field(ge=1, le=60, strict=True, description="the most minutes that sound as it came waits to be heard"),
        Tighter.LOWER,
    ] = 60

    @field_validator("analyses_days")
    @classmethod
    def _in_order(cls, days: int, others: ValidationInfo) -> int:
        if days < others.data.get("recordings_days", 0):
            raise ValueError("must not be less than recordings_days (S14)")
        return days
