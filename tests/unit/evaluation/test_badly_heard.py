"""Words that were heard badly decide nothing, however well their neighbours were heard."""

from typing import Any

import pytest
from tests.unit.evaluation.spoken import adviser, call, customer, parts, result, said

from gardefou.kernel.verdict import Verdict

HALF = call(
    adviser(0, "bonjour monsieur.", 0.95), adviser(9_000, "remboursement garanti.", 0.05), customer(20_000, "oui.", 0.9)
)


@pytest.mark.parametrize(
    "criterion",
    [
        said("bonjour & remboursement"),
        said("bonjour then remboursement"),
        said("remboursement"),
        parts("bonjour", "remboursement", needs="all"),
    ],
)
def test_the_worst_heard_of_what_is_needed_together_counts(criterion: dict[str, Any]) -> None:
    assert result(HALF, criterion).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    "criterion", [said("bonjour | remboursement"), parts("bonjour", "remboursement", needs="any"), said("bonjour")]
)
def test_the_best_heard_of_what_suffices_alone_counts(criterion: dict[str, Any]) -> None:
    assert result(HALF, criterion).verdict is Verdict.MET


def test_the_words_found_count_not_the_sentence_that_shows_them() -> None:
    text = "je vous propose un remboursement pour vous."
    well, badly = (call(adviser(0, text, *each)) for each in [(0.05,), (0.95, ["remboursement"])])
    assert result(badly, said("remboursement")).verdict is Verdict.CANNOT_TELL
    assert result(badly, said("propose")).verdict is Verdict.MET
    assert result(well, said("remboursement")).verdict is Verdict.CANNOT_TELL


def test_a_word_well_heard_in_a_sentence_badly_heard_decides() -> None:
    text = "euh hein remboursement bah pff"
    heard = call(adviser(0, text, 0.9, ["euh", "hein", "bah", "pff"]))
    assert result(heard, said("remboursement")).verdict is Verdict.MET


def test_the_word_that_begins_as_the_found_one_ends_does_not_count() -> None:
    heard = call(adviser(0, "remboursement madame.", 0.9, ["remboursement"]))
    assert result(heard, said("remboursement")).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(("confidence", "expected"), [(0.05, Verdict.CANNOT_TELL), (0.9, Verdict.NOT_APPLICABLE)])
def test_a_question_does_not_apply_only_where_its_absence_was_heard(confidence: float, expected: Verdict) -> None:
    heard = call(adviser(0, "bonjour monsieur.", confidence), customer(9_000, "oui.", confidence))
    assert result(heard, said("bonjour", applies_if="remboursement")).verdict is expected


def test_a_measure_says_that_a_question_does_not_apply_however_words_were_heard() -> None:
    heard = call(adviser(0, "bonjour monsieur.", 0.05), customer(9_000, "oui.", 0.05))
    rule = {"measure": "longest_silence", "at_least": "60s"}
    assert result(heard, said("bonjour", applies_when=rule)).verdict is Verdict.NOT_APPLICABLE
