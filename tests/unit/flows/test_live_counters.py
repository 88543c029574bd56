"""Counters of live calls: few people are not shown, and one person more or less is seen by nobody."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from gardefou.flows.live_counters import SMALLEST_GROUP, LiveCounters

DAY = date(2026, 3, 2)


class Calendar:
    """A day that goes on."""

    def __init__(self) -> None:
        self.today = DAY

    def __call__(self) -> date:
        return self.today


def shown(people: int, sessions_each: int = 1, days_later: int = 1) -> list[str]:
    calendar = Calendar()
    counters = LiveCounters(calendar)
    for person in range(people):
        for _ in range(sessions_each):
            counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=days_later)
    return [line for line in counters.lines() if "sessions" in line]


@pytest.mark.parametrize("people", [1, SMALLEST_GROUP - 1])
def test_however_often_a_few_people_use_it_nothing_is_shown(people: int) -> None:
    assert shown(people, sessions_each=100) == []


def test_a_day_is_shown_when_it_is_over_in_whole_groups() -> None:
    assert shown(40, days_later=0) == []
    assert shown(40) == ['gardefou_live_sessions{site="paris",day="2026-03-02"} 40'] == shown(41)


def test_delays_and_refusals_are_counted_without_anybody() -> None:
    calendar = Calendar()
    counters = LiveCounters(calendar)
    for milliseconds in (100, 1_200, 9_000):
        counters.delayed(milliseconds)
    for _ in range(SMALLEST_GROUP):
        counters.refused("S27")
    counters.refused("S18")
    calendar.today += timedelta(days=1)
    assert list(counters.lines()) == ['gardefou_live_refusals_total{cause="S27"} 10']
    calendar.today = DAY
    for person in range(40):
        counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=1)
    assert 'gardefou_live_delay_share{day="2026-03-02",le="1.5"} 0.67' in list(counters.lines())


def test_days_of_more_than_a_month_ago_are_forgotten() -> None:
    calendar = Calendar()
    counters = LiveCounters(calendar)
    for person in range(40):
        counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=32)
    counters.delayed(1)
    assert list(counters.lines()) == []
