"""From the highest score of a call to a probability, fitted on calls that the score was not learned from."""

from collections.abc import Sequence

import numpy as np

from gardefou.evaluation.learned_head import Calibration
from gardefou.evaluation.learning.features import Numbers
from gardefou.evaluation.learning.logistic import sigmoid

SLOPE, OFFSET = 1.0, 0.5
"""What is assumed without calls: sentences are scored in log-odds, and exemplars differ from how people speak."""
TRUST = 1.0
"""How many calls the assumption counts for, roughly."""
WORDS = 2.0
"""A word list that is right nine times in ten. It is set, not learned: lists are often written on the same calls."""
STEPS = 50
FLATTEST = 0.05


def assumed(words: bool) -> Calibration:
    """The calibration without calls."""
    return Calibration(slope=SLOPE, offset=OFFSET, words=WORDS if words else 0.0)


def calibrated(scores: Numbers, met: Sequence[bool], words: bool) -> Calibration:
    """The calibration that calls support, drawn towards the assumption since calls are few."""
    believed = np.array([SLOPE, OFFSET])
    trust = TRUST * np.array([1.0, 0.1])
    columns = np.column_stack([scores, np.ones(len(scores))])
    target = _smoothed(met)
    fit = believed.copy()
    for _ in range(STEPS):
        likely = sigmoid(columns @ fit)
        gradient = columns.T @ (likely - target) + 2 * trust * (fit - believed)
        curvature = (columns * (likely * (1 - likely))[:, None]).T @ columns + 2 * np.diag(trust)
        fit = fit - np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    slope, offset = (round(float(each), 4) for each in fit)
    return Calibration(slope=max(FLATTEST, slope), offset=offset, words=WORDS if words else 0.0)


def _smoothed(met: Sequence[bool]) -> Numbers:
    """Targets a little short of certain, after Platt (1999)."""
    yes = sum(met)
    no = len(met) - yes
    return np.where(met, (yes + 1) / (yes + 2), 1 / (no + 2))


def probability(calibration: Calibration, score: Numbers | float, said: Sequence[bool] | bool) -> Numbers:
    """How probably the criterion is met."""
    words = np.where(said, calibration.words, -calibration.words)
    return sigmoid(calibration.slope * np.asarray(score) + calibration.offset + words)
