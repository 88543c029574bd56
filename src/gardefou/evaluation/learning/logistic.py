"""Logistic regression with a penalty, by Newton's method; the same data give the same weights."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gardefou.evaluation.learning.features import SLOTS, Numbers, Sentences

STRENGTH = 3.0
"""Weight of the data against the penalty on large weights."""
MOST_STEPS = 30
MOST_INNER_STEPS = 60
TOLERANCE = 1e-4
INNER_TOLERANCE = 0.05
STEADIEST = 1e-9


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of a sentence's vector and slots, and what is added to every score."""

    sentence: Numbers
    words: Numbers
    bias: float

    def scores(self, sentences: Sentences) -> Numbers:
        """The log-odds of each sentence."""
        return np.asarray(sentences.times(self.sentence, self.words) + self.bias, np.float64)


def fitted(sentences: Sentences, positive: npt.NDArray[np.bool_], importance: Numbers) -> Classifier:
    """The classifier that tells the positive sentences from the others, each as important as it is said to be."""
    dimensions = sentences.vectors.shape[1]
    weights = np.zeros(dimensions + SLOTS + 1)
    gradient = _gradient(sentences, weights, positive, importance)
    enough = TOLERANCE * np.linalg.norm(gradient)
    for _ in range(MOST_STEPS):
        if np.linalg.norm(gradient) <= enough:
            break
        step = _step(sentences, weights, gradient, importance)
        weights = _descended(sentences, weights, step, gradient, positive, importance)
        gradient = _gradient(sentences, weights, positive, importance)
    return Classifier(weights[:dimensions], weights[dimensions:-1], float(weights[-1]))


def _scores(sentences: Sentences, weights: Numbers) -> Numbers:
    dimensions = sentences.vectors.shape[1]
    return np.asarray(sentences.times(weights[:dimensions], weights[dimensions:-1]) + weights[-1], np.float64)


def _turned(sentences: Sentences, each: Numbers) -> Numbers:
    return np.concatenate([*sentences.turned(each), [each.sum()]])


def _loss(sentences: Sentences, weights: Numbers, positive: npt.NDArray[np.bool_], importance: Numbers) -> float:
    scores = _scores(sentences, weights)
    errors = np.logaddexp(0, np.where(positive, -scores, scores))
    return float(STRENGTH * importance @ errors + weights @ weights / 2)


def _gradient(sentences: Sentences, weights: Numbers, positive: npt.NDArray[np.bool_], importance: Numbers) -> Numbers:
    likely = sigmoid(_scores(sentences, weights))
    return STRENGTH * _turned(sentences, importance * (likely - positive)) + weights


def _step(sentences: Sentences, weights: Numbers, gradient: Numbers, importance: Numbers) -> Numbers:
    """Newton's step, by conjugate gradients."""
    likely = sigmoid(_scores(sentences, weights))
    curvature = STRENGTH * importance * likely * (1 - likely)
    step = np.zeros_like(weights)
    residual, direction = -gradient, -gradient
    size = residual @ residual
    enough = INNER_TOLERANCE**2 * size
    for _ in range(MOST_INNER_STEPS):
        bent = _turned(sentences, curvature * _scores(sentences, direction)) + direction
        length = size / (direction @ bent)
        step = step + length * direction
        residual = residual - length * bent
        before, size = size, residual @ residual
        if size <= enough:
            break
        direction = residual + size / before * direction
    return step


def _descended(
    sentences: Sentences,
    weights: Numbers,
    step: Numbers,
    gradient: Numbers,
    positive: npt.NDArray[np.bool_],
    importance: Numbers,
) -> Numbers:
    """The weights after the step, halved until it descends."""
    loss = _loss(sentences, weights, positive, importance)
    length = 1.0
    while length > STEADIEST:
        moved = weights + length * step
        if _loss(sentences, moved, positive, importance) <= loss + 1e-4 * length * (gradient @ step):
            return moved
        length /= 2
    return weights


def sigmoid(scores: npt.NDArray[np.floating] | float) -> Numbers:
    """Log-odds as probabilities, without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0, -np.asarray(scores, np.float64))), np.float64)
