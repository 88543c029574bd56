"""Criteria that count the same thing twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gardefou.evaluation.criteria import Criterion, MeasureRule, PhraseRule
from gardefou.evaluation.lint.findings import Found, Place, Surroundings
from gardefou.evaluation.lint.walk import LANGUAGES, criteria_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors
from gardefou.kernel.message import Message
from gardefou.query.describe import describe
from gardefou.query.text import tokens

_SAME_WORDS = 0.8
_SAME_MEANING = 0.6
"""In the shipped scorecards, different questions of one come to .53 at most, the same one in two to .55 to .87."""
_SAME_EXEMPLARS = 0.5
_MOST_TOLD = 3
"""Of the criteria before that one is like."""
_EMPTY = frozenset(
    tokens(
        "la le les l un une des du de d a au aux et ou en dans que qu est ce t elle il personne conseiller repond qui "
        "the a an of to in and or that does do is are adviser customer call taker they their client"
    )
)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What of a criterion is compared, read once."""

    place: Place
    id: str
    questions: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    rule: object
    exemplars: frozenset[str]
    vectors: Vectors | None


def overlaps(scorecard: Scorecard, surroundings: Surroundings) -> Iterator[Found]:
    """Criteria that ask, look for, or exemplify nearly the same as one before."""
    compared = [_read(place, each, surroundings.embeddings) for place, each in criteria_of(scorecard)]
    for number, second in enumerate(compared):
        if surroundings.only in (None, second.id):
            for told in _alike(compared[:number], second):
                yield Found((*second.place, "question"), second.id, told)


def _alike(before: Sequence[_Compared], second: _Compared) -> Iterator[Message]:
    count = 0
    for first in before:
        told = _same(first, second)
        if told:
            yield told
            count += 1
        if count == _MOST_TOLD:
            return


def _read(place: Place, criterion: Criterion, embeddings: SentenceEmbeddings | None) -> _Compared:
    questions = tuple(criterion.question.into(language) for language in LANGUAGES)
    exemplars = criterion.exemplars.all()
    return _Compared(
        place,
        criterion.id,
        questions,
        tuple(frozenset(tokens(each)) - _EMPTY for each in questions),
        _rule(criterion),
        frozenset(exemplars),
        embeddings.embed(exemplars) if embeddings and exemplars else None,
    )


def _same(first: _Compared, second: _Compared) -> Message | None:
    other: dict[str, str | int | float] = {"other": first.id}
    if any(_likeness(first, second, number) >= _SAME_WORDS for number in range(len(LANGUAGES))):
        return Message("overlaps with {other}: their questions have nearly the same words", other)
    if first.rule is not None and first.rule == second.rule:
        return Message("overlaps with {other}: they look for the same words, or keep the same limits", other)
    shared = first.exemplars & second.exemplars
    if shared and len(shared) >= _SAME_EXEMPLARS * min(len(first.exemplars), len(second.exemplars)):
        return Message("overlaps with {other}: they share exemplars", other)
    if _mean_the_same(first, second):
        return Message("overlaps with {other}: their exemplars mean nearly the same", other)
    return None


def _mean_the_same(first: _Compared, second: _Compared) -> bool:
    """Whether their exemplars do: questions themselves are all alike to embeddings."""
    if first.vectors is None or second.vectors is None:
        return False
    return _mutual(first.vectors @ second.vectors.T) >= _SAME_MEANING


def _rule(criterion: Criterion) -> object:
    """What decides, where it is words or a measure."""
    if isinstance(criterion, PhraseRule):
        return describe(criterion.find), criterion.applies_if
    if isinstance(criterion, MeasureRule):
        return criterion.measure, criterion.at_most, criterion.at_least, criterion.applies_when
    return None


def _likeness(first: _Compared, second: _Compared, number: int) -> float:
    """The share of words that two questions have in common, without those that every question has."""
    together = first.words[number] | second.words[number]
    if not together:
        return float(first.questions[number] == second.questions[number])
    return len(first.words[number] & second.words[number]) / len(together)


def _mutual(likeness: Vectors) -> float:
    """The mean likeness of each exemplar to the nearest of the other criterion."""
    return float(likeness.max(axis=0).mean() + likeness.max(axis=1).mean()) / 2
