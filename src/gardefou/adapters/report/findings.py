"""An evaluation and the measures as the page lists them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gardefou.adapters.report.citations import Citation, Citations
from gardefou.adapters.report.standing import AS_DRAFTED, Standing, VerdictState
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.rules import DECIDED
from gardefou.evaluation.score import earned
from gardefou.kernel.evaluation import CriterionResult, Evaluation, SectionScore
from gardefou.kernel.measures import Measure, Measures
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict
from gardefou.kernel.wording import Wording

Tally = tuple[tuple[Verdict, int], ...]
"""How many criteria received each verdict."""

_ORDER = (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its verdict and what the verdict rests on; `result` is None where none is shown."""

    criterion: Criterion
    result: CriterionResult | None
    citations: tuple[Citation, ...]
    state: VerdictState = AS_DRAFTED

    @property
    def verdict(self) -> Verdict | None:
        """The verdict to show, if any."""
        return self.state.verdict(self.result.verdict) if self.result else None

    @property
    def level(self) -> Wording | None:
        """Which of several answers the program gave, if the question has some."""
        given = self.result.level if self.result else None
        return next((each.title for each in self.criterion.levels if each.id == given), None)

    @property
    def points(self) -> tuple[float, float] | None:
        """The points that the program's answer earns, and how many there are; None where none go by parts or levels."""
        if self.result is None or self.result.credit is None:
            return None
        return earned(self.criterion, self.result), self.criterion.most

    @property
    def tells_why(self) -> bool:
        """Whether what the program found may be told."""
        return self.result is not None and not self.state.in_trial and not self.state.is_hidden


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """The answers of one section of the scorecard; `score` is the draft's, where the draft has one."""

    title: Wording
    answers: tuple[Answer, ...]
    score: SectionScore | None = None

    @property
    def draft_score(self) -> SectionScore | None:
        """The draft's score, as long as every verdict here is still the draft's."""
        drafted = all(each.result and each.state.standing is Standing.DRAFT for each in self.answers)
        return self.score if drafted and self.score and self.score.score is not None else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with the stretches to listen to."""

    measure: Measure
    spans: tuple[Span, ...]


def sections(
    scorecard: Scorecard,
    evaluation: Evaluation,
    citations: Citations,
    states: Mapping[str, VerdictState] = MappingProxyType({}),
) -> tuple[AnsweredSection, ...]:
    """The evaluation in the order of the scorecard, with what happened to its verdicts.

    Raises KeyError when a criterion has no result.
    """
    results = {result.id: result for result in evaluation.criteria}
    scores = {each.id: each for each in evaluation.sections}

    def answer(criterion: Criterion) -> Answer:
        result, state = results[criterion.id], states.get(criterion.id, AS_DRAFTED)
        if result.on_trial:
            state = replace(state, in_trial=True)
        return Answer(criterion, result, () if state.in_trial else citations.of(result.evidence), state)

    return tuple(
        AnsweredSection(section.title, tuple(answer(each) for each in section.criteria), scores.get(section.id))
        for section in scorecard.sections
    )


def questions(scorecard: Scorecard) -> tuple[AnsweredSection, ...]:
    """The scorecard without any verdict."""
    return tuple(
        AnsweredSection(section.title, tuple(Answer(each, None, ()) for each in section.criteria))
        for section in scorecard.sections
    )


def tally(evaluation: Evaluation) -> Tally:
    """How many criteria received each verdict, without the verdicts that none received."""
    return _counted(each.verdict for each in evaluation.criteria)


def tally_of(answers: Iterable[Answer], standing: Standing) -> Tally:
    """The same of the verdicts that stand so."""
    return _counted(each.verdict for each in answers if each.verdict and each.state.standing is standing)


def _counted(verdicts: Iterable[Verdict]) -> Tally:
    given = list(verdicts)
    return tuple((verdict, given.count(verdict)) for verdict in _ORDER if verdict in given)


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
