"""Between which probabilities the program cannot tell."""

import numpy as np

from gardefou.evaluation.learning.features import Numbers

WIDEST = 0.2
ASSUMED_BAND = (0.3, 0.7)
NEVER_ABSENT = (0.1, 0.7)
"""Where calls were labelled and hardly any is not met, an absence has to be plain: nobody saw how one looks."""
STEP = 0.05
FEWEST_DECIDED = 0.5
"""The share of calls to decide: of those kept aside for the calibration, a little more than is asked of new ones."""


def band(probabilities: Numbers) -> tuple[float, float]:
    """`not_met_below` and `met_from`: as far apart as leaves enough of these calls decided."""
    half = WIDEST
    while half > STEP and decided(probabilities, half) < FEWEST_DECIDED:
        half -= STEP
    return round(0.5 - half, 2), round(0.5 + half, 2)


def decided(probabilities: Numbers, half: float) -> float:
    """The share outside the band."""
    return float(np.mean(np.abs(probabilities - 0.5) >= half)) if len(probabilities) else 1.0
