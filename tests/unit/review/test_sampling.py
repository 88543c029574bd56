"""The sample: at most so many of an adviser and month, and anybody can redo it."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from gardefou.review.sampling import is_sampled

months = st.lists(st.uuids(), min_size=1, max_size=40, unique=True)


def sample(calls: list[UUID], most: int) -> set[UUID]:
    """The sample of calls whose windows close one after another, all of them being here already."""
    found: set[UUID] = set()
    for call in calls:
        if is_sampled(call, [other for other in calls if other != call], len(found), most):
            found.add(call)
    return found


def sample_as_they_come(calls: list[UUID], most: int) -> set[UUID]:
    found: set[UUID] = set()
    for place, call in enumerate(calls):
        if is_sampled(call, calls[:place], len(found), most):
            found.add(call)
    return found


@given(months.flatmap(lambda calls: st.tuples(st.just(calls), st.permutations(calls))), st.integers(0, 6))
def test_a_whole_month_gives_the_same_sample_in_any_order(orders: tuple[list[UUID], list[UUID]], most: int) -> None:
    calls, other_order = orders
    found = sample(calls, most)
    assert len(found) == min(most, len(calls))
    assert sample(other_order, most) == sample(calls, most) == found


@given(months, st.integers(0, 6))
def test_never_more_than_the_charter_says_while_calls_come(calls: list[UUID], most: int) -> None:
    found = sample_as_they_come(calls, most)
    assert len(found) <= most
    assert sample_as_they_come(calls, most) == found


def test_every_call_of_a_month_has_the_same_chance() -> None:
    month = [UUID(int=place) for place in range(400)]
    batches = [month[start : start + 20] for start in range(0, 400, 20)]
    by_place = [0] * 20
    for batch in batches:
        for call in sample(batch, 4):
            by_place[batch.index(call)] += 1
    assert sum(by_place) == 80
    assert max(by_place) <= 12
