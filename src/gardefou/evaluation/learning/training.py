"""Teaches a criterion of meaning from exemplars, and from labelled calls where there are enough."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gardefou.evaluation.criteria import Criterion, MeaningCriterion, MeaningPart
from gardefou.evaluation.learned_head import Calibration, LearnedHead, packed
from gardefou.evaluation.learning.calibration import assumed, calibrated, probability
from gardefou.evaluation.learning.features import SPECIFICATION, joined
from gardefou.evaluation.learning.labelled import Exemplars, Heard, LabelledCall
from gardefou.evaluation.learning.logistic import Classifier, Numbers, fitted
from gardefou.evaluation.learning.thresholds import ASSUMED_BAND, NEVER_ABSENT, band
from gardefou.kernel.embeddings import SentenceEmbeddings

FEWEST_CALLS = 10
"""Labelled calls that a criterion needs; fewer teach how those few advisers speak."""
FEWEST_OF_A_VERDICT = 3
"""Calls of each verdict that a calibration needs; without them it stays as assumed."""
MOST_FOLDS = 5
BESIDE_EVIDENCE = 0.5
"""How important a sentence is that was said in a call that meets the criterion, and is not quoted for it."""
BALANCE = 0.7
"""How far the rarer kind of sentence is made as important as the other: 0 not at all, 1 wholly."""
NO_SENTENCE = -10.0
"""The score of a call in which no sentence counts."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How many labelled calls are missing: to learn at all, and of each verdict to calibrate."""

    calls: int
    met: int
    not_met: int


def missing(met: Sequence[bool]) -> Missing:
    """What is missing where these calls are labelled, met or not."""
    yes = sum(met)
    return Missing(
        calls=max(0, FEWEST_CALLS - len(met)),
        met=max(0, FEWEST_OF_A_VERDICT - yes),
        not_met=max(0, FEWEST_OF_A_VERDICT - (len(met) - yes)),
    )


def taught(
    criterion: MeaningCriterion | MeaningPart, others: Sequence[Criterion], embeddings: SentenceEmbeddings
) -> LearnedHead:
    """What the exemplars of a scorecard alone teach a criterion; `others` are its other criteria."""
    return from_heard(Exemplars.of(criterion, others, embeddings), (), bool(criterion.phrases), embeddings)


def trained(
    criterion: MeaningCriterion | MeaningPart,
    others: Sequence[Criterion],
    calls: Sequence[LabelledCall],
    embeddings: SentenceEmbeddings,
) -> LearnedHead:
    """What exemplars and labelled calls teach a criterion; the same calls in the same order teach the same.

    Raises ValueError when there are too few calls.
    """
    if missing([each.met for each in calls]).calls:
        raise ValueError(f"the criterion {criterion.id} needs {FEWEST_CALLS} labelled calls to learn from")
    heard = [Heard.of(each, criterion) for each in calls]
    return from_heard(Exemplars.of(criterion, others, embeddings), heard, bool(criterion.phrases), embeddings)


def from_heard(
    exemplars: Exemplars, heard: Sequence[Heard], words: bool, embeddings: SentenceEmbeddings
) -> LearnedHead:
    """The head of calls made ready; `words` tells whether the criterion looks for words too."""
    classifier = _classifier(exemplars, heard)
    met = [each.met for each in heard]
    lacking = missing(met)
    if lacking.met or lacking.not_met:
        between = NEVER_ABSENT if heard and lacking.not_met else ASSUMED_BAND
        return _head(classifier, assumed(words), between, heard, embeddings)
    scores = _scores_of_others(exemplars, heard)
    calibration = calibrated(scores, met, words)
    expected = probability(calibration, scores, [each.said for each in heard])
    return _head(classifier, calibration, band(expected), heard, embeddings)


def _scores_of_others(exemplars: Exemplars, heard: Sequence[Heard]) -> Numbers:
    """The highest score of each call, by a classifier that learned nothing from its group."""
    scores = np.zeros(len(heard))
    for fold in folds(heard):
        classifier = _classifier(exemplars, [each for i, each in enumerate(heard) if i not in fold])
        for i in fold:
            scores[i] = highest(classifier, heard[i])
    return scores


def folds(heard: Sequence[Heard]) -> list[frozenset[int]]:
    """Indexes of calls in lots that share no group; of calls one by one where all are of one group."""
    groups = sorted({each.group for each in heard})
    lots: list[set[int]] = [set() for _ in range(min(MOST_FOLDS, len(heard)))]
    for index, each in enumerate(heard):
        turn = groups.index(each.group) if len(groups) > 1 else index
        lots[turn % len(lots)].add(index)
    return [frozenset(lot) for lot in lots if lot]


def highest(classifier: Classifier, heard: Heard) -> float:
    """The score of the sentence that answers best."""
    return float(classifier.scores(heard.sentences).max(initial=NO_SENTENCE))


def _classifier(exemplars: Exemplars, heard: Sequence[Heard]) -> Classifier:
    sentences, positive, importance = exemplars.together()
    shown = [each for each in heard if not each.met or each.shows.any()]
    sentences = joined([sentences, *(each.sentences for each in shown)])
    positive = np.concatenate([positive, *(each.shows for each in shown)])
    importance = np.concatenate([importance, *(_importance(each) for each in shown)])
    common, rare = importance[~positive].sum(), importance[positive].sum()
    if rare and common:
        importance[positive] *= (common / rare) ** BALANCE
    return fitted(sentences, positive, importance)


def _importance(heard: Heard) -> Numbers:
    return np.where(heard.shows | (not heard.met), 1.0, BESIDE_EVIDENCE)


def _head(
    classifier: Classifier,
    calibration: Calibration,
    between: tuple[float, float],
    heard: Sequence[Heard],
    embeddings: SentenceEmbeddings,
) -> LearnedHead:
    met = sum(each.met for each in heard)
    return LearnedHead(
        embeddings=embeddings.name,
        features=SPECIFICATION,
        sentence=packed(classifier.sentence),
        words=packed(classifier.words),
        bias=round(classifier.bias, 6),
        calibration=calibration,
        not_met_below=between[0],
        met_from=between[1],
        met_calls=met,
        not_met_calls=len(heard) - met,
        groups=len({each.group for each in heard}),
    )
