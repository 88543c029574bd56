"""Criteria that people answer, and the program never."""

from gardefou.evaluation.criteria import ManualCriterion
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict


def left_to_people(criterion: ManualCriterion) -> CriterionResult:
    """Cannot tell, always."""
    why = Message("A person answers this question, not the program.")
    return CriterionResult(criterion.id, Verdict.CANNOT_TELL, 0.0, (), why)
