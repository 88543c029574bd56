"""An evaluation and the measures as the page lists them."""

from dataclasses import dataclass

from gardefou.adapters.report.citations import Citation, Citations
from gardefou.evaluation.model import Criterion, Scorecard
from gardefou.evaluation.rules import DECIDED
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.measures import Measure, Measures
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict
from gardefou.kernel.wording import Wording


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its verdict and what the verdict rests on."""

    criterion: Criterion
    result: CriterionResult
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """The answers of one section of the scorecard."""

    title: Wording
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with the stretches to listen to."""

    measure: Measure
    spans: tuple[Span, ...]


def sections(scorecard: Scorecard, evaluation: Evaluation, citations: Citations) -> tuple[AnsweredSection, ...]:
    """The evaluation in the order of the scorecard.

    Raises KeyError when a criterion has no result.
    """
    results = {result.id: result for result in evaluation.criteria}
    return tuple(
        AnsweredSection(
            section.title,
            tuple(Answer(each, results[each.id], citations.of(results[each.id].evidence)) for each in section.criteria),
        )
        for section in scorecard.sections
    )


def tally(evaluation: Evaluation) -> tuple[tuple[Verdict, int], ...]:
    """How many criteria received each verdict, without the verdicts that none received."""
    counts = {verdict: sum(each.verdict is verdict for each in evaluation.criteria) for verdict in Verdict}
    order = (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE)
    return tuple((verdict, counts[verdict]) for verdict in order if counts[verdict])


def decided(evaluation: Evaluation) -> tuple[int, int]:
    """How many criteria are met, among how many that were decided."""
    verdicts = [each.verdict for each in evaluation.criteria]
    return verdicts.count(Verdict.MET), sum(verdict in DECIDED for verdict in verdicts)


def figures(measures: Measures) -> tuple[Figure, ...]:
    """The measures; stretches on several channels, or those of the figure just before, are not listed again."""
    shown: list[Figure] = []
    before: tuple[Span, ...] = ()
    for measure in measures.items:
        spans = tuple(sorted({each.span for each in measure.spans}))
        shown.append(Figure(measure, () if spans == before else spans))
        before = spans
    return tuple(shown)
