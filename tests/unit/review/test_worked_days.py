"""Windows in worked days: they never end on a day of rest, and stop while somebody is absent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gardefou.review.worked_days import LONGEST_STOP, Absence, WorkedDays

DAY = timedelta(days=1)
HOLIDAYS_2026 = frozenset({date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)})
FRENCH = WorkedDays(lambda year: HOLIDAYS_2026 if year == 2026 else frozenset())

some_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
lengths = st.integers(1, 60)
absences = st.builds(lambda first, more: Absence(first, first + more * DAY), some_days, st.integers(0, 40))
some_absences = st.lists(absences, max_size=4)


def worked_between(first: date, last: date, away: list[Absence]) -> list[date]:
    days = [first + place * DAY for place in range(1, (last - first).days + 1)]
    return [day for day in days if FRENCH.is_worked(day) and not any(each.covers(day) for each in away)]


@pytest.mark.parametrize(
    ("first", "days", "away", "last"),
    [
        (date(2026, 3, 2), 1, [], date(2026, 3, 3)),
        (date(2026, 3, 2), 10, [], date(2026, 3, 16)),
        (date(2026, 3, 7), 1, [], date(2026, 3, 9)),  # offered on a Saturday
        (date(2026, 4, 30), 10, [], date(2026, 5, 19)),  # three public holidays in between
        (date(2026, 3, 2), 10, [Absence(date(2026, 3, 9), date(2026, 3, 13))], date(2026, 3, 23)),
        (date(2026, 3, 2), 10, [Absence(date(2026, 3, 7), date(2026, 3, 8))], date(2026, 3, 16)),  # a weekend away
        (date(2026, 3, 2), 10, [Absence(date(2026, 3, 16), date(2026, 3, 16))], date(2026, 3, 17)),
        (
            date(2026, 3, 2),
            10,
            [Absence(date(2026, 2, 2), date(2026, 3, 2))],
            date(2026, 3, 16),
        ),  # back before it begins
    ],
)
def test_windows_as_a_person_counts_them(first: date, days: int, away: list[Absence], last: date) -> None:
    assert FRENCH.last_day(first, days, away) == last


@given(some_days, lengths, some_absences)
def test_a_window_holds_exactly_its_worked_days_and_ends_on_one(first: date, days: int, away: list[Absence]) -> None:
    last = FRENCH.last_day(first, days, away)
    worked = worked_between(first, last, away)
    assert len(worked) == days
    assert worked[-1] == last
    assert FRENCH.remaining(first + DAY, last, away) == days


@given(some_days, lengths, some_absences, absences)
def test_more_days_or_another_absence_never_shorten_a_window(
    first: date, days: int, away: list[Absence], another: Absence
) -> None:
    last = FRENCH.last_day(first, days, away)
    assert FRENCH.last_day(first, days + 1, away) > last
    assert FRENCH.last_day(first, days, [*away, another]) >= last
    assert FRENCH.last_day(first + DAY, days, away) >= last


@given(some_days, lengths, some_absences)
def test_what_remains_gets_less_day_by_day_down_to_the_last(first: date, days: int, away: list[Absence]) -> None:
    last = FRENCH.last_day(first, days, away)
    left = [FRENCH.remaining(first + place * DAY, last, away) for place in range(1, (last - first).days + 2)]
    assert left == sorted(left, reverse=True)
    assert left[-2:] == [1, 0]


@given(
    some_days, lengths, st.lists(st.builds(lambda first: Absence(first, date.max), some_days), min_size=1, max_size=3)
)
def test_an_absence_without_end_stops_a_window_for_a_year_of_worked_days(
    first: date, days: int, away: list[Absence]
) -> None:
    last = FRENCH.last_day(first, days, away)
    assert FRENCH.is_worked(last)
    assert FRENCH.last_day(first, days) <= last <= FRENCH.last_day(first, days + LONGEST_STOP)
    assert FRENCH.last_day(first, days + 1, away) > last


def test_a_window_has_a_day_and_an_absence_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="a day or more"):
        FRENCH.last_day(date(2026, 3, 2), 0)
    with pytest.raises(ValueError, match="ends before it begins"):
        Absence(date(2026, 3, 2), date(2026, 3, 1))
