"""Confidence of words is learned from what was said, and judged by its ranking and by what a threshold marks."""

import math

import numpy as np
import pytest
from evals.asr.calibration import Judged, Marking, markings, ranking
from evals.asr.learning import Marked, learned, uncalibrated

from gardefou.hearing import heard
from gardefou.hearing.confidence import Signs, Weights, share_right
from gardefou.kernel.transcript import Word


def test_the_weights_that_made_words_right_are_found_again() -> None:
    true = Weights(own=0.8, near=0.2, letters=-0.1, first=0.5, offset=0.3)
    random = np.random.default_rng(3)
    words = []
    for _ in range(4000):
        own, near = random.normal(1, 2, 2)
        signs = Signs(own, near, float(random.integers(1, 9)), float(random.random() < 0.2))
        word = Marked(0.5)
        word.signs = signs
        words.append(Judged(word, random.random() < share_right(signs, true)))
    found = learned(words)
    assert found.own == pytest.approx(true.own, abs=0.1)
    assert found.near == pytest.approx(true.near, abs=0.1)
    assert found.letters == pytest.approx(true.letters, abs=0.05)
    assert found.first == pytest.approx(true.first, abs=0.3)


def test_words_are_learned_from_as_the_model_gave_them() -> None:
    words = (Word(0, 300, "oui,", 0.6), Word(300, 600, "voilà.", None))
    with uncalibrated():
        found = heard.calibrated(words)
    assert found == words
    with pytest.raises(TypeError):
        learned([Judged(0.6, True)])


def test_ranking_tells_how_often_a_right_word_is_surer_than_a_wrong_one() -> None:
    words = [Judged(0.9, True), Judged(0.5, True), Judged(0.5, False), Judged(0.1, False)]
    assert ranking(words) == pytest.approx(3.5 / 4)
    assert ranking([Judged(1 - each.confidence, each.is_right) for each in words]) == pytest.approx(0.5 / 4)
    assert math.isnan(ranking(words[:2]))


def test_a_threshold_marks_what_is_below_it() -> None:
    words = [Judged(0.9, True), Judged(0.5, False), Judged(0.4, True), Judged(0.2, False)]
    assert markings(words, (0.1, 0.45, 0.6)) == [
        Marking(0.1, 0, 0, 0),
        Marking(0.45, 0.5, 0.5, 0.5),
        Marking(0.6, 0.75, 2 / 3, 1),
    ]
