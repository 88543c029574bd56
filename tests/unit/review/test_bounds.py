"""What agreement is above for sure: bounds that few or one-sided reviews cannot raise, and which reviews count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.kernel.verdict import Verdict
from gardefou.review.agreement import kappa_of, lower_bound
from gardefou.review.bounds import LEAST_DECIDED, Bound, DecidedPairs, Trials, bounds, established, is_tested, lowest

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
Counts = dict[tuple[Verdict, Verdict], int]
counts = st.dictionaries(
    st.tuples(st.sampled_from(Verdict), st.sampled_from(Verdict)), st.integers(0, 200), min_size=1, max_size=16
)


def table(both: int, draft_alone: int, decided_alone: int, neither: int) -> Counts:
    return {(MET, MET): both, (MET, NOT_MET): draft_alone, (NOT_MET, MET): decided_alone, (NOT_MET, NOT_MET): neither}


def test_the_bound_is_the_end_of_the_score_interval_of_a_balanced_table() -> None:
    # there the variance of kappa is 1 - kappa ** 2, and the bound has a closed form
    n, value, z = 100, 0.6, 1.6448536269514722
    spread = z * z / n
    below = (value - (spread * (1 - value * value + spread)) ** 0.5) / (1 + spread)
    assert lower_bound(table(40, 10, 10, 40)) == pytest.approx(below, abs=1e-9)


@given(counts)
def test_it_lies_below_kappa_and_above_what_is_sure_on_two_sides(found: Counts) -> None:
    kappa, bound = kappa_of(found), lower_bound(found)
    assert (kappa is None) == (bound is None)
    if kappa is not None and bound is not None:
        assert -1 <= kappa.low <= bound <= kappa.value <= 1


@given(counts.filter(lambda found: kappa_of(found) is not None), st.integers(2, 5))
def test_more_of_the_same_makes_it_surer(found: Counts, times: int) -> None:
    once, more = lower_bound(found), lower_bound({pair: times * count for pair, count in found.items()})
    assert once is not None and more is not None and more >= once - 1e-9


@pytest.mark.parametrize("found", [table(500, 0, 0, 0), table(450, 50, 0, 0), table(450, 0, 50, 0)])
def test_one_answer_alone_shows_nothing(found: Counts) -> None:
    assert lower_bound(found) is None


def pairs(is_blind: bool, found: Counts, criterion: str = "greeting") -> list[DecidedPairs]:
    return [DecidedPairs(criterion, is_blind, *pair, count) for pair, count in found.items() if count]


def test_blind_reviews_count_alone_where_they_are_enough() -> None:
    shown, blind = table(50, 0, 0, 50), table(8, 7, 7, 8)
    assert sum(blind.values()) == LEAST_DECIDED
    assert bounds(pairs(False, shown) + pairs(True, blind)) == {
        "greeting": Bound(lower_bound(blind), 30, is_blind=True)
    }
    fewer = blind | {(MET, MET): 7}
    both = {pair: shown[pair] + fewer[pair] for pair in shown}
    assert bounds(pairs(False, shown) + pairs(True, fewer)) == {"greeting": Bound(lower_bound(both), 129)}


@pytest.mark.parametrize(
    ("own", "signed", "lower"),
    [
        (None, None, None),
        (None, 0.7, 0.7),
        (Bound(0.9, 29), None, None),
        (Bound(0.9, 29), 0.1, 0.1),
        (Bound(0.1, 30), 0.9, 0.1),
        (Bound(None, 30), 0.9, None),
    ],
)
def test_the_reviews_of_a_site_count_before_what_was_signed(
    own: Bound | None, signed: float | None, lower: float | None
) -> None:
    assert established(own, signed) == lower


@pytest.mark.parametrize(
    ("lower", "tested"),
    [
        (None, False),
        (0.59, False),
        (0.6, True),
        (1.0, True),
        (1.01, False),
        (float("nan"), False),
        (float("inf"), False),
    ],
)
def test_what_is_unknown_or_no_kappa_is_not_established(lower: float | None, tested: bool) -> None:
    assert is_tested(0.6, lower) is tested
    assert Trials("0" * 64, 0.6, {"a": lower}).on_trial == (frozenset() if tested else {"a"})
    assert Trials("0" * 64, 0.0, {"a": lower}).on_trial == frozenset(), "without a floor nothing is on trial"


def test_of_several_models_the_worst_counts() -> None:
    one, other = {"a": Bound(0.7, 40), "b": Bound(0.7, 40)}, {"a": Bound(0.6, 50), "b": Bound(None, 90)}
    assert lowest([one, other]) == lowest([other, one]) == other
