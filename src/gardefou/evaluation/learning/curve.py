"""How well a criterion is answered on calls of other groups, with fewer and with all labelled calls."""

from collections.abc import Sequence
from itertools import zip_longest

from gardefou.evaluation.learned_head import CurvePoint, LearnedHead
from gardefou.evaluation.learning.labelled import Exemplars, Heard
from gardefou.evaluation.learning.prediction import met_probability, sentence_scores
from gardefou.evaluation.learning.training import FEWEST_CALLS, folds, from_heard
from gardefou.kernel.embeddings import SentenceEmbeddings

SIZES = (0, 10, 20, 50, 100, 200)


def learning_curve(
    exemplars: Exemplars, heard: Sequence[Heard], words: bool, embeddings: SentenceEmbeddings
) -> tuple[CurvePoint, ...]:
    """One point a number of calls to learn from; every call is answered by what learned nothing from its group."""
    lots = folds(heard)
    most = len(heard) - max((len(lot) for lot in lots), default=0)
    sizes = [size for size in SIZES if size < most]
    points = [_point(exemplars, heard, lots, size, words, embeddings) for size in sizes]
    if most >= FEWEST_CALLS:
        points.append(_point(exemplars, heard, lots, most, words, embeddings))
    return tuple(points)


def _point(
    exemplars: Exemplars,
    heard: Sequence[Heard],
    lots: Sequence[frozenset[int]],
    size: int,
    words: bool,
    embeddings: SentenceEmbeddings,
) -> CurvePoint:
    answers: list[bool] = []
    for lot in lots:
        lessons = _spread([each for i, each in enumerate(heard) if i not in lot])[:size]
        head = from_heard(exemplars, lessons, words, embeddings)
        answers += [agrees for i in sorted(lot) if (agrees := _agrees(head, heard[i])) is not None]
    right = round(sum(answers) / len(answers), 3) if answers else None
    return CurvePoint(calls=size, right=right, decided=round(len(answers) / len(heard), 3))


def _agrees(head: LearnedHead, heard: Heard) -> bool | None:
    """Whether the verdict agrees with the label; None where the program cannot tell."""
    likely = met_probability(head, sentence_scores(head, heard.sentences), heard.said)
    if likely >= head.met_from:
        return heard.met
    if likely <= head.not_met_below and not heard.said:
        return not heard.met
    return None


def _spread(heard: Sequence[Heard]) -> list[Heard]:
    """The calls of all groups in turn, so that a few calls are of many speakers."""
    by_group: dict[str, list[Heard]] = {}
    for each in heard:
        by_group.setdefault(each.group, []).append(each)
    turns = zip_longest(*(by_group[group] for group in sorted(by_group)))
    return [each for turn in turns for each in turn if each is not None]
