"""The month in which a request has its answer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.governance.requests import MONTHS_EXTENDED, due_on


@pytest.mark.parametrize(
    ("received", "months", "last"),
    [
        ("2026-11-22", 1, "2026-12-22"),
        ("2026-12-22", 1, "2027-01-22"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-31", 3, "2027-01-31"),
    ],
)
def test_it_ends_on_the_same_day_of_a_later_month_or_on_its_last(received: str, months: int, last: str) -> None:
    assert due_on(date.fromisoformat(received), months) == date.fromisoformat(last)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_it_is_never_longer_than_a_calendar_month_and_never_shorter_than_february(received: date) -> None:
    assert 28 <= (due_on(received) - received).days <= 31
    assert 89 <= (due_on(received, MONTHS_EXTENDED) - received).days <= 92
