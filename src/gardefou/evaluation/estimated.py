"""Verdicts on a call whose speakers are only estimated: less sure, and none that a wrong estimate would turn."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from gardefou.evaluation.applicability import roles_named
from gardefou.evaluation.criteria import CombinationCriterion, Criterion, JudgeCriterion, MeaningRule
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.rules import undecided
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict

MOST_CONFIDENCE = 0.6
"""The most confidence of a verdict that rests on who speaks, where that is an estimate. Not calibrated."""

Answer = Callable[[CallUnderEvaluation], CriterionResult]


def with_estimated_speakers(criterion: Criterion, call: CallUnderEvaluation, answer: Answer) -> CriterionResult:
    """The answer, less sure; "cannot tell" where words held against somebody, or an absence, rest on the estimate."""
    given = answer(call)
    if given.verdict is Verdict.CANNOT_TELL or not rests_on_speakers(criterion):
        return given
    is_quoted = any(each.kind is EvidenceKind.QUOTE for each in given.evidence)
    if given.verdict is Verdict.NOT_MET and (is_quoted or isinstance(criterion, JudgeCriterion)):
        return undecided(given, Message("Who says this is an estimate: two people share one channel."))
    if not is_quoted and any(answer(other).verdict is not given.verdict for other in whoever_spoke(call)):
        return undecided(given, Message("The answer depends on who speaks, which is an estimate here."))
    return replace(given, confidence=min(given.confidence, MOST_CONFIDENCE))


def rests_on_speakers(criterion: Criterion) -> bool:
    """Whether it matters who says what."""
    rules = (criterion, *criterion.parts) if isinstance(criterion, CombinationCriterion) else (criterion,)
    return bool(roles_named(criterion)) or any(isinstance(each, MeaningRule | JudgeCriterion) for each in rules)


def whoever_spoke(call: CallUnderEvaluation) -> Iterator[CallUnderEvaluation]:
    """The call as if the adviser, then the customer, had said everything."""
    for role in Role:
        said = tuple(replace(segment, role=role) for segment in call.transcript.segments)
        yield call.with_transcript(replace(call.transcript, segments=said, roles=tuple(Role)))
