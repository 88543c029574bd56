"""Criteria that combine several parts, each with its own evidence."""

from collections.abc import Iterable, Sequence

from gardefou.evaluation.criteria import CombinationCriterion
from gardefou.evaluation.grounded import needed_of, resting_on
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.levels import Reached, reached_level, with_level
from gardefou.evaluation.rules import DECIDED, checked
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import NOTHING

MOST_EVIDENCE = 6
"""More is shown only where more parts are relied upon."""


def answer(
    criterion: CombinationCriterion, call: CallUnderEvaluation, parts: Sequence[CriterionResult]
) -> CriterionResult:
    """Met when enough parts hold, not met when too few could; cannot tell while open parts would change it."""
    parts = [checked(part, call.heard, call.lowest_confidence) for part in parts]
    held = [each for each in parts if each.verdict is Verdict.MET]
    failed = [each for each in parts if each.verdict is Verdict.NOT_MET]
    undecided = len(parts) - len(held) - len(failed)
    lowest = _decided(criterion, held, failed, call)
    highest = _decided(criterion, [*held, *_open(parts)], failed, call)
    if (lowest.verdict, lowest.credit) != (highest.verdict, highest.credit):
        why = Message("{held} of {parts} parts hold, and {undecided} cannot be told.", _told(held, parts, undecided))
        return CriterionResult(criterion.id, Verdict.CANNOT_TELL, 0.0, _joined(held), why)
    return lowest


def _open(parts: Sequence[CriterionResult]) -> list[CriterionResult]:
    return [each for each in parts if each.verdict not in DECIDED]


def _decided(
    criterion: CombinationCriterion,
    held: Sequence[CriterionResult],
    failed: Sequence[CriterionResult],
    call: CallUnderEvaluation,
) -> CriterionResult:
    is_met = len(held) >= criterion.fewest
    reached = reached_level(criterion, is_met, call, len(held)) if criterion.levels else None
    by_parts = _met_by_parts(reached, is_met)
    shown = list(held if by_parts else failed) or [*held, *failed]
    result = CriterionResult(
        id=criterion.id,
        verdict=Verdict.MET if by_parts else Verdict.NOT_MET,
        confidence=min((each.confidence for each in shown), default=0.0),
        evidence=_joined(shown),
        why=Message("{held} of {parts} parts hold.", {"held": len(held), "parts": len(criterion.parts)}),
        credit=len(held) / len(criterion.parts) if criterion.points else None,
    )
    if reached:
        result = with_level(criterion, result, reached, call)
    return resting_on(result, NOTHING)


def _met_by_parts(reached: Reached | None, is_met: bool) -> bool:
    """Whether the parts that hold decide, before a measure lowers the level."""
    if reached is None:
        return is_met
    return reached.level.met or bool(reached.refused and reached.refused.met)


def _joined(results: Sequence[CriterionResult]) -> tuple[Evidence, ...]:
    """What shows each part, then more as room is left; each once, in order of time."""
    needed = _once(each for result in results for each in needed_of(result))
    deepest = max((len(each.evidence) for each in results), default=0)
    found = [each.evidence[depth] for depth in range(deepest) for each in results if depth < len(each.evidence)]
    kept = _once([*needed, *found])[: max(MOST_EVIDENCE, len(needed))]
    return tuple(sorted(kept, key=lambda each: (each.start_ms, each.channel)))


def _once(evidence: Iterable[Evidence]) -> list[Evidence]:
    kept: list[Evidence] = []
    for each in evidence:
        if each not in kept:
            kept.append(each)
    return kept


def _told(held: Sequence[object], parts: Sequence[object], undecided: int) -> dict[str, str | int | float]:
    return {"held": len(held), "parts": len(parts), "undecided": undecided}
