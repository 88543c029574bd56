"""Scorecards with one question, for tests of what none may ask."""

from typing import Any

from gardefou.evaluation.lint.forbidden import forbidden
from gardefou.evaluation.model import Scorecard

PLAIN = {"fr": "La personne dit-elle bonjour ?", "en": "Does the adviser say hello?"}


def found_in(question: str, language: str) -> set[str]:
    """What the linter finds in a scorecard that asks this."""
    criterion: dict[str, Any] = {"id": "one", "question": PLAIN | {language: question}, "guidance": PLAIN}
    section = {"id": "all", "title": PLAIN, "criteria": [criterion | {"kind": "manual"}]}
    document = {"id": "asked", "version": "1", "title": PLAIN, "sections": [section]}
    return {finding.code for finding in forbidden(Scorecard.model_validate(document))}
