"""Counters of live calls: few people are not shown, and one person more or less is seen by nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from gardefou.bootstrap.live import CountedEars
from gardefou.flows.live_counters import SMALLEST_GROUP, LiveCounters
from gardefou.kernel.live import LiveWords, Pace, Utterance
from gardefou.kernel.transcript import Role, Segment

DAY = date(2026, 3, 2)


class Calendar:
    """A day that goes on."""

    def __init__(self) -> None:
        self.today = DAY

    def __call__(self) -> date:
        return self.today


def counters_of(calendar: Calendar) -> LiveCounters:
    return LiveCounters(calendar, lambda: bytes(32))


def shown(
    people: int, times_each: int = 1, days_later: int = 1, site: str = "paris", refused: bool = False
) -> list[str]:
    calendar = Calendar()
    counters = counters_of(calendar)
    for person in range(people):
        for _ in range(times_each):
            if refused:
                counters.refused("paris", "S27", UUID(int=person))
            else:
                counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=days_later)
    return list(counters.lines(site))


@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("people", [1, SMALLEST_GROUP - 1])
def test_however_often_a_few_people_use_it_or_are_refused_nothing_is_shown(people: int, refused: bool) -> None:
    assert shown(people, times_each=100, refused=refused) == []


@pytest.mark.parametrize("refused", [False, True])
def test_a_day_is_shown_when_it_is_over_in_tens_and_to_its_site_alone(refused: bool) -> None:
    name, cause = ("refused_people", ',cause="S27"') if refused else ("people", "")
    line = f'gardefou_live_{name}{{site="paris",day="2026-03-02"{cause}}} 40'
    assert shown(44, refused=refused) == [line] == shown(45, refused=refused) == shown(44, 3, refused=refused)
    assert shown(44, days_later=0, refused=refused) == [] == shown(44, site="lyon", refused=refused)


def test_of_very_many_people_about_how_many_is_told() -> None:
    number = int(shown(300)[0].rsplit(" ", 1)[1])
    assert 250 <= number <= 350


def test_delays_are_counted_without_anybody_and_no_room_at_once() -> None:
    calendar = Calendar()
    counters = counters_of(calendar)
    for milliseconds in (100, 1_200, 9_000):
        counters.delayed(milliseconds)
    for _ in range(SMALLEST_GROUP + 1):
        counters.full()
    calendar.today += timedelta(days=1)
    assert list(counters.lines("paris")) == ["gardefou_live_no_room_total 10"]
    calendar.today = DAY
    for person in range(40):
        counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=1)
    assert 'gardefou_live_delay_share{day="2026-03-02",le="1.5"} 0.67' in list(counters.lines("paris"))


def test_a_delay_is_counted_once_for_each_utterance() -> None:
    counted: list[int] = []
    counters = counters_of(Calendar())
    counters.delayed = counted.append  # type: ignore[method-assign]
    told: list[Callable[[LiveWords], None]] = []

    class Hearing:
        def open(self, roles: object, language: object, deliver: Callable[[LiveWords], None]) -> object:
            told.append(deliver)
            return object()

    heard: list[LiveWords] = []
    CountedEars(Hearing(), counters).open((Role.ADVISER,), None, heard.append)  # type: ignore[arg-type]
    said = Segment(0, Role.ADVISER, 0, 900, "bonjour", 0.9)
    words = (Utterance(1, said), Pace(800, True), Pace(900, True), Utterance(2, said), Utterance(3, None))
    for each in words:
        told[0](each)
    assert counted == [0, 900] and tuple(heard) == words


def test_days_of_more_than_a_month_ago_are_forgotten() -> None:
    calendar = Calendar()
    counters = counters_of(calendar)
    for person in range(40):
        counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=32)
    counters.delayed(1)
    assert list(counters.lines("paris")) == []
