"""The scorecard: sections of questions, and how each one is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_serializer,
    field_validator,
    model_validator,
)

from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import MeasureName, Unit, unit_of
from gardefou.kernel.wording import Sentences, Wording
from gardefou.query.written import QueryText

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


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


def _limit(written: object, measure: MeasureName) -> float:
    unit = unit_of(measure)
    match = _LIMIT.fullmatch(str(written).strip())
    if not match or match[2] not in _FACTORS[unit]:
        raise ValueError(f"the limit of {measure.value} is {_EXPECTED[unit]}")
    return float(match[1]) * _FACTORS[unit][match[2]]


def _written(value: float, measure: MeasureName) -> str:
    suffix = {Unit.MILLISECONDS: "ms", Unit.SHARE: "%", Unit.COUNT: ""}[unit_of(measure)]
    factor = _FACTORS[unit_of(measure)][suffix or None]
    return f"{value / factor:.12g}{suffix}"


class MeasureLimits(_Strict):
    """Limits of a measure of the conversation, in milliseconds, counts, or shares in 0..1."""

    measure: MeasureName
    at_most: float | None = None
    at_least: float | None = None

    @field_validator("at_most", "at_least", mode="before")
    @classmethod
    def _reads_unit(cls, value: object, info: ValidationInfo) -> object:
        measure = info.data.get("measure")
        return _limit(value, measure) if measure and value is not None else None

    @field_serializer("at_most", "at_least")
    def _writes_unit(self, value: float | None) -> str | None:
        return None if value is None else _written(value, self.measure)

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


class _Criterion(_Strict):
    """A question; it applies where the words of `applies_if` are said and the measure of `applies_when` holds.

    A draft that finds a `critical` one not met is reviewed by a person.
    """

    id: Identifier
    question: Wording
    guidance: Wording
    weight: float = Field(default=1.0, gt=0, le=100)
    critical: bool = False
    applies_if: QueryText | None = None
    applies_when: MeasureLimits | None = None


class PhraseCriterion(_Criterion):
    """Met when the query finds something in the transcript."""

    kind: Literal["phrase"]
    find: QueryText


class MeasureCriterion(_Criterion, MeasureLimits):
    """Met when a measure of the conversation keeps within its limits."""

    kind: Literal["measure"]


def _not_empty(value: Sentences) -> Sentences:
    if not value.all():
        raise ValueError("at least one exemplar is needed")
    return value


class MeaningCriterion(_Criterion):
    """Met when the adviser says the words of `phrases`, or something close in meaning to an exemplar.

    `met_from` and `not_met_below` are likeness in 0..1; between them the program cannot tell. `first_s` and `last_s`
    restrict the comparison to the opening or the end of the conversation, in seconds; `phrases` is a query that names
    its own speaker and window.
    """

    kind: Literal["meaning"]
    phrases: QueryText | None = None
    exemplars: Annotated[Sentences, AfterValidator(_not_empty)]
    counter_exemplars: Sentences = Sentences()
    met_from: float = Field(default=0.62, ge=0, le=1)
    not_met_below: float = Field(default=0.5, ge=0, le=1)
    first_s: float | None = Field(default=None, gt=0, le=86_400)
    last_s: float | None = Field(default=None, gt=0, le=86_400)

    @model_validator(mode="after")
    def _has_a_band(self) -> "MeaningCriterion":
        if self.not_met_below > self.met_from:
            raise ValueError("not_met_below must not be above met_from")
        if self.first_s and self.last_s:
            raise ValueError("first_s and last_s exclude each other")
        return self


Criterion = Annotated[PhraseCriterion | MeasureCriterion | MeaningCriterion, Field(discriminator="kind")]


class Section(_Strict):
    """Criteria that belong together on the page."""

    id: Identifier
    title: Wording
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Scorecard(_Strict):
    """A versioned evaluation grid."""

    id: Identifier
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]{1,32}$")]
    title: Wording
    sections: tuple[Section, ...] = Field(min_length=1)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all its parts, in hexadecimal."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    def criteria(self) -> Iterator[PhraseCriterion | MeasureCriterion | MeaningCriterion]:
        """Every criterion in order of the sections."""
        for section in self.sections:
            yield from section.criteria

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Scorecard":
        seen: set[str] = set()
        for criterion in self.criteria():
            if criterion.id in seen:
                raise ValueError(f"the criterion id {criterion.id} stands twice")
            seen.add(criterion.id)
        return self


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it was written down, with the scorecard that it answers and the model of meaning that made it."""

    evaluation: Evaluation
    scorecard: Scorecard
    model: str
