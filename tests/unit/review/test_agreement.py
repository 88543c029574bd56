"""Agreement of drafts with people: the published figures, and intervals that few reviews cannot make narrow."""

import random
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.kernel.verdict import Verdict
from gardefou.review.agreement import Agreement, agreement, by_criterion, kappa_of, share_of, variance

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
VERDICTS = list(Verdict)
pairs = st.lists(st.tuples(st.sampled_from(Verdict), st.sampled_from(Verdict)), max_size=60)

# SAS/STAT User's Guide, PROC FREQ, "Agreement Study": two dermatologists.
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
# Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1: two diagnoses.
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]


def counted(rows: list[list[int]]) -> dict[tuple[Verdict, Verdict], int]:
    return {(VERDICTS[i], VERDICTS[j]): cell for i, row in enumerate(rows) for j, cell in enumerate(row)}


@pytest.mark.parametrize(
    ("rows", "kappa", "error"), [(SKIN, 0.3449, 0.0724), (DIAGNOSES, 0.676, 0.088), ([[20, 5], [10, 15]], 0.4, 0.127)]
)
def test_kappa_and_its_error_are_the_published_ones(rows: list[list[int]], kappa: float, error: float) -> None:
    counts = counted(rows)
    n = sum(counts.values())
    found = kappa_of(counts)
    assert found is not None
    assert found.value == pytest.approx(kappa, abs=0.0005)
    assert sqrt(variance({pair: cell / n for pair, cell in counts.items()}) / n) == pytest.approx(error, abs=0.0005)


def test_with_many_reviews_the_interval_is_near_the_usual_one() -> None:
    found = kappa_of(counted(SKIN))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.2030, 0.4868), abs=0.01)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),  # Newcombe (1998), Statistics in Medicine 17, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_the_published_one(part: int, whole: int, low: float, high: float) -> None:
    found = share_of(part, whole)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(
    "found",
    [[], [(MET, MET)] * 9, [(MET, MET)] * 5 + [(MET, NOT_MET)] * 4, [(MET, NOT_MET)] * 4 + [(NOT_MET, NOT_MET)] * 2],
)
def test_kappa_is_unknown_when_a_side_gives_one_answer_only(found: list[tuple[Verdict, Verdict]]) -> None:
    assert agreement(found).kappa is None
    assert (agreement(found).share is None) == (not found)


@pytest.mark.parametrize(("n", "most_low"), [(2, 0.1), (4, 0.35), (10, 0.6), (20, 0.75)])
def test_a_few_reviews_that_agree_prove_little(n: int, most_low: float) -> None:
    found = kappa_of({(MET, MET): n // 2, (NOT_MET, NOT_MET): n // 2})
    assert found is not None
    assert found.value == found.high == 1
    assert found.low < most_low


@given(pairs)
def test_estimates_lie_in_their_intervals_and_nothing_is_left_out(found: list[tuple[Verdict, Verdict]]) -> None:
    result = agreement(found)
    assert result.n == len(found) == sum(result.counts.values())
    assert all(result.counts.values())
    for estimate in (result.share, result.kappa):
        if estimate:
            assert -1 <= estimate.low <= estimate.value <= estimate.high <= 1
            assert estimate.low < estimate.high


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_reviews_and_the_sides_do_not_matter(
    found: list[tuple[Verdict, Verdict]], order: random.Random
) -> None:
    mixed = found[:]
    order.shuffle(mixed)
    assert agreement(mixed) == agreement(found)
    turned = agreement([(last, draft) for draft, last in found])
    for mine, other in ((agreement(found).kappa, turned.kappa), (agreement(found).share, turned.share)):
        assert (mine is None) == (other is None)
        if mine and other:
            assert (mine.value, mine.low, mine.high) == pytest.approx((other.value, other.low, other.high), abs=1e-6)


@pytest.mark.parametrize("kappa", [0.4, 0.8, 0.95])
@pytest.mark.parametrize("n", [8, 25, 60])
def test_the_interval_holds_the_true_kappa_about_nineteen_times_in_twenty(kappa: float, n: int) -> None:
    shares = {MET: 0.7, NOT_MET: 0.2, Verdict.CANNOT_TELL: 0.1}
    cells = [(a, b) for a in shares for b in shares]
    weights = [(1 - kappa) * shares[a] * shares[b] + (kappa * shares[a] if a is b else 0) for a, b in cells]
    chance = random.Random(n)
    found = [agreement(chance.choices(cells, weights, k=n)).kappa for _ in range(300)]
    known = [each for each in found if each]
    held = sum(each.low - 1e-9 <= kappa <= each.high + 1e-9 for each in known)
    assert len(known) > 200
    assert held / len(known) > 0.87


def test_each_criterion_has_its_own_agreement() -> None:
    found = by_criterion([("b", MET, MET), ("a", MET, NOT_MET), ("b", NOT_MET, MET)])
    assert list(found) == ["a", "b"]
    assert found["b"].counts == {(MET, MET): 1, (NOT_MET, MET): 1}
    assert found["a"].share is not None and found["a"].share.value == 0
    assert agreement([]) == Agreement(0, {}, None, None)
