"""A scorecard as people read it: how each criterion is searched for, in figures and words."""

from dataclasses import dataclass
from functools import partial

from gardefou.adapters.report.language import Figures
from gardefou.evaluation.criteria import Criterion, MeaningCriterion, PhraseCriterion
from gardefou.evaluation.limits import MeasureLimits
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.measures import Measure, MeasureName, unit_of
from gardefou.query.describe import describe


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a measure, as one language writes them."""

    measure: MeasureName
    at_least: str | None
    at_most: str | None


@dataclass(frozen=True, slots=True)
class ScorecardUse:
    """A scorecard, and how many verdicts people have decided with it."""

    digest: str
    scorecard: Scorecard
    decided: int


class Rules:
    """What stands behind a criterion, in one language."""

    def __init__(self, code: str) -> None:
        self._figures = Figures(code)

    def query(self, criterion: Criterion) -> str | None:
        """The search by which it is answered, or helped."""
        match criterion:
            case PhraseCriterion(find=find):
                return describe(find)
            case MeaningCriterion(phrases=phrases):
                return describe(phrases) if phrases else None
            case _:
                return None

    def limits(self, criterion: Criterion) -> Limits | None:
        """The limits by which it is answered."""
        return self._limits(criterion) if isinstance(criterion, MeasureLimits) else None

    def applies_if(self, criterion: Criterion) -> str | None:
        """The search without which it does not apply."""
        return describe(criterion.applies_if) if criterion.applies_if else None

    def applies_when(self, criterion: Criterion) -> Limits | None:
        """The limits without which it does not apply."""
        return self._limits(criterion.applies_when) if criterion.applies_when else None

    def _limits(self, limits: MeasureLimits) -> Limits:
        written = partial(self._written, limits.measure)
        return Limits(limits.measure, written(limits.at_least), written(limits.at_most))

    def _written(self, measure: MeasureName, value: float | None) -> str | None:
        return None if value is None else self._figures.value(Measure(measure, value, unit_of(measure)))
