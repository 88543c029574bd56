"""Counts worked days: Monday to Friday without public holidays, and without the days on which somebody is absent."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_STOP = 260
"""The most worked days, a year of them, that absences stop one window: by then nothing is kept of the call (S14)."""
FIRST_DAY_OF_REST = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """Days on which somebody is not at work, the first and the last included; nobody asks why.

    Raises ValueError when it ends before it begins.
    """

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("an absence ends before it begins")

    def covers(self, day: date) -> bool:
        """Whether this day is one of them."""
        return self.first_day <= day <= self.last_day


class WorkedDays:
    """The worked days of a country, whose public holidays are asked for year by year."""

    def __init__(self, holidays: Callable[[int], Collection[date]]) -> None:
        self._holidays = holidays

    def is_worked(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < FIRST_DAY_OF_REST and day not in self._holidays(day.year)

    def last_day(self, first: date, days: int, absences: Sequence[Absence] = ()) -> date:
        """The last day of a window of so many worked days that begins the day after `first`.

        Days of absence do not count, up to LONGEST_STOP of them; then the window goes on whoever is there. Raises
        ValueError when the window has no day.
        """
        if days < 1:
            raise ValueError(f"a window has a day or more, not {days}")
        left, stopped, day = days, 0, first
        while left:
            day += DAY
            if not self.is_worked(day):
                continue
            if stopped < LONGEST_STOP and _is_absent(day, absences):
                stopped += 1
            else:
                left -= 1
        return day

    def remaining(self, today: date, last: date, absences: Sequence[Absence] = ()) -> int:
        """How many worked days are left until `last`, today and it included, on which the person is there."""
        days = (today + offset * DAY for offset in range((last - today).days + 1))
        return sum(self.is_worked(day) and not _is_absent(day, absences) for day in days)


def _is_absent(day: date, absences: Sequence[Absence]) -> bool:
    return any(absence.covers(day) for absence in absences)
