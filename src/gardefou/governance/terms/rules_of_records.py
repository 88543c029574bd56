"""What has to be written down before anything starts, and how long it stays fresh (S17, S19, S20, S28)."""

from typing import Annotated

from pydantic import Field

from gardefou.governance.terms.part import Day, Name, Part, Tighter, Words

LONGEST_EXPERIMENT_DAYS = 365


class Records(Part):
    """Which records a site needs (S17, S28)."""

    opinions: Annotated[
        tuple[Name, ...],
        Field(min_length=1, max_length=20, description="the bodies that have to be consulted, such as CSE Niort"),
        Tighter.MORE,
    ] = ("CSE",)
    impact_assessment_days: Annotated[
        int,
        Field(ge=30, le=1095, strict=True, description="days after which the impact assessment is done anew"),
        Tighter.LOWER,
    ] = 365
    risk_register_days: Annotated[
        int,
        Field(ge=30, le=366, strict=True, description="days after which the register of risks is brought up to date"),
        Tighter.LOWER,
    ] = 365
    notice_days: Annotated[
        int,
        Field(ge=1, le=365, strict=True, description="days between the notice to staff and the first call"),
        Tighter.HIGHER,
    ] = 15
    answer_days: Annotated[
        int,
        Field(ge=1, le=90, strict=True, description="days to answer a question; after that the gate closes (S28)"),
        Tighter.LOWER,
    ] = 21


class Experiment(Part):
    """An experiment with volunteers, its terms set before it starts (S19, S20)."""

    starts_on: Annotated[
        Day,
        Field(description="its first day; another one moves its last day, so both sides agree on it"),
        Tighter.NEVER,
    ]
    days: Annotated[
        int,
        Field(ge=1, le=LONGEST_EXPERIMENT_DAYS, strict=True, description="how many days it lasts at most"),
        Tighter.LOWER,
    ] = LONGEST_EXPERIMENT_DAYS
    criteria: Annotated[
        tuple[Words, ...],
        Field(min_length=1, max_length=50, description="what its success is judged by"),
        Tighter.NEVER,
    ]
    means: Annotated[
        tuple[Words, ...],
        Field(min_length=1, max_length=50, description="what is given to carry it out"),
        Tighter.NEVER,
    ]
