"""Questions that are never asked."""

from collections.abc import Iterator, Mapping

from gardefou.evaluation.criteria import Automation, Condition, Criterion, MeasureRule
from gardefou.evaluation.lint.findings import Found, Surroundings
from gardefou.evaluation.lint.limits import outcome
from gardefou.evaluation.lint.walk import criteria_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict


def unreachable(scorecard: Scorecard, surroundings: Surroundings) -> Iterator[Found]:
    """Conditions that hold for no call that the program answers."""
    by_id = {criterion.id: criterion for criterion in scorecard.criteria()}
    for place, criterion in criteria_of(scorecard):
        for told in _never_asked(criterion, by_id, surroundings.reasons):
            yield Found((*place, "asked_if"), criterion.id, told)


def _never_asked(
    criterion: Criterion, by_id: Mapping[str, Criterion], known: frozenset[str] | None
) -> Iterator[Message]:
    condition = criterion.asked_if
    if condition is None:
        return
    for reason in condition.reasons:
        if known is not None and reason not in known:
            yield Message("{reason} is no reason of the taxonomy", {"reason": reason})
    first = by_id.get(condition.criterion or "")
    if first is None:
        return
    named: dict[str, str | int | float] = {"criterion": first.id}
    if first.automation is Automation.OFF and criterion.automation is not Automation.OFF:
        yield Message("{criterion} is answered by people only, so the program cannot tell whether this is asked", named)
    elif _cannot_be(first, condition):
        is_met = condition.verdict is Verdict.MET
        yield (
            Message("{criterion} can never be met", named)
            if is_met
            else Message("{criterion} can never be not met", named)
        )
    elif not _share_a_reason(criterion, by_id):
        yield Message("{criterion} is asked for other reasons for calling only", named)


def _cannot_be(first: Criterion, condition: Condition) -> bool:
    holds = outcome(first, first.applies_when) if isinstance(first, MeasureRule) else None
    return holds is not None and holds is not (condition.verdict is Verdict.MET)


def _share_a_reason(criterion: Criterion, by_id: Mapping[str, Criterion]) -> bool:
    """Whether some reason for calling passes every condition on the way to a question."""
    allowed: set[str] | None = None
    step: Criterion | None = criterion
    while step is not None and step.asked_if is not None:
        if step.asked_if.reasons:
            named = set(step.asked_if.reasons)
            allowed = named if allowed is None else allowed & named
        step = by_id.get(step.asked_if.criterion or "")
    return allowed is None or bool(allowed)
