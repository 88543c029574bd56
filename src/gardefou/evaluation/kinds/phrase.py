"""Criteria that look for words."""

from gardefou.evaluation.criteria import PhraseCriterion, PhrasePart
from gardefou.evaluation.grounded import by_words
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict
from gardefou.query.describe import describe
from gardefou.query.match import Finding
from gardefou.query.model import Query
from gardefou.query.reach import asks_for_all, searched_roles, searched_span

CONFIDENCE_FOUND = 0.9
CONFIDENCE_ABSENT = 0.7
"""Words that are there were said; words that are not there may have been said otherwise. Not calibrated yet."""


def answer(criterion: PhraseCriterion | PhrasePart, call: CallUnderEvaluation) -> CriterionResult:
    """Met when the words are there, not met when they are not."""
    finding = call.searcher.find(criterion.find)
    if not finding.known:
        return unknown(criterion.id, finding)
    if finding.found and finding.evidence:
        why = Message("The words looked for were said.")
        together = asks_for_all(criterion.find)
        return by_words(criterion.id, Verdict.MET, CONFIDENCE_FOUND, finding, call.sentences, why, together)
    if finding.evidence:
        why = Message("What was not to be said was said.")
        return by_words(criterion.id, Verdict.NOT_MET, CONFIDENCE_FOUND, finding, call.sentences, why)
    evidence = searched(criterion.find, call)
    if finding.found:
        why = Message("What was not to be said was not said.")
        return CriterionResult(criterion.id, Verdict.MET, CONFIDENCE_ABSENT, evidence, why)
    why = Message("The words looked for were not heard.")
    return CriterionResult(criterion.id, Verdict.NOT_MET, CONFIDENCE_ABSENT, evidence, why)


def unknown(id_: str, finding: Finding) -> CriterionResult:
    """Cannot tell, and why a query has no answer."""
    why = finding.why or Message("The call does not allow a measure that this asks for.")
    return CriterionResult(id_, Verdict.CANNOT_TELL, 0.0, (), why)


def searched(query: Query, call: CallUnderEvaluation) -> tuple[Evidence, ...]:
    """Evidence that the words of a query are not there: where they were searched."""
    span = searched_span(query, call.searcher.conversation)
    roles = searched_roles(query)
    how = Message("searched for: {query}", {"query": describe(query, lists=False)})
    return call.searched(span, roles, how)
