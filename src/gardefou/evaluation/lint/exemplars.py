"""Exemplars that are missing, or that a criterion's own rule judges otherwise."""

from collections.abc import Iterator

from gardefou.evaluation.criteria import ManualCriterion, MeaningRule, MeasureRule, PhraseRule
from gardefou.evaluation.lint.findings import Found, Place, Surroundings
from gardefou.evaluation.lint.walk import LANGUAGES, rules_of
from gardefou.evaluation.lint.words import said
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message
from gardefou.kernel.wording import Sentences
from gardefou.query.model import Query

_NONE_IN = {
    ("fr",): Message("has no exemplar in French"),
    ("en",): Message("has no exemplar in English"),
    ("fr", "en"): Message("has no exemplar in French and in English"),
}


def missing(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """No exemplar in a language of questions that words answer; measures and people need none."""
    for placed in rules_of(scorecard):
        exemplars = getattr(placed.rule, "exemplars", None)
        if exemplars is None or isinstance(placed.rule, MeasureRule | ManualCriterion):
            continue
        without = [language for language in LANGUAGES if not getattr(exemplars, language)]
        if without:
            yield Found(placed.place, placed.rule.id, _NONE_IN[tuple(without)])


def not_found(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Exemplars in which a criterion's query does not find what it looks for."""
    for placed in rules_of(scorecard):
        if isinstance(placed.rule, PhraseRule):
            exemplars = getattr(placed.rule, "exemplars", Sentences())
            for place, sentence, language in _sentences((*placed.place, "exemplars"), exemplars):
                if said(placed.rule.find, sentence, language) is False:
                    told = Message('the query does not find the exemplar "{sentence}"', {"sentence": sentence})
                    yield Found(place, placed.rule.id, told)


def wrongly_found(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Counter-exemplars that a criterion's query takes for what it looks for, and those that are exemplars too."""
    for placed in rules_of(scorecard):
        counter = getattr(placed.rule, "counter_exemplars", Sentences())
        exemplars = set(getattr(placed.rule, "exemplars", Sentences()).all())
        query = _query(placed.rule)
        for place, sentence, language in _sentences((*placed.place, "counter_exemplars"), counter):
            quoted: dict[str, str | int | float] = {"sentence": sentence}
            if sentence in exemplars:
                told = Message('"{sentence}" is an exemplar and a counter-exemplar', quoted)
                yield Found(place, placed.rule.id, told)
            elif query is not None and said(query, sentence, language):
                told = Message('the query finds the counter-exemplar "{sentence}"', quoted)
                yield Found(place, placed.rule.id, told)


def _query(rule: object) -> Query | None:
    if isinstance(rule, PhraseRule):
        return rule.find
    return rule.phrases if isinstance(rule, MeaningRule) else None


def _sentences(place: Place, sentences: Sentences) -> Iterator[tuple[Place, str, str]]:
    for language in LANGUAGES:
        for number, sentence in enumerate(getattr(sentences, language)):
            yield (*place, language, number), sentence, language
