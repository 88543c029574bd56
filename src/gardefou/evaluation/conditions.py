"""Questions that are asked only where the verdict on another one, or a reason for calling, holds."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from gardefou.evaluation.criteria import Condition, Criterion
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.measures import Reason
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict


def in_order_of_conditions(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria, each after the one whose verdict decides whether it is asked.

    Raises ValueError naming a criterion that is not there, or those that wait for each other.
    """
    by_id = {criterion.id: criterion for criterion in criteria}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for criterion in criteria:
        first = criterion.asked_if.criterion if criterion.asked_if else None
        if first is not None and first not in by_id:
            raise ValueError(f"{criterion.id} is asked if {first} holds, which is no criterion here")
        sorter.add(criterion.id, *([first] if first else []))
    try:
        return tuple(by_id[id_] for id_ in sorter.static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise ValueError(f"criteria wait for each other: {circle}") from None


def why_not_asked(
    condition: Condition, results: Mapping[str, CriterionResult], reason: Reason | None, least_sure: float
) -> tuple[Verdict, Message] | None:
    """Not applicable or cannot tell, with the reason for it; None where the question is asked.

    A reason for calling found with less confidence than `least_sure` decides nothing.
    """
    if condition.reasons:
        if reason is None or reason.confidence < least_sure:
            return Verdict.CANNOT_TELL, Message(
                "Whether this is asked depends on the reason for the call, which is not clear."
            )
        if reason.id not in condition.reasons:
            return Verdict.NOT_APPLICABLE, Message("This is asked for other reasons for calling.")
    if condition.criterion is None:
        return None
    given = results[condition.criterion].verdict
    values: dict[str, str | int | float] = {"criterion": condition.criterion}
    if given is Verdict.CANNOT_TELL:
        why = Message("Whether this is asked depends on {criterion}, which the program cannot tell.", values)
        return Verdict.CANNOT_TELL, why
    if given is not condition.verdict:
        return Verdict.NOT_APPLICABLE, Message("This is asked only if another answer holds: {criterion}.", values)
    return None
