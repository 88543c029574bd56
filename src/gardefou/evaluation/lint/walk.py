"""The parts of a scorecard with the places where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gardefou.evaluation.criteria import CombinationCriterion, Criterion, JudgeCriterion, Part
from gardefou.evaluation.lint.findings import Place
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.wording import Sentences, Wording

LANGUAGES = ("fr", "en")


class Role(StrEnum):
    """What a text is for."""

    TITLE = "title"
    QUESTION = "question"
    GUIDANCE = "guidance"
    EXEMPLAR = "exemplar"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language; `is_sent` where a language model is asked with it."""

    place: Place
    subject: str
    role: Role
    language: str
    content: str
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion, or a part of one, with its place."""

    place: Place
    rule: Criterion | Part


def criteria_of(scorecard: Scorecard) -> Iterator[tuple[Place, Criterion]]:
    """Every criterion with its place."""
    for number, section in enumerate(scorecard.sections):
        for inner, criterion in enumerate(section.criteria):
            yield ("sections", number, "criteria", inner), criterion


def rules_of(scorecard: Scorecard) -> Iterator[Placed]:
    """Every criterion and every part, with its place."""
    for place, criterion in criteria_of(scorecard):
        yield Placed(place, criterion)
        if isinstance(criterion, CombinationCriterion):
            for number, part in enumerate(criterion.parts):
                yield Placed((*place, "parts", number), part)


def texts_of(scorecard: Scorecard, *, with_exemplars: bool = False) -> Iterator[Text]:
    """Every text that people read, in each language, and where asked for the exemplars that a judge is sent.

    Other exemplars are words said and no such text.
    """
    yield from _worded(("title",), scorecard.id, Role.TITLE, scorecard.title)
    for number, section in enumerate(scorecard.sections):
        yield from _worded(("sections", number, "title"), section.id, Role.TITLE, section.title)
    for place, criterion in criteria_of(scorecard):
        yield from _of_criterion(place, criterion)
        if with_exemplars and isinstance(criterion, JudgeCriterion):
            yield from _sent_sentences((*place, "exemplars"), criterion.id, criterion.exemplars)
            yield from _sent_sentences((*place, "counter_exemplars"), criterion.id, criterion.counter_exemplars)


def _of_criterion(place: Place, criterion: Criterion) -> Iterator[Text]:
    is_sent = isinstance(criterion, JudgeCriterion)
    yield from _worded((*place, "question"), criterion.id, Role.QUESTION, criterion.question, is_sent)
    yield from _worded((*place, "guidance"), criterion.id, Role.GUIDANCE, criterion.guidance, is_sent)
    for number, level in enumerate(criterion.levels):
        yield from _worded((*place, "levels", number, "title"), criterion.id, Role.TITLE, level.title, is_sent)
    if isinstance(criterion, CombinationCriterion):
        for number, part in enumerate(criterion.parts):
            yield from _worded((*place, "parts", number, "title"), criterion.id, Role.TITLE, part.title)


def _sent_sentences(place: Place, subject: str, sentences: Sentences) -> Iterator[Text]:
    for language in LANGUAGES:
        for number, sentence in enumerate(getattr(sentences, language)):
            yield Text((*place, language, number), subject, Role.EXEMPLAR, language, sentence, is_sent=True)


def questions_of(scorecard: Scorecard) -> Iterator[Text]:
    """Every question, in each language."""
    return (text for text in texts_of(scorecard) if text.role is Role.QUESTION)


def _worded(place: Place, subject: str, role: Role, wording: Wording, is_sent: bool = False) -> Iterator[Text]:
    for language in LANGUAGES:
        yield Text((*place, language), subject, role, language, wording.into(language), is_sent)
