"""How people review drafts, are trained, are alerted, and how all of it can be stopped (S3, S4, S10, S12, S18, S27)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gardefou.governance.terms.part import Part, Tighter


class Review(Part):
    """How people review drafts (S3, S4, S10)."""

    window_days: Annotated[
        int,
        Field(ge=5, le=60, strict=True, description="worked days that the adviser has to answer, absences apart"),
        Tighter.HIGHER,
    ] = 10
    answer_days: Annotated[
        int,
        Field(ge=1, le=10, strict=True, description="worked days to answer a contest; then what is contested is void"),
        Tighter.LOWER,
    ] = 10
    sample_per_month: Annotated[
        int,
        Field(ge=0, le=100, strict=True, description="the most drafts of one adviser and month in the sample"),
        Tighter.NEVER,
    ] = 4
    holidays: Annotated[
        str,
        Field(pattern=r"^[A-Z]{2}$", description="the country whose public holidays are not worked"),
        Tighter.NEVER,
    ] = "FR"
    smallest_group: Annotated[
        int,
        Field(ge=10, le=1000, strict=True, description="the fewest advisers that a figure may be about (S10)"),
        Tighter.NEVER,
    ] = 10
    released_to_managers: Annotated[
        bool,
        Field(strict=True, description="whether a manager sees reviewed evaluations of the team (S10)"),
        Tighter.OFF,
    ] = False


class Alerts(StrEnum):
    """What alerts may be about, from the tightest to the loosest; never an unreviewed draft of one person (S10)."""

    NONE = "none"
    AGGREGATES = "aggregates"
    REVIEWED = "reviewed"


class Training(Part):
    """What a person has to have had before a tool opens to them (S27)."""

    hours: Annotated[
        float, Field(ge=0, le=200, strict=True, description="hours of training for each person"), Tighter.HIGHER
    ] = 14
    in_person_share: Annotated[
        float, Field(ge=0, le=1, strict=True, description="the share of it that is given in person"), Tighter.HIGHER
    ] = 0.5
    personal_support: Annotated[
        bool, Field(strict=True, description="whether somebody supports each person in their first weeks"), Tighter.ON
    ] = True


class Suspension(Part):
    """How a side stops everything (S18)."""

    signatures: Annotated[
        int,
        Field(ge=1, le=3, strict=True, description="how many signatories of one side stop a site"),
        Tighter.LOWER,
    ] = 1
    answer_days: Annotated[
        int,
        Field(ge=1, le=60, strict=True, description="days in which both sides meet after a suspension"),
        Tighter.LOWER,
    ] = 8
