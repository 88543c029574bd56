"""Questions for people only: the program never answers them, and does not pretend to."""

import pytest
from pydantic import ValidationError
from tests.calls import transcript

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.verdict import Verdict

TEXT = {"fr": "La personne a-t-elle répondu à la demande ?", "en": "Was the request answered?"}
MANUAL = {"id": "answered", "question": TEXT, "guidance": TEXT, "kind": "manual"}


def card(**changes: object) -> Scorecard:
    section = {"id": "all", "title": TEXT, "criteria": [MANUAL | changes]}
    return Scorecard.model_validate({"id": "test", "version": "1", "title": TEXT, "sections": [section]})


def test_a_manual_question_is_left_open_for_every_call() -> None:
    call = transcript(("adviser", 0, 4_000, "Bonjour, c'est fait."), ("customer", 5_000, 6_000, "Merci."))
    evaluation = ScorecardEvaluator(card(), Engines()).evaluate(call, measure(call))
    (result,) = evaluation.criteria
    assert result.verdict is Verdict.CANNOT_TELL
    assert "A person answers this question" in str(result.why)
    assert evaluation.score is None


def test_a_manual_question_cannot_be_automated() -> None:
    with pytest.raises(ValidationError):
        card(automation="prefill")
