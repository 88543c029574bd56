"""Confidence of heard words: it follows the model's own, is a probability, and does not change what is dropped."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.hearing.confidence import calibrated
from gardefou.hearing.cutting import CutClip
from gardefou.hearing.heard import words_of
from gardefou.hearing.ports import HeardClip
from gardefou.hearing.rules import LOWEST_MEAN_CONFIDENCE
from gardefou.hearing.stretches import Piece
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Language, Word

SAID = ("Orvane,", "bonjour,", "vous", "m'entendez ?")
PIECE = Piece(0, np.zeros(3 * HEARING_RATE, np.float32), Span(0, 3000), 0.9)
CLIP = CutClip(0, (PIECE,))
probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=len(SAID))


def passage(*probabilities: float | None) -> tuple[Word, ...]:
    return tuple(Word(500 * i, 500 * i + 400, SAID[i], each) for i, each in enumerate(probabilities))


def sure(words: tuple[Word, ...]) -> list[float]:
    return [-1 if word.confidence is None else word.confidence for word in calibrated(words)]


def heard(words: tuple[Word, ...]) -> list[Word]:
    return list(words_of(CLIP, HeardClip(words, -0.3, 0.1, Language.FRENCH)))


@given(probabilities, st.integers(0, len(SAID) - 1), st.floats(0, 1))
def test_what_the_model_holds_more_probable_makes_no_word_less_sure(
    given: list[float], place: int, other: float
) -> None:
    place %= len(given)
    more = [*given]
    more[place] = max(given[place], other)
    before, after = sure(passage(*given)), sure(passage(*more))
    assert all(0 < a <= b < 1 for a, b in zip(before, after, strict=True))


def test_nothing_but_confidence_changes_and_what_has_none_stays_without() -> None:
    words = passage(0.9, None, 0.5)
    found = calibrated(words)
    assert found[1] == words[1]
    assert [replace(word, confidence=None) for word in found] == [replace(word, confidence=None) for word in words]
    assert calibrated(()) == ()


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ((0.99, 0.99, 0.99, 0.99), [0.993, 0.985, 0.989, 0.983]),
        ((0.99, 0.3, 0.9, 0.99), [0.972, 0.458, 0.879, 0.968]),
        ((0.5,), [0.597]),
        ((0.0, 1.0), [0.055, 0.941]),
    ],
)
def test_the_weights_are_those_that_were_learned(model: tuple[float, ...], expected: list[float]) -> None:
    assert sure(passage(*model)) == expected


@pytest.mark.parametrize(("model", "kept"), [(LOWEST_MEAN_CONFIDENCE - 0.02, 0), (LOWEST_MEAN_CONFIDENCE + 0.02, 1)])
def test_what_is_invented_is_told_by_the_models_own_probability(model: float, kept: int) -> None:
    words = (Word(500, 900, "ah", model),)
    (confidence,) = sure(words)
    assert confidence > LOWEST_MEAN_CONFIDENCE + 0.1
    assert [word.confidence for word in heard(words)] == [confidence] * kept
