"""Criteria that a language model of one's own endpoint answers."""

from gardefou.evaluation.criteria import JudgeCriterion
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.ports import LanguageModel
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.message import Message
from gardefou.kernel.verdict import Verdict


class Judge:
    """One criterion with the model that answers it."""

    def __init__(self, criterion: JudgeCriterion, model: LanguageModel | None) -> None:
        self._criterion = criterion
        self._model = model

    def answer(self, call: CallUnderEvaluation) -> CriterionResult:
        """Cannot tell: no language model is configured."""
        why = Message("No language model is configured.")
        return CriterionResult(self._criterion.id, Verdict.CANNOT_TELL, 0.0, (), why)
