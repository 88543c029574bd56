"""The arithmetic of learning: sums and their transpose agree, fits are at their best, odds are monotone."""

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from gardefou.evaluation.learned_head import LearnedHead, packed, unpacked
from gardefou.evaluation.learning.calibration import assumed, calibrated, probability
from gardefou.evaluation.learning.features import SLOTS, SPECIFICATION, Sentences, joined
from gardefou.evaluation.learning.logistic import STRENGTH, fitted, sigmoid
from gardefou.evaluation.learning.thresholds import band, decided

TEXTS = st.lists(st.text("abcdé 0123", max_size=20), max_size=6)


def sentences(texts: list[str], seed: int = 0) -> Sentences:
    vectors = np.random.default_rng(seed).normal(size=(len(texts), 4)).astype(np.float32)
    return Sentences.of(texts, vectors)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_weighing_sentences_and_gathering_them_are_each_others_transpose(first: list[str], second: list[str]) -> None:
    lot = joined([sentences(first), sentences(second, 1)])
    chance = np.random.default_rng(2)
    vector, words, each = chance.normal(size=4), chance.normal(size=SLOTS), chance.normal(size=len(lot))
    of_vectors, of_words = lot.turned(each)
    assert each @ lot.times(vector, words) == pytest.approx(of_vectors @ vector + of_words @ words, abs=1e-4)


@settings(deadline=None)
@given(TEXTS)
def test_some_sentences_weigh_what_they_weigh_among_all(texts: list[str]) -> None:
    lot = sentences(texts)
    vector, words = np.ones(4), np.arange(SLOTS) / SLOTS
    chosen = list(range(len(texts)))[::-2]
    assert lot.some(chosen).times(vector, words) == pytest.approx(lot.times(vector, words)[chosen], abs=1e-5)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Elle a douze ans", "elle a 12 ans"),
        ("soixante et onze ans", "71 ans"),
        ("Ma sœur", "ma soeur"),
        ("ÉTAGE ?", "etage"),
    ],
)
def test_numbers_case_and_accents_make_no_difference(one: str, same: str) -> None:
    assert sentences([one]).slots.tolist() == sentences([same]).slots.tolist()


def test_a_single_word_does_not_outweigh_a_sentence() -> None:
    lot = sentences(["rue", "dans quelle rue est ce que vous habitez"])
    short, long = lot.times(np.zeros(4), np.ones(SLOTS))
    assert short < long / 5


def test_a_fit_is_where_the_slope_vanishes() -> None:
    lot = sentences(["ou habitez vous", "quelle rue", "au revoir", "il respire", "bonjour madame"])
    positive, importance = np.array([True, True, False, False, False]), np.array([2.0, 1.0, 1.0, 0.5, 1.0])
    fit = fitted(lot, positive, importance)
    errors = importance * (sigmoid(fit.scores(lot)) - positive)
    of_vectors, of_words = lot.turned(errors)
    assert STRENGTH * of_vectors == pytest.approx(-fit.sentence, abs=1e-3)
    assert STRENGTH * of_words == pytest.approx(-fit.words, abs=1e-3)
    assert fit.scores(lot)[positive].min() > fit.scores(lot)[~positive].max()


@given(st.lists(st.tuples(st.floats(-8, 8), st.booleans()), min_size=1, max_size=40))
def test_a_higher_score_is_never_less_probable(calls: list[tuple[float, bool]]) -> None:
    calibration = calibrated(np.array([score for score, _ in calls]), [met for _, met in calls], words=True)
    likely = probability(calibration, np.linspace(-10, 10, 9), said=False)
    assert np.isfinite(likely).all()
    assert (np.diff(likely) >= 0).all()
    assert (probability(calibration, 0.0, said=True) > probability(calibration, 0.0, said=False)).all()


def test_calls_move_the_calibration_and_few_move_it_little() -> None:
    scores, met = np.array([-3.0, -2.5, 1.5, 2.0]), [False, False, False, False]
    once = calibrated(scores, met, words=False)
    often = calibrated(np.tile(scores, 10), met * 10, words=False)
    assert assumed(words=False).offset > once.offset > often.offset


def test_what_is_between_the_probabilities_grows_only_while_enough_is_decided() -> None:
    assert band(np.array([0.05, 0.1, 0.9, 0.95])) == (0.3, 0.7)
    unsure = np.array([0.36, 0.39, 0.61, 0.64])
    below, above = band(unsure)
    assert 0.3 < below < 0.5 < above < 0.7
    assert decided(unsure, above - 0.5) >= 0.5


HEAD = {
    "embeddings": "letters",
    "features": SPECIFICATION,
    "sentence": packed(np.ones(4)),
    "words": packed(np.ones(SLOTS)),
    "bias": 0.0,
    "calibration": {"slope": 1.0, "offset": 0.0, "words": 2.0},
    "met_from": 0.7,
    "not_met_below": 0.3,
    "met_calls": 5,
    "not_met_calls": 5,
    "groups": 2,
}


@pytest.mark.parametrize(
    "change",
    [
        {"sentence": "not base64 at all!"},
        {"sentence": base64.b64encode(b"odd").decode()},
        {"words": packed(np.array([np.nan]))},
        {"words": ""},
        {"bias": float("inf")},
        {"met_from": 0.4},
        {"calibration": {"slope": -1.0, "offset": 0.0, "words": 2.0}},
        {"features": "sentence-and-words-0"},
    ],
)
def test_a_head_that_cannot_have_been_learned_is_refused(change: dict) -> None:
    assert LearnedHead.model_validate(HEAD)
    with pytest.raises(ValidationError):
        LearnedHead.model_validate({**HEAD, **change})


def test_numbers_keep_half_their_precision() -> None:
    weights = np.random.default_rng(0).normal(size=100)
    assert unpacked(packed(weights)) == pytest.approx(weights, rel=1e-3)
