"""What verdicts come to: points earned out of those that could be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard, Section
from gardefou.evaluation.rules import DECIDED
from gardefou.kernel.evaluation import CriterionResult, Evaluation, SectionScore
from gardefou.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class _Points:
    """Points of questions that apply, of those decided, and of those earned."""

    applicable: float
    decided: float
    earned: float

    @property
    def share(self) -> float | None:
        return self.earned / self.decided if self.decided else None

    @property
    def decided_share(self) -> float:
        return self.decided / self.applicable if self.applicable else 0.0


def summed(scorecard: Scorecard, results: Sequence[CriterionResult]) -> Evaluation:
    """The evaluation with its score: what does not apply or is undecided gives its weight to the rest.

    That holds for a criterion inside its section, and for a section where sections have weights.
    """
    given = {result.id: result for result in results}
    by_section = {section.id: _points(section.criteria, given) for section in scorecard.sections}
    total = _weighted(scorecard.sections, by_section) or _points(tuple(scorecard.criteria()), given)
    return Evaluation(
        scorecard_id=scorecard.id,
        scorecard_version=scorecard.version,
        score=_percent(total),
        decided_share=round(total.decided_share, 3),
        criteria=tuple(given[criterion.id] for criterion in scorecard.criteria()),
        sections=tuple(
            SectionScore(id_, _percent(each), round(each.decided_share, 3)) for id_, each in by_section.items()
        ),
    )


def earned(criterion: Criterion, result: CriterionResult) -> float:
    """The points of one answer."""
    if result.credit is not None:
        return criterion.most * result.credit
    return criterion.most if result.verdict is Verdict.MET else 0.0


def _points(criteria: Sequence[Criterion], given: Mapping[str, CriterionResult]) -> _Points:
    applying = [each for each in criteria if given[each.id].verdict is not Verdict.NOT_APPLICABLE]
    decided = [each for each in applying if given[each.id].verdict in DECIDED]
    return _Points(
        sum(each.most for each in applying),
        sum(each.most for each in decided),
        sum(earned(each, given[each.id]) for each in decided),
    )


def _weighted(sections: Sequence[Section], by_section: Mapping[str, _Points]) -> _Points | None:
    """The sections' shares by their weights, None where sections have none."""
    applicable = decided = won = 0.0
    for section in sections:
        if section.weight is None:
            return None
        points = by_section[section.id]
        if points.applicable:
            applicable += section.weight
            decided += section.weight * points.decided_share
            won += section.weight * points.decided_share * (points.share or 0.0)
    return _Points(applicable, decided, won)


def _percent(points: _Points) -> float | None:
    return None if points.share is None else round(100 * points.share, 1)
