"""Whether a question applies to a call: whose words it needs, and what must have been said or measured."""

from collections.abc import Iterator

from gardefou.evaluation.criteria import CombinationCriterion, Criterion, MeaningRule, Part, PhraseRule
from gardefou.evaluation.grounded import by_words, resting_on
from gardefou.evaluation.kinds import measure, phrase
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import NOTHING
from gardefou.query.model import Query
from gardefou.query.reach import named_roles

_WHY = Message("Nothing in the call makes this question apply.")


def queries_of(criterion: Criterion) -> Iterator[Query]:
    """Every query of a criterion and of its parts."""
    if criterion.applies_if:
        yield criterion.applies_if
    yield from _own(criterion)
    if isinstance(criterion, CombinationCriterion):
        for part in criterion.parts:
            yield from _own(part)


def _own(rule: Criterion | Part) -> Iterator[Query]:
    if isinstance(rule, PhraseRule):
        yield rule.find
    if isinstance(rule, MeaningRule) and rule.phrases:
        yield rule.phrases


def roles_named(criterion: Criterion) -> frozenset[Role]:
    """The speakers that its queries name."""
    return frozenset(role for query in queries_of(criterion) for role in named_roles(query))


def why_not_applicable(criterion: Criterion, call: CallUnderEvaluation) -> CriterionResult | None:
    """The result of a question that does not apply, with what was found or searched; None where it applies."""
    if criterion.applies_if:
        finding = call.searcher.find(criterion.applies_if)
        if not finding.known:
            return phrase.unknown(criterion.id, finding)
        if not finding.found and finding.evidence:
            confidence = phrase.CONFIDENCE_ABSENT
            return by_words(criterion.id, Verdict.NOT_APPLICABLE, confidence, finding, call.sentences, _WHY)
        if not finding.found:
            return _not_applicable(criterion, phrase.searched(criterion.applies_if, call))
    if criterion.applies_when:
        measured = call.measures[criterion.applies_when.measure]
        if measured.value is None:
            why = Message("The call does not allow this measure: {measure}.", {"measure": measured.name.value})
            return CriterionResult(criterion.id, Verdict.CANNOT_TELL, 0.0, (), why)
        if not criterion.applies_when.hold(measured.value):
            evidence = call.searched(call.searcher.conversation, tuple(Role), measure.told(measured))
            return resting_on(_not_applicable(criterion, evidence), NOTHING)
    return None


def _not_applicable(criterion: Criterion, evidence: tuple[Evidence, ...]) -> CriterionResult:
    return CriterionResult(criterion.id, Verdict.NOT_APPLICABLE, phrase.CONFIDENCE_ABSENT, evidence, _WHY)
