"""The level of a question that has several, and the credit of one worth points."""

from dataclasses import replace

from gardefou.evaluation.criteria import Criterion, Level
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.rules import DECIDED, undecided
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict


def at_level(
    criterion: Criterion, result: CriterionResult, call: CallUnderEvaluation, held: int = 0
) -> CriterionResult:
    """The result with its level, verdict and credit; `held` parts of a combination hold."""
    if not criterion.levels or result.verdict not in DECIDED:
        return result
    for level in criterion.levels[:-1]:
        holds = _holds(level, level is criterion.levels[0], result, call, held)
        if holds is None:
            return undecided(result, Message("The call does not allow this measure: {measure}.", _measure(level)))
        if holds:
            return _given(criterion, level, result)
    return _given(criterion, criterion.levels[-1], result)


def _holds(level: Level, is_first: bool, result: CriterionResult, call: CallUnderEvaluation, held: int) -> bool | None:
    """Whether its rules hold; None where the measure is not to be had."""
    if level.at_least_parts is None and level.keeps is None:
        return is_first and result.verdict is Verdict.MET
    if level.at_least_parts is not None and held < level.at_least_parts:
        return False
    if level.keeps is None:
        return True
    value = call.measures[level.keeps.measure].value
    return None if value is None else level.keeps.hold(value)


def _given(criterion: Criterion, level: Level, result: CriterionResult) -> CriterionResult:
    verdict = Verdict.MET if level.met else Verdict.NOT_MET
    return replace(result, verdict=verdict, level=level.id, credit=level.points / criterion.most)


def _measure(level: Level) -> dict[str, str | int | float]:
    return {"measure": level.keeps.measure.value if level.keeps else ""}
