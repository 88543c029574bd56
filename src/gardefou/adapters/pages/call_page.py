"""What the served page of a call shows: a call and its evaluation, whoever reads it."""

from dataclasses import dataclass
from datetime import datetime

from gardefou.adapters.report.call_view import CallMaterial, CallView, call_view
from gardefou.adapters.report.citations import Citation, Citations
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage(CallMaterial):
    """A call for its served page; `started_at` carries the time zone of its site."""

    started_at: datetime

    def view(self, code: str) -> CallView:
        """The same, ready for the templates in `call` in one language.

        Raises KeyError when the evaluation does not answer the scorecard.
        """
        return call_view(self, code)


def citation(evaluation: Evaluation, number: int) -> Citation:
    """The evidence that pages show under a number.

    Raises InputRefused when there is none.
    """
    for each in Citations(evaluation).items:
        if each.number == number:
            return each
    raise InputRefused(f"passage {number}", "the evaluation has no evidence of that number")


def to_hear(evaluation: Evaluation) -> dict[str, tuple[int, ...]]:
    """By criterion, the numbers of the evidence that a person has to hear before deciding it: that of not met (S3)."""
    citations = Citations(evaluation)
    return {
        result.id: tuple(each.number for each in citations.of(result.evidence))
        for result in evaluation.criteria
        if result.verdict is Verdict.NOT_MET
    }
