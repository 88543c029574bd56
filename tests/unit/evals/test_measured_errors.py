"""Errors of transcripts: put down to the right recording, compared in pairs, split into halves that stay."""

from pathlib import Path

import pytest
from evals.asr.bootstrap import paired_difference
from evals.asr.calibration import Judged, bins_of, expected_calibration_error, judged
from evals.asr.errors import errors_by_source, invented_words
from evals.asr.material import Item, Said, Turn, half_of

from gardefou.kernel.transcript import Word

TURNS = (
    Turn(0, 0, 2000, "Composez votre mot de passe.", "pass"),
    Turn(0, 3000, 5000, "Merci de votre appel !", "thanks"),
)


def test_a_recording_stays_in_its_half() -> None:
    names = ("agent-pass", "vm-goodbye", "conf-kicked", "dir-nomatch")
    assert [half_of(name) for name in names] == ["evaluation", "development", "development", "evaluation"]


def test_an_error_counts_for_the_recording_it_stands_in() -> None:
    heard = "composé votre mot de passe euh merci de appel"
    assert errors_by_source(TURNS, heard, "fr") == {"pass": (2, 5), "thanks": (1, 4)}


def test_what_was_not_heard_at_all_counts_whole() -> None:
    assert errors_by_source(TURNS, "", "fr") == {"pass": (5, 5), "thanks": (4, 4)}


def test_words_where_nobody_speaks_are_invented() -> None:
    item = Item("call", Path("call.wav"), "fr", 2, 60_000, TURNS)
    heard = [
        Said(0, 100, 4900, "Composez votre mot de passe, merci de votre appel."),
        Said(0, 30_000, 32_000, "Sous-titres réalisés"),
        Said(1, 0, 2000, "Merci"),
        Said(1, 9000, 9500, "[Musique]"),
    ]
    assert invented_words(item, heard) == 4


def test_a_difference_that_chance_explains_is_not_taken_for_one() -> None:
    ours = {f"prompt {number}": (number % 2, 10) for number in range(100)}
    other = {f"prompt {number}": (1 - number % 2, 10) for number in range(100)}
    found = paired_difference(ours, other, 1000)
    assert found.rate == 0
    assert 0.01 < found.upper < 0.03


def test_pairs_that_always_differ_alike_leave_no_doubt() -> None:
    ours = {f"prompt {number}": (number % 5 + 1, 10) for number in range(100)}
    other = {f"prompt {number}": (number % 5, 10) for number in range(100)}
    found = paired_difference(ours, other, 1000)
    assert found.rate == pytest.approx(0.1) and found.upper == pytest.approx(0.1)


def test_systems_measured_on_other_words_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same words"):
        paired_difference({"a": (1, 10)}, {"b": (1, 10)})


def test_a_word_is_right_where_it_was_said_and_numbers_are_left_out() -> None:
    heard = [
        Word(0, 300, "Composez", 0.9),
        Word(300, 600, "notre", 0.4),
        Word(600, 900, "mot", 0.95),
        Word(900, 950, "22", 0.99),
        Word(950, 1000, "de", 0.8),
        Word(1000, 1200, "passe.", 0.85),
    ]
    assert judged(TURNS[:1], heard, "fr") == [
        Judged(0.9, True),
        Judged(0.4, False),
        Judged(0.95, True),
        Judged(0.8, True),
        Judged(0.85, True),
    ]
    assert judged([], heard[:1], "fr") == [Judged(0.9, False)]


def test_confidence_that_means_what_it_says_has_no_error() -> None:
    honest = [Judged(0.75, number % 4 > 0) for number in range(100)] + [Judged(1.0, True)] * 100
    boastful = [Judged(0.95, number % 2 == 0) for number in range(100)]
    assert expected_calibration_error(bins_of(honest)) == pytest.approx(0)
    assert expected_calibration_error(bins_of(boastful)) == pytest.approx(0.45)
    assert [each.words for each in bins_of(honest)] == [100, 100]
