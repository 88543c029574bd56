"""Guidance that does not help, and texts that were not translated."""

import re
from collections.abc import Iterator

from gardefou.evaluation.lint.findings import Found, Surroundings
from gardefou.evaluation.lint.patterns import simplified
from gardefou.evaluation.lint.walk import LANGUAGES, criteria_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message

_FEWEST_WORDS = 3
_FEWEST_WORDS_TO_TRANSLATE = 3
_WORD = re.compile(r"[^\W_]+")


def guidance(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Guidance of hardly a word, or the question again."""
    for place, criterion in criteria_of(scorecard):
        for language in LANGUAGES:
            words = _words(criterion.guidance.into(language))
            if words == _words(criterion.question.into(language)):
                yield Found((*place, "guidance", language), criterion.id, Message("the guidance repeats the question"))
            elif len(words) < _FEWEST_WORDS:
                yield Found((*place, "guidance", language), criterion.id, Message("the guidance says next to nothing"))


def untranslated(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Questions and guidance that are the same in both languages."""
    for place, criterion in criteria_of(scorecard):
        for field, wording, told in (
            ("question", criterion.question, Message("the question is the same text in French and in English")),
            ("guidance", criterion.guidance, Message("the guidance is the same text in French and in English")),
        ):
            words = _words(wording.fr)
            if len(words) >= _FEWEST_WORDS_TO_TRANSLATE and words == _words(wording.en):
                yield Found((*place, field), criterion.id, told)


def _words(text: str) -> list[str]:
    return _WORD.findall(simplified(text))
