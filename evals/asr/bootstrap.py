"""How sure a difference between two systems is: recordings drawn again, the same ones for both."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

RESAMPLES, SEED, BOUND = 10_000, 20260101, 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """Word error rate of one system less that of another; the true one lies below `upper` with 95 % confidence."""

    rate: float
    upper: float


def paired_difference(
    ours: Mapping[str, tuple[int, int]], other: Mapping[str, tuple[int, int]], resamples: int = RESAMPLES
) -> Difference:
    """The difference over errors and words by source; a recording used several times is one draw.

    Raises ValueError when no words were said, or when they are not the same ones.
    """
    sources = sorted(ours)
    words = np.array([ours[source][1] for source in sources], np.float64)
    if sources != sorted(other) or any(ours[source][1] != other[source][1] for source in sources):
        raise ValueError("the two were not measured on the same words")
    if not words.sum():
        raise ValueError("nothing was said")
    more = np.array([ours[source][0] - other[source][0] for source in sources], np.float64)
    draws = np.random.default_rng(SEED).multinomial(len(sources), np.full(len(sources), 1 / len(sources)), resamples)
    said = draws @ words
    rates = (draws @ more)[said > 0] / said[said > 0]
    return Difference(float(more.sum() / words.sum()), float(np.quantile(rates, BOUND)))
