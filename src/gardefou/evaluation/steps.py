"""Answers every question of a scorecard for a call."""

from collections.abc import Sequence

from gardefou.evaluation.kinds import measure, phrase
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.meaning import MeaningJudge
from gardefou.evaluation.model import Criterion, MeaningCriterion, MeasureCriterion, PhraseCriterion, Scorecard
from gardefou.evaluation.rules import checked, in_sentences, summed
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.measures import Measures
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role, Transcript
from gardefou.kernel.verdict import Verdict
from gardefou.query.match import named_roles


class ScorecardEvaluator:
    """A scorecard made ready for many calls.

    Raises ValueError when the scorecard has criteria of kind meaning and there are no embeddings.
    """

    def __init__(self, scorecard: Scorecard, embeddings: SentenceEmbeddings | None) -> None:
        self._scorecard = scorecard
        self._embeddings = embeddings
        self._judges: dict[str, MeaningJudge] = {}
        for criterion in scorecard.criteria():
            if isinstance(criterion, MeaningCriterion):
                if embeddings is None:
                    raise ValueError(f"the criterion {criterion.id} needs sentence embeddings")
                self._judges[criterion.id] = MeaningJudge(criterion, embeddings)

    def evaluate(self, transcript: Transcript, measures: Measures) -> Evaluation:
        """A draft with one checked result per criterion, in the scorecard's order."""
        call = CallUnderEvaluation(transcript, measures, self._embeddings)
        results = [checked(self._answer(criterion, call), transcript) for criterion in self._scorecard.criteria()]
        return summed(self._scorecard, results)

    def _answer(self, criterion: Criterion, call: CallUnderEvaluation) -> CriterionResult:
        if not call.has_words:
            return _cannot_tell(criterion.id, Message("No speech was heard in this call."))
        if not call.transcript.of(Role.ADVISER):
            return _cannot_tell(criterion.id, Message("The adviser was not heard in this call."))
        if not _roles_named(criterion) <= set(call.transcript.roles):
            return _cannot_tell(criterion.id, Message("That speaker was not recorded on a channel of their own."))
        if absent := _why_not_applicable(criterion, call):
            return absent
        match criterion:
            case PhraseCriterion():
                return phrase.answer(criterion, call)
            case MeasureCriterion():
                return measure.answer(criterion, call)
            case MeaningCriterion():
                return self._judges[criterion.id].answer(call)


def _cannot_tell(criterion_id: str, why: Message) -> CriterionResult:
    return CriterionResult(criterion_id, Verdict.CANNOT_TELL, 0.0, (), why)


def _roles_named(criterion: Criterion) -> frozenset[Role]:
    queries = [criterion.applies_if]
    if isinstance(criterion, PhraseCriterion):
        queries.append(criterion.find)
    if isinstance(criterion, MeaningCriterion):
        queries.append(criterion.phrases)
    return frozenset(role for query in queries if query for role in named_roles(query))


def _why_not_applicable(criterion: Criterion, call: CallUnderEvaluation) -> CriterionResult | None:
    """The result of a question that does not apply, with what was found or searched; None where it applies."""
    if criterion.applies_if:
        finding = call.searcher.find(criterion.applies_if)
        if not finding.found:
            quotes = in_sentences(finding.evidence, call.sentences)
            return _not_applicable(criterion.id, quotes or phrase.searched(criterion.applies_if, call))
    if criterion.applies_when:
        measured = call.measures[criterion.applies_when.measure]
        if measured.value is None or not criterion.applies_when.hold(measured.value):
            evidence = call.searched(call.searcher.conversation, tuple(Role), measure.told(measured))
            return _not_applicable(criterion.id, evidence)
    return None


def _not_applicable(criterion_id: str, evidence: tuple[Evidence, ...]) -> CriterionResult:
    why = Message("Nothing in the call makes this question apply.")
    return CriterionResult(criterion_id, Verdict.NOT_APPLICABLE, phrase.CONFIDENCE_ABSENT, evidence, why)


def kinds_needed(scorecard: Scorecard) -> Sequence[str]:
    """The kinds of criterion that a scorecard uses, each once, in order."""
    return tuple(dict.fromkeys(criterion.kind for criterion in scorecard.criteria()))
