"""Criteria that count the same thing twice."""

from collections.abc import Iterator
from itertools import combinations

from gardefou.evaluation.criteria import Criterion, MeasureRule, PhraseRule
from gardefou.evaluation.lint.findings import Found, Place, Surroundings
from gardefou.evaluation.lint.walk import LANGUAGES, criteria_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors
from gardefou.query.describe import describe
from gardefou.query.text import tokens

_SAME_WORDS = 0.8
_SAME_MEANING = 0.6
"""In the shipped scorecards, different questions of one come to .53 at most, the same one in two to .55 to .87."""
_SAME_EXEMPLARS = 0.5
_EMPTY = frozenset(
    tokens(
        "la le les l un une des du de d a au aux et ou en dans que qu est ce t elle il personne conseiller repond qui "
        "the a an of to in and or that does do is are adviser customer call taker they their client"
    )
)


def overlaps(scorecard: Scorecard, surroundings: Surroundings) -> Iterator[Found]:
    """Pairs of criteria that ask, look for, or exemplify nearly the same."""
    placed = list(criteria_of(scorecard))
    near = _near_in_meaning(placed, surroundings.embeddings) if surroundings.embeddings else frozenset()
    for (_, first), (place, second) in combinations(placed, 2):
        cause = _same(first, second)
        if not cause and (first.id, second.id) in near:
            cause = "their exemplars mean nearly the same"
        if cause:
            yield Found((*place, "question"), second.id, f"overlaps with {first.id}: {cause}")


def _same(first: Criterion, second: Criterion) -> str | None:
    if any(_likeness(first.question.into(each), second.question.into(each)) >= _SAME_WORDS for each in LANGUAGES):
        return "their questions have nearly the same words"
    if _rule(first) is not None and _rule(first) == _rule(second):
        return "they look for the same words, or keep the same limits"
    shared = set(first.exemplars.all()) & set(second.exemplars.all())
    fewest = min(len(first.exemplars.all()), len(second.exemplars.all()))
    if shared and len(shared) >= _SAME_EXEMPLARS * fewest:
        return "they share exemplars"
    return None


def _rule(criterion: Criterion) -> object:
    """What decides, where it is words or a measure."""
    if isinstance(criterion, PhraseRule):
        return describe(criterion.find), criterion.applies_if
    if isinstance(criterion, MeasureRule):
        return criterion.measure, criterion.at_most, criterion.at_least, criterion.applies_when
    return None


def _likeness(first: str, second: str) -> float:
    """The share of words that two questions have in common, without those that every question has."""
    words = [frozenset(tokens(each)) - _EMPTY for each in (first, second)]
    together = words[0] | words[1]
    return len(words[0] & words[1]) / len(together) if together else float(first == second)


def _near_in_meaning(
    placed: list[tuple[Place, Criterion]], embeddings: SentenceEmbeddings
) -> frozenset[tuple[str, str]]:
    """Pairs whose exemplars say nearly the same: questions themselves are all alike to embeddings."""
    vectors = {
        criterion.id: embeddings.embed(criterion.exemplars.all())
        for _, criterion in placed
        if criterion.exemplars.all()
    }
    return frozenset(
        (first, second)
        for first, second in combinations(vectors, 2)
        if _mutual(vectors[first] @ vectors[second].T) >= _SAME_MEANING
    )


def _mutual(likeness: Vectors) -> float:
    """The mean likeness of each exemplar to the nearest of the other criterion."""
    return float(likeness.max(axis=0).mean() + likeness.max(axis=1).mean()) / 2
