"""Criteria on trial: the program answers them for comparison alone, and the draft leaves them to people (S12)."""

from collections.abc import Collection
from dataclasses import replace

from gardefou.evaluation.conditions import why_not_asked
from gardefou.evaluation.criteria import Automation, Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.score import summed
from gardefou.evaluation.steps import LEAST_SURE_REASON
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.measures import Reason
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict

LEFT_TO_PEOPLE = Message("A person answers this question, not the program.")


def is_answered(criterion: Criterion) -> bool:
    """Whether the program answers a criterion at all, so that its answers can be tested."""
    return criterion.automation is not Automation.OFF


def shown(scorecard: Scorecard, found: Evaluation, on_trial: Collection[str], reason: Reason | None) -> Evaluation:
    """The draft without a trace of what was found on criteria on trial.

    A question that is asked only where one of them holds cannot be told either: its answer would tell theirs.
    """
    if not on_trial:
        return found
    results = {result.id: result for result in found.criteria}
    hidden: set[str] = set()
    for criterion in scorecard.answering_order():
        if criterion.id in on_trial:
            results[criterion.id] = _left_to_people(criterion.id)
        elif criterion.asked_if and criterion.asked_if.criterion in hidden:
            decided = why_not_asked(criterion.asked_if, results, reason, LEAST_SURE_REASON)
            verdict, why = decided or (Verdict.CANNOT_TELL, LEFT_TO_PEOPLE)
            results[criterion.id] = CriterionResult(criterion.id, verdict, 0.0, (), why)
        else:
            continue
        hidden.add(criterion.id)
    return summed(scorecard, tuple(results[criterion.id] for criterion in scorecard.criteria()))


def unshown(found: Evaluation, on_trial: Collection[str]) -> Evaluation:
    """What was found on criteria on trial, and no more."""
    return replace(found, criteria=tuple(each for each in found.criteria if each.id in on_trial))


def _left_to_people(criterion: str) -> CriterionResult:
    return CriterionResult(criterion, Verdict.CANNOT_TELL, 0.0, (), LEFT_TO_PEOPLE, on_trial=True)
