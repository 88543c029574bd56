"""The questions of a scorecard, and how each is answered: by words, a measure, meaning, parts, a judge, or people."""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from gardefou.evaluation.learned_head import LearnedHead
from gardefou.evaluation.limits import MeasureLimits
from gardefou.kernel.verdict import Verdict
from gardefou.kernel.wording import Sentences, Wording
from gardefou.query.written import QueryText

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
MOST_PARTS = 20
MOST_LEVELS = 10


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Automation(StrEnum):
    """What the program's answer is for: nothing, a suggestion beside an empty form, or a form filled in beforehand."""

    OFF = "off"
    SUGGEST = "suggest"
    PREFILL = "prefill"


class Condition(_Strict):
    """What must hold for a question to be asked: a verdict on another one, a reason for calling, or both."""

    criterion: Identifier | None = None
    verdict: Literal[Verdict.MET, Verdict.NOT_MET] = Verdict.MET
    reasons: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.criterion is None and not self.reasons:
            raise ValueError("asked_if needs a criterion, reasons, or both")
        if self.criterion is None and "verdict" in self.model_fields_set:
            raise ValueError("a verdict needs the criterion that it is about")
        return self


class Level(_Strict):
    """One of several answers, worth `points`; `met` tells as which verdict it counts.

    The program gives the first level whose rules hold: `at_least_parts` held parts of a combination, a measure that
    `keeps` within limits. Without rules the first level stands for met, the last for all else, and those between are
    for people only. A measure alone makes nothing met: the criterion's own rule, or its parts, have to hold too.
    """

    id: Identifier
    title: Wording
    points: float = Field(strict=True, ge=0, le=100)
    met: bool
    at_least_parts: int | None = Field(strict=True, default=None, ge=1, le=MOST_PARTS)
    keeps: MeasureLimits | None = None


class _Criterion(_Strict):
    """A question; it applies where `asked_if` and `applies_when` hold and the words of `applies_if` are said.

    It is answered yes or no and counts with its `weight`, unless it is worth `points`, or has `levels` from best to
    worst. A draft that finds a `critical` one not met is reviewed by a person. Exemplars say what satisfies, and
    counter-exemplars what does not.
    """

    id: Identifier
    question: Wording
    guidance: Wording
    weight: float = Field(strict=True, default=1.0, gt=0, le=100)
    points: int | None = Field(strict=True, default=None, ge=1, le=100)
    levels: tuple[Level, ...] = Field(default=(), max_length=MOST_LEVELS)
    critical: bool = False
    automation: Automation = Automation.SUGGEST
    exemplars: Sentences = Sentences()
    counter_exemplars: Sentences = Sentences()
    asked_if: Condition | None = None
    applies_if: QueryText | None = None
    applies_when: MeasureLimits | None = None

    @model_validator(mode="after")
    def _is_answered_one_way(self) -> Self:
        if self.points and self.levels:
            raise ValueError("points and levels exclude each other")
        if self.levels:
            _check_levels(self.levels)
        return self

    @property
    def most(self) -> float:
        """What it counts at most in the score."""
        return max((level.points for level in self.levels), default=float(self.points or self.weight))


def _check_levels(levels: tuple[Level, ...]) -> None:
    if len(levels) < 2:
        raise ValueError("levels are two or more, from best to worst")
    if len({level.id for level in levels}) < len(levels):
        raise ValueError("the id of a level stands twice")
    if any(better.points <= worse.points for better, worse in pairwise(levels)):
        raise ValueError("levels go from most points to fewest")
    if not levels[0].met or levels[-1].met:
        raise ValueError("the first level counts as met, the last as not met")
    if any(worse.met and not better.met for better, worse in pairwise(levels)):
        raise ValueError("a level that counts as met stands before those that do not")


class PhraseRule(_Strict):
    """Met when the query finds something in the transcript."""

    kind: Literal["phrase"]
    find: QueryText


class MeasureRule(MeasureLimits):
    """Met when a measure of the conversation keeps within its limits."""

    kind: Literal["measure"]


