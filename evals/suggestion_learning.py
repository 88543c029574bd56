"""Learns from labelled moments how probably a card is wanted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.suggestion_moments import LabelledCall
from gardefou.assist.knowledge.confidence import Signs, Weights
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors

STEPS = 60
RIDGE = 0.3
"""Keeps weights small where few moments tell."""


class Remembering:
    """Embeds each sentence once, as the same calls are played again and again."""

    def __init__(self, embeddings: SentenceEmbeddings) -> None:
        self._embeddings = embeddings
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """Which model this is."""
        return self._embeddings.name

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1, shape `(sentences, dimensions)`."""
        unknown = [each for each in dict.fromkeys(sentences) if each not in self._known]
        self._known.update(zip(unknown, self._embeddings.embed(unknown), strict=True))
        return np.stack([self._known[each] for each in sentences])


def learned(calls: Sequence[LabelledCall], finder: CardFinder, least: float) -> Weights:
    """The weights under which the labels of these calls are likeliest."""
    rows, wanted = _examples(calls, finder)
    fit: npt.NDArray[Any] = np.zeros(rows.shape[1])
    ridge = RIDGE * np.diag([*[1.0] * (rows.shape[1] - 1), 0.01])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ fit))
        gradient = rows.T @ (likely - wanted) + ridge @ fit
        curvature = (rows * (likely * (1 - likely))[:, None]).T @ rows + ridge + 1e-9 * np.eye(len(fit))
        fit = fit - np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    values = dict(zip((*Signs._fields, "offset"), (round(float(each), 2) for each in fit), strict=True))
    return Weights(**values, least=least)


def _examples(calls: Sequence[LabelledCall], finder: CardFinder) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """A row of signs for each turn and card, and whether the card is due after the turn."""
    rows, wanted = [], []
    for call in calls:
        for place, turn in enumerate(call.transcript.segments):
            said = replace(call.transcript, segments=call.transcript.segments[: place + 1])
            for card, signs in finder.signs(said, turn):
                rows.append([*signs, 1.0])
                wanted.append(card in call.are_wanted(turn))
    return np.array(rows), np.array(wanted, np.float64)
