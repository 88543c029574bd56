"""Tells two voices of one call apart: which side of a line each window lies on, found without examples."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gardefou.hearing.speakers.ports import Vectors

FEWEST_WINDOWS = 20
"""With fewer, four seconds of speech, voices are not told apart."""
MOST_WINDOWS = 6_000
"""Of a longer call so many windows, spread over all of it, teach what the voices are like."""
SHRINKAGE = 0.3
"""How much the spread of one voice is taken as alike in all directions, as windows are few."""
STRETCH = 50
"""Windows that are taken together when voices are compared, some ten seconds of speech."""
FIRST_DIRECTIONS = 3
MOST_ROUNDS = 30

_Labels = npt.NDArray[np.bool_]
_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """A direction and a middle between two voices."""

    direction: _Numbers
    middle: float

    def sides(self, vectors: Vectors) -> _Numbers:
        """How much likelier the first voice is than the second, in log-odds, per vector."""
        return np.asarray(vectors @ self.direction - self.middle, np.float64)


def halves(vectors: Vectors) -> _Labels:
    """Two groups of vectors, each closer to its own mean, begun from where vectors differ most."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    found = [_settled(centred, centred @ directions[:, -each] > 0) for each in range(1, FIRST_DIRECTIONS + 1)]
    return min(found, key=lambda labels: _spread(centred, labels))


def _settled(vectors: Vectors, labels: _Labels) -> _Labels:
    for _ in range(MOST_ROUNDS):
        if not is_split(labels):
            return labels
        one, other = vectors[labels].mean(axis=0), vectors[~labels].mean(axis=0)
        moved = vectors @ (one - other) > (one @ one - other @ other) / 2
        if (moved == labels).all():
            return labels
        labels = moved
    return labels


def _spread(vectors: Vectors, labels: _Labels) -> float:
    if not is_split(labels):
        return float("inf")
    return sum(float(np.square(vectors[own] - vectors[own].mean(axis=0)).sum()) for own in (labels, ~labels))


def is_split(labels: _Labels) -> bool:
    """Whether both groups have members."""
    return bool(labels.any() and not labels.all())


def line_between(vectors: Vectors, labels: _Labels) -> Line:
    """The line that tells two labelled groups apart best, both taken as spread alike."""
    one, other = vectors[labels].mean(axis=0), vectors[~labels].mean(axis=0)
    rest = np.where(labels[:, None], vectors - one, vectors - other).astype(np.float64)
    spread = rest.T @ rest / len(rest)
    even = np.trace(spread) / len(spread) * np.eye(len(spread))
    direction = np.linalg.solve((1 - SHRINKAGE) * spread + SHRINKAGE * even + 1e-9 * np.eye(len(spread)), one - other)
    return Line(direction, float((one + other) @ direction / 2))


def separation(vectors: Vectors, labels: _Labels) -> float:
    """How far apart two labelled groups lie, in spreads of one of them, seen by lines that other windows drew.

    Vectors are in order of time, and neighbours overlap: they are taken in stretches, every second one apart.
    """
    is_even = np.arange(len(labels)) // STRETCH % 2 == 0
    found = []
    for taught, seen in ((is_even, ~is_even), (~is_even, is_even)):
        if not (is_split(labels[taught]) and is_split(labels[seen])):
            return 0.0
        sides = line_between(vectors[taught], labels[taught]).sides(vectors[seen])
        one, other = sides[labels[seen]], sides[~labels[seen]]
        within = np.sqrt((one.var() * len(one) + other.var() * len(other)) / len(sides))
        found.append(float((one.mean() - other.mean()) / max(1e-9, within)))
    return min(found)


def spread_out(is_full: _Labels) -> npt.NDArray[np.intp]:
    """The windows that teach, at most MOST_WINDOWS, spread over the call."""
    chosen = np.flatnonzero(is_full)
    step = max(1, -(-len(chosen) // MOST_WINDOWS))
    return chosen[::step]
