"""The level of a question that has several, and the credit of one worth points."""

from dataclasses import replace
from typing import NamedTuple

from gardefou.evaluation.criteria import Criterion, Level
from gardefou.evaluation.grounded import grounds_of, needed_of, resting_on
from gardefou.evaluation.kinds import measure
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.limits import MeasureLimits
from gardefou.evaluation.rules import DECIDED, undecided
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import NOTHING


class Reached(NamedTuple):
    """A level, the best one that only a measure refused, and the limits of a measure that is not to be had."""

    level: Level
    refused: Level | None = None
    missing: MeasureLimits | None = None


def at_level(criterion: Criterion, result: CriterionResult, call: CallUnderEvaluation) -> CriterionResult:
    """The result with its level, verdict and credit."""
    if not criterion.levels or result.verdict not in DECIDED:
        return result
    reached = reached_level(criterion, result.verdict is Verdict.MET, call)
    return with_level(criterion, result, reached, call)


def reached_level(criterion: Criterion, is_met: bool, call: CallUnderEvaluation, held: int = 0) -> Reached:
    """The first level whose rules hold; `held` parts of a combination hold."""
    refused: Level | None = None
    for level in criterion.levels[:-1]:
        if not _allowed(level, level is criterion.levels[0], is_met, held):
            continue
        if level.keeps is None:
            return Reached(level, refused)
        value = call.measures[level.keeps.measure].value
        if value is None:
            return Reached(level, missing=level.keeps)
        if level.keeps.hold(value):
            return Reached(level, refused)
        refused = refused or level
    return Reached(criterion.levels[-1], refused)


def _allowed(level: Level, is_first: bool, is_met: bool, held: int) -> bool:
    """Whether it may be reached but for the measure: a measure alone makes nothing met."""
    if level.at_least_parts is not None:
        return held >= level.at_least_parts
    if level.keeps is None:
        return is_first and is_met
    return is_met or not level.met


def with_level(
    criterion: Criterion, result: CriterionResult, reached: Reached, call: CallUnderEvaluation
) -> CriterionResult:
    """The result at a level; where a measure decided the level, its evidence tells."""
    if reached.missing:
        why = Message("The call does not allow this measure: {measure}.", {"measure": reached.missing.measure.value})
        return undecided(result, why)
    level = reached.level
    verdict = Verdict.MET if level.met else Verdict.NOT_MET
    given = replace(result, verdict=verdict, level=level.id, credit=level.points / criterion.most)
    decisive = [each.keeps.measure for each in (reached.refused, level) if each and each.keeps]
    shown = [each for name in dict.fromkeys(decisive) for each in measure.evidence_of(call.measures[name], call)]
    if not shown:
        return given
    if verdict is not result.verdict:
        why = Message("The measure passes its limit.")
        return resting_on(given, NOTHING, evidence=tuple(shown), confidence=measure.CONFIDENCE, why=why)
    evidence = (*result.evidence, *(each for each in shown if each not in result.evidence))
    return resting_on(given, grounds_of(result), evidence=evidence, needed=needed_of(result))
