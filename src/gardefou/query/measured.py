"""Compares a measure of the call with the limit of a query."""

from collections.abc import Sequence

from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.measures import Measure, Measures, Unit
from gardefou.kernel.message import Message
from gardefou.kernel.sound import ChannelSpan
from gardefou.kernel.span import Span
from gardefou.query.answers import Answer
from gardefou.query.grounds import either
from gardefou.query.model import Measured

MOST_SPANS = 5


def compared(query: Measured, measures: Measures, conversation: Span, channels: Sequence[int]) -> Answer:
    """Whether the limit holds, None where the call does not allow the measure, with what was measured."""
    measure = measures[query.measure]
    if measure.value is None:
        return Answer(None, why=Message("The call does not allow a measure that this asks for."))
    everywhere = tuple(ChannelSpan(channel, conversation) for channel in channels)
    how = Message("measured: {measure} = {value}", {"measure": measure.name.value, "value": _shown(measure)})
    where = everywhere if measure.unit is Unit.SHARE or not measure.spans else measure.spans[:MOST_SPANS]
    evidence = [
        Evidence(EvidenceKind.MEASURED, each.channel, each.span.start_ms, each.span.end_ms, how=how) for each in where
    ]
    return Answer(query.limit.holds(measure.value), either(evidence))


def _shown(measure: Measure) -> str:
    value = measure.value or 0.0
    match measure.unit:
        case Unit.SHARE:
            return f"{value:.0%}"
        case Unit.MILLISECONDS:
            return f"{value / 1000:.1f} s"
        case Unit.COUNT:
            return f"{value:.0f}"
