"""Calls in a few lines and questions about them, for tests of verdicts and of what shows them."""

from collections.abc import Sequence
from typing import Any

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.transcript import Role, Segment, Transcript, Word

TEXT = {"fr": "Question ?", "en": "Question?"}
WORD_MS = 300


def turn(role: Role, start_ms: int, text: str, confidence: float | None = None, badly: Sequence[str] = ()) -> Segment:
    """Words that follow each other without a gap; those heard `badly` have a confidence of .05."""
    words = tuple(
        Word(start_ms + WORD_MS * i, start_ms + WORD_MS * (i + 1), word, 0.05 if word in badly else confidence)
        for i, word in enumerate(text.split())
    )
    return Segment(int(role is Role.CUSTOMER), role, start_ms, words[-1].end_ms, text, confidence, words)


def adviser(start_ms: int, text: str, confidence: float | None = None, badly: Sequence[str] = ()) -> Segment:
    return turn(Role.ADVISER, start_ms, text, confidence, badly)


def customer(start_ms: int, text: str, confidence: float | None = None) -> Segment:
    return turn(Role.CUSTOMER, start_ms, text, confidence)


def call(*segments: Segment, **more: Any) -> Transcript:
    ordered = tuple(sorted(segments, key=lambda each: each.start_ms))
    return Transcript(max(each.end_ms for each in ordered) + 100, "fr", "test", ordered, **more)


def said(query: str, **more: Any) -> dict[str, Any]:
    return {"kind": "phrase", "find": query, **more}


def parts(*queries: str, **more: Any) -> dict[str, Any]:
    own = [{"id": f"part{i}", "title": TEXT, **said(query)} for i, query in enumerate(queries)]
    return {"kind": "combination", "parts": own, **more}


def result(heard: Transcript, criterion: dict[str, Any]) -> CriterionResult:
    question = {"id": "asked", "question": TEXT, "guidance": TEXT, **criterion}
    section = {"id": "all", "title": TEXT, "criteria": [question]}
    card = Scorecard.model_validate({"id": "test", "version": "1", "title": TEXT, "sections": [section]})
    (only,) = ScorecardEvaluator(card, Engines()).evaluate(heard, measure(heard)).criteria
    return only


def quotes(heard: Transcript, criterion: dict[str, Any]) -> list[str]:
    return [each.quote for each in result(heard, criterion).evidence]
