"""Criteria that compare a measure of the conversation with a limit."""

from gardefou.evaluation.criteria import MeasureCriterion, MeasurePart
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.measures import Measure, Unit
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict

CONFIDENCE = 0.9
MOST_SPANS = 5


def answer(criterion: MeasureCriterion | MeasurePart, call: CallUnderEvaluation) -> CriterionResult:
    """Met when the measure keeps within its limits; cannot tell when the call does not allow measuring."""
    measure = call.measures[criterion.measure]
    if measure.value is None:
        why = Message("The call does not allow this measure: {measure}.", {"measure": criterion.measure.value})
        return CriterionResult(criterion.id, Verdict.CANNOT_TELL, 0.0, (), why)
    within = criterion.hold(measure.value)
    evidence = evidence_of(measure, call)
    why = Message("The measure keeps within its limit.") if within else Message("The measure passes its limit.")
    verdict = Verdict.MET if within else Verdict.NOT_MET
    return CriterionResult(criterion.id, verdict, CONFIDENCE, evidence, why)


def evidence_of(measure: Measure, call: CallUnderEvaluation) -> tuple[Evidence, ...]:
    """Where a measure was taken, with its value."""
    how = told(measure)
    return _spans(measure, how) or call.searched(call.searcher.conversation, tuple(Role), how)


def told(measure: Measure) -> Message:
    """What was measured, with its value."""
    return Message("measured: {measure} = {value}", {"measure": measure.name.value, "value": shown(measure)})


def shown(measure: Measure) -> str:
    """The value with its unit, as people read it."""
    if measure.value is None:
        return "?"
    match measure.unit:
        case Unit.SHARE:
            return f"{measure.value:.0%}"
        case Unit.MILLISECONDS:
            return f"{measure.value / 1000:.1f} s"
        case Unit.COUNT:
            return f"{measure.value:.0f}"


def _spans(measure: Measure, how: Message) -> tuple[Evidence, ...]:
    if measure.unit is Unit.SHARE:
        return ()
    return tuple(
        Evidence(EvidenceKind.MEASURED, each.channel, each.span.start_ms, each.span.end_ms, how=how)
        for each in measure.spans[:MOST_SPANS]
    )
