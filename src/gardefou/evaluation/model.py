"""The scorecard: sections of questions, with what they count for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gardefou.evaluation.conditions import in_order_of_conditions
from gardefou.evaluation.criteria import CombinationCriterion, Criterion, Identifier, Part
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.wording import Wording

MOST_CRITERIA = 300
MOST_SECTIONS = 50


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Section(_Strict):
    """Criteria that belong together; `weight` is what it counts for in percent, where every section has one."""

    id: Identifier
    title: Wording
    weight: float | None = Field(strict=True, default=None, gt=0, le=100)
    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=MOST_CRITERIA)


class Scorecard(_Strict):
    """A versioned evaluation grid.

    A verdict whose evidence was heard with a mean confidence of words below `lowest_confidence`, in 0..1, is "cannot
    tell".
    """

    id: Identifier
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]{1,32}$")]
    title: Wording
    lowest_confidence: float = Field(strict=True, default=0.4, ge=0, le=1)
    sections: tuple[Section, ...] = Field(min_length=1, max_length=MOST_SECTIONS)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 in hexadecimal of all its parts but those left at their defaults, which never change."""
        return sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion in order of the sections."""
        for section in self.sections:
            yield from section.criteria

    def rules(self) -> Iterator[Criterion | Part]:
        """Every criterion, and every part of those that combine."""
        for criterion in self.criteria():
            yield criterion
            if isinstance(criterion, CombinationCriterion):
                yield from criterion.parts

    def answering_order(self) -> tuple[Criterion, ...]:
        """Every criterion after those whose verdict decides whether it is asked."""
        return in_order_of_conditions(tuple(self.criteria()))

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen: set[str] = set()
        for criterion in self.criteria():
            if criterion.id in seen:
                raise ValueError(f"the criterion id {criterion.id} stands twice")
            seen.add(criterion.id)
        if len(seen) > MOST_CRITERIA:
            raise ValueError(f"a scorecard has at most {MOST_CRITERIA} criteria, this one has {len(seen)}")
        if len({section.id for section in self.sections}) < len(self.sections):
            raise ValueError("the id of a section stands twice")
        return self

    @model_validator(mode="after")
    def _weights_go_together(self) -> Self:
        weighted = [section.id for section in self.sections if section.weight is not None]
        if weighted and len(weighted) < len(self.sections):
            missing = next(section.id for section in self.sections if section.weight is None)
            raise ValueError(f"the section {missing} has no weight; either every section has one or none")
        return self

    @model_validator(mode="after")
    def _conditions_lead_somewhere(self) -> Self:
        self.answering_order()
        return self


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it was written down, with the scorecard that it answers and the model of meaning that made it."""

    evaluation: Evaluation
    scorecard: Scorecard
    model: str
