"""Limits that hold for every call, or for none."""

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from gardefou.evaluation.criteria import MeaningRule, MeasureRule
from gardefou.evaluation.limits import MeasureLimits
from gardefou.evaluation.lint.findings import Found, Surroundings
from gardefou.evaluation.lint.walk import rules_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.measures import Unit, unit_of
from gardefou.kernel.message import Message

_LONGEST_WINDOW_S = 1_800
_HIGHEST_CONFIDENCE = 0.9
_KEPT = {
    True: Message("{measure} keeps these limits in every call that is asked"),
    False: Message("{measure} keeps these limits in no call that is asked"),
}
_HOLDS = {True: Message("{measure} holds for every call"), False: Message("{measure} holds for no call")}


def outcome(limits: MeasureLimits, applies: MeasureLimits | None = None) -> bool | None:
    """True where the limits hold for every call to which they apply, False where for none; None where it depends."""
    lowest, highest = _range(limits)
    least, most = 0.0, 1.0 if unit_of(limits.measure) is Unit.SHARE else inf
    if applies and applies.measure is limits.measure:
        at_least, at_most = _range(applies)
        least, most = max(least, at_least), min(most, at_most)
    if lowest > most or highest < least:
        return False
    return True if lowest <= least and most <= highest else None


def _range(limits: MeasureLimits) -> tuple[float, float]:
    return limits.at_least or 0.0, inf if limits.at_most is None else limits.at_most


def limits(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Measures that always or never keep their limits, windows longer than calls, a confidence nothing reaches."""
    for placed in rules_of(scorecard):
        rule = placed.rule
        applies = getattr(rule, "applies_when", None)
        if isinstance(rule, MeasureRule):
            holds = outcome(rule, applies)
            if holds is not None:
                yield Found(placed.place, rule.id, replace(_KEPT[holds], values={"measure": rule.measure.value}))
        if applies and outcome(applies) is not None:
            told = replace(_HOLDS[bool(outcome(applies))], values={"measure": applies.measure.value})
            yield Found((*placed.place, "applies_when"), rule.id, told)
        if isinstance(rule, MeaningRule):
            yield from _windows(placed.place, rule.id, rule)
    if scorecard.lowest_confidence > _HIGHEST_CONFIDENCE:
        told = Message(
            "hardly any words are heard with a confidence of {confidence:g}: all is undecided",
            {"confidence": scorecard.lowest_confidence},
        )
        yield Found(("lowest_confidence",), scorecard.id, told)


def _windows(place: tuple[str | int, ...], subject: str, rule: MeaningRule) -> Iterator[Found]:
    for field, window in (("first_s", rule.first_s), ("last_s", rule.last_s)):
        if window and window > _LONGEST_WINDOW_S:
            told = Message("{seconds:g} seconds are all of nearly every call", {"seconds": window})
            yield Found((*place, field), subject, told)
