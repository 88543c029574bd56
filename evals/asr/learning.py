"""Learns what the model's probabilities of words are worth, from words of which is known whether they were said."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from evals.asr.calibration import Judged
from gardefou.hearing import heard
from gardefou.hearing.confidence import Signs, Weights, signs_of
from gardefou.kernel.transcript import Word

STEPS = 50
RIDGE = 0.01
"""Keeps weights finite where a sign tells all."""


class Marked(float):
    """The model's own probability of a word, with the signs that calibration goes by."""

    signs: Signs


@contextmanager
def uncalibrated() -> Iterator[None]:
    """Meanwhile, heard words keep the model's own probability, as Marked."""
    with patch.object(heard, "calibrated", _marked):
        yield


def learned(words: Sequence[Judged]) -> Weights:
    """The weights under which what is known of the words is likeliest; they come from `uncalibrated`."""
    signs = [[*_signs(word), 1.0] for word in words]
    columns, right = np.array(signs), np.array([word.is_right for word in words], np.float64)
    fit: npt.NDArray[Any] = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-columns @ fit))
        gradient = columns.T @ (likely - right) + RIDGE * fit
        curvature = (columns * (likely * (1 - likely))[:, None]).T @ columns + RIDGE * np.eye(len(fit))
        fit = fit - np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    return Weights(*(round(float(each), 3) for each in fit))


def _marked(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(
        word if signs is None or word.confidence is None else replace(word, confidence=_with(word.confidence, signs))
        for word, signs in zip(words, signs_of(words), strict=True)
    )


def _with(probability: float, signs: Signs) -> Marked:
    marked = Marked(probability)
    marked.signs = signs
    return marked


def _signs(word: Judged) -> Signs:
    if not isinstance(word.confidence, Marked):
        raise TypeError("only words that were heard uncalibrated can be learned from")
    return word.confidence.signs