class MeaningRule(_Strict):
    """Met when the adviser says the words of `phrases`, or something close in meaning to an exemplar.

    `met_from` and `not_met_below` are likeness in 0..1; between them the program cannot tell. `first_s` and `last_s`
    restrict the comparison to the opening or the end of the conversation, in seconds; `phrases` is a query that names
    its own speaker and window. `learned` is what labelled calls taught it.
    """

    kind: Literal["meaning"]
    phrases: QueryText | None = None
    met_from: float = Field(strict=True, default=0.62, ge=0, le=1)
    not_met_below: float = Field(strict=True, default=0.5, ge=0, le=1)
    first_s: float | None = Field(strict=True, default=None, gt=0, le=86_400)
    last_s: float | None = Field(strict=True, default=None, gt=0, le=86_400)
    learned: LearnedHead | None = None

    @model_validator(mode="after")
    def _has_a_band(self) -> Self:
        if self.not_met_below > self.met_from:
            raise ValueError("not_met_below must not be above met_from")
        if self.first_s and self.last_s:
            raise ValueError("first_s and last_s exclude each other")
        return self


def _not_empty(value: Sentences) -> Sentences:
    if not value.all():
        raise ValueError("at least one exemplar is needed")
    return value


Exemplars = Annotated[Sentences, AfterValidator(_not_empty)]


class _Part(_Strict):
    id: Identifier
    title: Wording


class PhrasePart(_Part, PhraseRule):
    """A part that looks for words."""


class MeasurePart(_Part, MeasureRule):
    """A part that compares a measure."""


class MeaningPart(_Part, MeaningRule):
    """A part that compares meaning."""

    exemplars: Exemplars
    counter_exemplars: Sentences = Sentences()


Part = Annotated[PhrasePart | MeasurePart | MeaningPart, Field(discriminator="kind")]


class PhraseCriterion(_Criterion, PhraseRule):
    """Answered by words."""


class MeasureCriterion(_Criterion, MeasureRule):
    """Answered by a measure of the conversation."""


class MeaningCriterion(_Criterion, MeaningRule):
    """Answered by meaning."""

    exemplars: Exemplars


class CombinationCriterion(_Criterion):
    """Met when `needs` of its parts hold: all of them, any, or a number; points go by the parts that hold."""

    kind: Literal["combination"]
    needs: Literal["all", "any"] | Annotated[int, Field(ge=1, le=MOST_PARTS)] = "all"
    parts: tuple[Part, ...] = Field(min_length=2, max_length=MOST_PARTS)

    @property
    def fewest(self) -> int:
        """How many parts have to hold."""
        return {"all": len(self.parts), "any": 1}.get(str(self.needs)) or int(self.needs)

    @model_validator(mode="after")
    def _parts_suffice(self) -> Self:
        if self.fewest > len(self.parts):
            raise ValueError(f"needs {self.fewest} of {len(self.parts)} parts")
        if len({part.id for part in self.parts}) < len(self.parts):
            raise ValueError("the id of a part stands twice")
        if any((level.at_least_parts or 0) > len(self.parts) for level in self.levels):
            raise ValueError(f"a level asks for more than the {len(self.parts)} parts")
        return self


class JudgeCriterion(_Criterion):
    """Answered by a language model of one's own endpoint, which must quote; `samples` answers have to agree.

    `agreement` is the share in 0..1 of answers that must give the same verdict.
    """

    kind: Literal["judge"]
    samples: int = Field(strict=True, default=3, ge=1, le=9)
    agreement: float = Field(strict=True, default=1.0, gt=0.5, le=1)


class ManualCriterion(_Criterion):
    """Answered by people only; exemplars show them what satisfies."""

    kind: Literal["manual"]
    automation: Literal[Automation.OFF] = Automation.OFF


Criterion = Annotated[
    PhraseCriterion | MeasureCriterion | MeaningCriterion | CombinationCriterion | JudgeCriterion | ManualCriterion,
    Field(discriminator="kind"),
]
