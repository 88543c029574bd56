"""Criteria that combine several parts, each with its own evidence."""

from collections.abc import Sequence

from gardefou.evaluation.criteria import CombinationCriterion
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.levels import at_level
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict

MOST_EVIDENCE = 6


def answer(
    criterion: CombinationCriterion, call: CallUnderEvaluation, parts: Sequence[CriterionResult]
) -> CriterionResult:
    """Met when enough parts hold, not met when too few could; cannot tell while open parts would change it."""
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
    return [each for each in parts if each.verdict not in {Verdict.MET, Verdict.NOT_MET}]


def _decided(
    criterion: CombinationCriterion,
    held: Sequence[CriterionResult],
    failed: Sequence[CriterionResult],
    call: CallUnderEvaluation,
) -> CriterionResult:
    is_met = len(held) >= criterion.fewest
    shown = list(held if is_met else failed) or [*held, *failed]
    credit = len(held) / len(criterion.parts) if criterion.points else None
    result = CriterionResult(
        id=criterion.id,
        verdict=Verdict.MET if is_met else Verdict.NOT_MET,
        confidence=min((each.confidence for each in shown), default=0.0),
        evidence=_joined(shown),
        why=Message("{held} of {parts} parts hold.", {"held": len(held), "parts": len(criterion.parts)}),
        credit=credit,
    )
    return at_level(criterion, result, call, len(held))


def _joined(results: Sequence[CriterionResult]) -> tuple[Evidence, ...]:
    """The first passage of each part, then more as room is left; each once, in order of time."""
    deepest = max((len(each.evidence) for each in results), default=0)
    found = [each.evidence[depth] for depth in range(deepest) for each in results if depth < len(each.evidence)]
    kept: list[Evidence] = []
    for evidence in found:
        if evidence not in kept and len(kept) < MOST_EVIDENCE:
            kept.append(evidence)
    return tuple(sorted(kept, key=lambda each: (each.start_ms, each.channel)))


def _told(held: Sequence[object], parts: Sequence[object], undecided: int) -> dict[str, str | int | float]:
    return {"held": len(held), "parts": len(parts), "undecided": undecided}
