"""The draw as one adviser's page shows it: how many of their calls arrived, and how many were drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gardefou.review.model import DrawnDay

SHOWN_DAYS = 30
WEEKS = 5
MOST_DOTS = 8
"""A week with more drawn calls gets one dot at their number."""


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week; `x` is where it stands in the chart, `dots` the heights of its dots, both in percent."""

    number: int
    monday: date
    arrived: int
    drawn: int
    x: float
    dots: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DrawView:
    """The last thirty days in two numbers, and the last weeks in a chart; `cap_y` is None when the cap is out of it."""

    arrived: int
    drawn: int
    weeks: tuple[Week, ...]
    top: int
    cap: int | None
    cap_y: float | None
    ticks: tuple[tuple[int, float], ...]

    @property
    def let_go(self) -> int:
        """How many calls were not drawn."""
        return self.arrived - self.drawn


def draw_view(days: Sequence[DrawnDay], today: date, cap: int | None) -> DrawView:
    """What is known of the draw of one adviser."""
    lately = [each for each in days if today - timedelta(days=SHOWN_DAYS) < each.day <= today]
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    sums = [_sum(days, monday) for monday in mondays]
    most = max(drawn for _, drawn in sums)
    top = max(most, cap if cap and cap <= MOST_DOTS else 0, 1)
    weeks = tuple(_week(place, mondays[place], *sums[place], top) for place in range(WEEKS))
    return DrawView(
        arrived=sum(each.arrived for each in lately),
        drawn=sum(each.drawn for each in lately),
        weeks=weeks,
        top=top,
        cap=cap,
        cap_y=_y(cap, top) if cap and cap <= top else None,
        ticks=tuple((value, _y(value, top)) for value in _ticks(top)),
    )


def _sum(days: Sequence[DrawnDay], monday: date) -> tuple[int, int]:
    of_week = [each for each in days if monday <= each.day < monday + timedelta(weeks=1)]
    return sum(each.arrived for each in of_week), sum(each.drawn for each in of_week)


def _week(place: int, monday: date, arrived: int, drawn: int, top: int) -> Week:
    counted = range(1, drawn + 1) if top <= MOST_DOTS else [drawn] if drawn else []
    x = 100 * (place + 0.5) / WEEKS
    return Week(monday.isocalendar().week, monday, arrived, drawn, x, tuple(_y(each, top) for each in counted))


def _y(value: int, top: int) -> float:
    """A height of the chart, whose highest value stands a tenth below its edge."""
    return round(100 - 90 * value / top, 2)


def _ticks(top: int) -> list[int]:
    return list(range(top + 1)) if top <= MOST_DOTS else [0, top // 2, top]
