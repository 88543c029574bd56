"""Answers every question of a scorecard for a call."""

from collections.abc import Mapping

from gardefou.evaluation.applicability import roles_named, why_not_applicable
from gardefou.evaluation.conditions import why_not_asked
from gardefou.evaluation.criteria import Automation, Criterion
from gardefou.evaluation.estimated import Answer, with_estimated_speakers
from gardefou.evaluation.grounded import plain
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.likeness import asked_vectors
from gardefou.evaluation.language import is_known
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.needs import needs_embeddings, queries
from gardefou.evaluation.ports import ReplyStore
from gardefou.evaluation.preparation import Engines, prepared
from gardefou.evaluation.rules import checked
from gardefou.evaluation.score import summed
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role, Transcript
from gardefou.kernel.verdict import Verdict

LEAST_SURE_REASON = 0.3
"""A reason for calling found with less confidence decides of no question. Not calibrated."""


class ScorecardEvaluator:
    """A scorecard made ready for many calls.

    Raises ValueError when the scorecard needs sentence embeddings and there are none.
    """

    def __init__(self, scorecard: Scorecard, engines: Engines) -> None:
        if engines.embeddings is None and needs_embeddings(scorecard):
            raise ValueError(f"the scorecard {scorecard.id} needs sentence embeddings")
        self._scorecard = scorecard
        self._embeddings = engines.embeddings
        self._asked = asked_vectors(queries(scorecard), engines.embeddings) if engines.embeddings else {}
        self._answers = {
            criterion.id: (criterion, prepared(criterion, engines)) for criterion in scorecard.answering_order()
        }

    def evaluate(
        self,
        transcript: Transcript,
        measures: Measures,
        reason: Reason | None = None,
        replies: ReplyStore | None = None,
    ) -> Evaluation:
        """A draft with one checked result per criterion, in the scorecard's order.

        `replies` remembers what a language model answered about this call before.
        """
        lowest = self._scorecard.lowest_confidence
        call = CallUnderEvaluation(transcript, measures, self._embeddings, replies, self._asked, lowest)
        unheard = _why_unheard(call)
        results: dict[str, CriterionResult] = {}
        for id_, (criterion, answer) in self._answers.items():
            given = _without_answering(criterion, call, unheard, results, reason) or _answered(criterion, call, answer)
            results[id_] = plain(checked(given, call.heard, lowest))
        return summed(self._scorecard, tuple(results.values()))


def _why_unheard(call: CallUnderEvaluation) -> Message | None:
    if not call.has_words:
        return Message("No speech was heard in this call.")
    if not call.transcript.of(Role.ADVISER):
        return Message("The adviser was not heard in this call.")
    if not is_known(call.transcript):
        return Message("The call is not in French or English.")
    return None


def _without_answering(
    criterion: Criterion,
    call: CallUnderEvaluation,
    unheard: Message | None,
    results: Mapping[str, CriterionResult],
    reason: Reason | None,
) -> CriterionResult | None:
    """The result of a question that the program does not answer for this call; None where it does."""
    if criterion.automation is Automation.OFF:
        return _result(criterion, Verdict.CANNOT_TELL, Message("A person answers this question, not the program."))
    if unheard:
        return _result(criterion, Verdict.CANNOT_TELL, unheard)
    if not roles_named(criterion) <= set(call.transcript.roles):
        why = Message("That speaker was not recorded on a channel of their own.")
        return _result(criterion, Verdict.CANNOT_TELL, why)
    if criterion.asked_if:
        decided = why_not_asked(criterion.asked_if, results, reason, LEAST_SURE_REASON)
        if decided:
            return _result(criterion, *decided)
    return None


def _answered(criterion: Criterion, call: CallUnderEvaluation, answer: Answer) -> CriterionResult:
    def applied(call: CallUnderEvaluation) -> CriterionResult:
        return why_not_applicable(criterion, call) or answer(call)

    return with_estimated_speakers(criterion, call, applied) if call.transcript.is_estimated else applied(call)


def _result(criterion: Criterion, verdict: Verdict, why: Message) -> CriterionResult:
    return CriterionResult(criterion.id, verdict, 0.0, (), why)
