"""What every part of a charter is made of, and what makes each of its fields tighter."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
EARLIEST_DAY, LATEST_DAY = date(2020, 1, 1), date(2100, 12, 31)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def _no_number(day: object) -> object:
    if isinstance(day, int | float):
        raise ValueError("must be a date, as 2026-11-22")
    return day


def _counted_from(day: date) -> date:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise ValueError(f"must be from {EARLIEST_DAY} to {LATEST_DAY}")
    return day


Day = Annotated[date, BeforeValidator(_no_number), AfterValidator(_counted_from)]
"""A date that days can be added to and taken from; a number is none."""


class Part(BaseModel):
    """A part of a charter: nothing is in it that it does not name, and it never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Tighter(StrEnum):
    """Which change of a field one side may make alone (S32); every field of a charter has one of these marks.

    `ORDERED` fields are enumerations whose members stand from the tightest to the loosest. `NEVER` marks what loosens
    whichever way it changes, `NEEDED` the same that may go where nothing asks for it, `NEUTRAL` what limits nothing,
    `APART` what no charter changes but a succession.
    """

    LOWER = "lower"
    HIGHER = "higher"
    EARLIER = "earlier"
    LATER = "later"
    FEWER = "fewer"
    MORE = "more"
    ON = "on"
    OFF = "off"
    ORDERED = "ordered"
    NEVER = "never"
    NEEDED = "needed"
    NEUTRAL = "neutral"
    APART = "apart"
    INSIDE = "inside"
