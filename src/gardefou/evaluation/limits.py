"""Limits of a measure, as people write them: `20s`, `40%`, `1`."""

import re
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_serializer, field_validator, model_validator

from gardefou.kernel.measures import MeasureName, Unit, unit_of

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(s|ms|%)?")
_FACTORS: dict[Unit, dict[str | None, float]] = {
    Unit.MILLISECONDS: {"s": 1000.0, "ms": 1.0},
    Unit.SHARE: {"%": 0.01},
    Unit.COUNT: {None: 1.0},
}
_EXPECTED = {
    Unit.MILLISECONDS: "a time such as 20s or 500ms",
    Unit.SHARE: "a share such as 40%",
    Unit.COUNT: "a number such as 1",
}


def read_limit(written: object, measure: MeasureName) -> float:
    """A limit in the unit of its measure: milliseconds, counts, or shares in 0..1.

    Raises ValueError saying what was expected.
    """
    unit = unit_of(measure)
    match = _LIMIT.fullmatch(str(written).strip())
    if not match or match[2] not in _FACTORS[unit]:
        raise ValueError(f"the limit of {measure.value} is {_EXPECTED[unit]}")
    return float(match[1]) * _FACTORS[unit][match[2]]


def write_limit(value: float, measure: MeasureName) -> str:
    """The limit as people write it."""
    suffix = {Unit.MILLISECONDS: "ms", Unit.SHARE: "%", Unit.COUNT: ""}[unit_of(measure)]
    factor = _FACTORS[unit_of(measure)][suffix or None]
    return f"{value / factor:.12g}{suffix}"


class MeasureLimits(BaseModel):
    """Limits of a measure of the conversation, in milliseconds, counts, or shares in 0..1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: MeasureName
    at_most: float | None = None
    at_least: float | None = None

    @field_validator("at_most", "at_least", mode="before")
    @classmethod
    def _reads_unit(cls, value: object, info: ValidationInfo) -> object:
        measure = info.data.get("measure")
        return read_limit(value, measure) if measure and value is not None else None

    @field_serializer("at_most", "at_least")
    def _writes_unit(self, value: float | None) -> str | None:
        return None if value is None else write_limit(value, self.measure)

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.at_most is None and self.at_least is None:
            raise ValueError("a measure needs at_most, at_least or both")
        if self.at_most is not None and self.at_least is not None and self.at_least > self.at_most:
            raise ValueError("at_least must not be above at_most")
        return self

    def hold(self, value: float) -> bool:
        """Whether a value keeps within them."""
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)
