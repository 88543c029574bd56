"""Dates and hours as pages write them, in the time zone of the reader's site."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from gardefou.adapters.report.language import NO_BREAK


class Dates:
    """Dates in one language."""

    def __init__(self, code: str) -> None:
        self._code = code

    def day(self, when: date, zone: str = "UTC") -> str:
        """A day of this or last year: 12 novembre."""
        return self._first(format_date(_local(when, zone), "d MMMM", locale=self._code), when, zone)

    def full_day(self, when: date, zone: str = "UTC") -> str:
        """A day with its year: 12 novembre 2026."""
        return self._first(format_date(_local(when, zone), "d MMMM y", locale=self._code), when, zone)

    def moment(self, when: datetime, zone: str = "UTC") -> str:
        """A day with its year and hour: 12 novembre 2026, 10 h 42."""
        return f"{self.full_day(when, zone)}, {self.hour(when, zone)}"

    def hour(self, when: datetime, zone: str = "UTC") -> str:
        """An hour: 10 h 42."""
        pattern = f"H{NO_BREAK}'h'{NO_BREAK}mm" if self._code == "fr" else "HH:mm"
        return format_datetime(_local(when, zone), pattern, locale=self._code)

    def _first(self, text: str, when: date, zone: str) -> str:
        if self._code != "fr" or _local(when, zone).day != 1:
            return text
        return f"1er{text[1:]}"


def _local(when: date, zone: str) -> date:
    """A moment as the clocks of a zone show it; a mere date is the same everywhere."""
    if not isinstance(when, datetime):
        return when
    return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def equip_with_dates(environment: Environment, code: str) -> None:
    """Give an environment the filters `day`, `full_day`, `moment` and `hour`; they take the zone of `visit`."""
    dates = Dates(code)

    def of_reader(written: Any) -> Any:
        @pass_context
        def filtered(context: Context, when: date) -> str:
            return str(written(when, context["visit"].zone))

        return filtered

    for written in (dates.day, dates.full_day, dates.moment, dates.hour):
        environment.filters[written.__name__] = of_reader(written)
