"""Counters of live calls: few people are not shown, and one person more or less is seen by nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.unit.flows.live_doubles import Sibling, sound

from gardefou.bootstrap.live import CountedEars
from gardefou.flows.assisted_session import Ear
from gardefou.flows.live_counters import LiveCounters
from gardefou.flows.live_day import SMALLEST_GROUP, Failure
from gardefou.kernel.live import LiveWords, Pace, Utterance
from gardefou.kernel.transcript import Role, Segment

DAY = date(2026, 3, 2)


class Calendar:
    """A day that goes on."""

    def __init__(self) -> None:
        self.today = DAY

    def __call__(self) -> date:
        return self.today


class Counted(LiveCounters):
    """Notes what is counted."""

    def __init__(self) -> None:
        super().__init__(Calendar())
        self.delays: list[int] = []
        self.failures: list[Failure] = []

    def delayed(self, milliseconds: int) -> None:
        self.delays.append(milliseconds)

    def failed(self, kind: Failure) -> None:
        self.failures.append(kind)


def said_until(end_ms: int) -> Segment:
    return Segment(0, Role.ADVISER, 0, end_ms, "bonjour", 0.9)


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


def of_a_day(count: Callable[[LiveCounters], None], people: int = 40) -> list[str]:
    """What is told the day after of all but the people."""
    calendar = Calendar()
    counters = counters_of(calendar)
    for person in range(people):
        counters.opened("paris", UUID(int=person))
    count(counters)
    calendar.today += timedelta(days=1)
    return [line for line in counters.lines("paris") if "_people" not in line]


def test_that_there_was_no_room_is_told_at_once_in_tens() -> None:
    counters = counters_of(Calendar())
    for _ in range(SMALLEST_GROUP + 1):
        counters.full()
    assert list(counters.lines("paris")) == ["gardefou_live_no_room_total 10"]


def test_delays_are_a_histogram_of_a_hundred_utterances_of_many_people() -> None:
    def count(counters: LiveCounters) -> None:
        for milliseconds in (100, 1_200, 9_000):
            counters.delayed(milliseconds)

    told = of_a_day(count)
    assert told[0].startswith("# HELP gardefou_live_delay_seconds ")
    assert told[1] == "# TYPE gardefou_live_delay_seconds histogram"
    shares = {"0.25": 33, "0.5": 33, "1": 33, "1.5": 66, "2": 66, "5": 66, "+Inf": 100}
    assert told[2:] == [
        *(f'gardefou_live_delay_seconds_bucket{{day="2026-03-02",le="{le}"}} {n}' for le, n in shares.items()),
        'gardefou_live_delay_seconds_sum{day="2026-03-02"} 343',
        'gardefou_live_delay_seconds_count{day="2026-03-02"} 100',
    ]
    assert of_a_day(count, people=SMALLEST_GROUP - 1) == []


def test_failures_are_told_by_their_kind_in_tens_and_those_of_hearing_among_many_people() -> None:
    def count(counters: LiveCounters) -> None:
        for _ in range(2 * SMALLEST_GROUP - 1):
            counters.failed(Failure.HEARING)
            counters.failed(Failure.PROTOCOL)
        for _ in range(SMALLEST_GROUP - 1):
            counters.failed(Failure.CONNECTION)

    hearing, protocol = (
        f'gardefou_live_failures{{day="2026-03-02",kind="{kind}"}} 10' for kind in ("hearing", "protocol")
    )
    assert of_a_day(count) == [hearing, protocol]
    assert of_a_day(count, people=1) == [protocol]


class Hearing:
    """Opens one ear, whose words a test delivers."""

    def __init__(self) -> None:
        self.ear = Sibling()

    def open(self, roles: object, language: object, deliver: Callable[[LiveWords], None]) -> Sibling:
        self.deliver = deliver
        return self.ear


@pytest.fixture
def counters() -> Counted:
    return Counted()


def ear_of(hearing: Hearing, counters: Counted, heard: list[LiveWords]) -> Ear:
    return CountedEars(hearing, counters).open((Role.ADVISER, Role.CUSTOMER), None, heard.append)


def test_a_delay_is_from_the_end_of_an_utterance_to_its_words_in_the_time_of_the_call(counters: Counted) -> None:
    heard: list[LiveWords] = []
    hearing = Hearing()
    ear = ear_of(hearing, counters, heard)
    words = (Utterance(1, said_until(1_400)), Pace(900, True), Utterance(2, None), Utterance(3, said_until(3_000)))
    ear.skip(1_000)
    ear.add(sound(1.0))
    hearing.deliver(words[0])
    ear.add(sound(1.5))
    for each in words[1:]:
        hearing.deliver(each)
    ear.end()
    hearing.deliver(Utterance(4, said_until(3_400)))
    assert counters.delays == [600, 500]
    assert heard[:4] == list(words) and len(heard) == 5
    assert hearing.ear.given == [("skip", 1_000), ("add", 1_000), ("add", 1_500), ("end", 0)]


@pytest.mark.parametrize(("is_over", "last"), [(True, "end"), (True, "drop"), (False, "drop"), (False, "end")])
def test_a_call_that_is_heard_no_more_before_its_end_is_counted_once(
    counters: Counted, is_over: bool, last: str
) -> None:
    hearing = Hearing()
    ear = ear_of(hearing, counters, [])
    hearing.ear.is_over = is_over
    assert ear.is_over == is_over
    getattr(ear, last)()
    hearing.ear.is_over = True
    ear.drop()
    assert counters.failures == [Failure.HEARING] * is_over


def test_days_of_more_than_a_month_ago_are_forgotten() -> None:
    calendar = Calendar()
    counters = counters_of(calendar)
    for person in range(40):
        counters.opened("paris", UUID(int=person))
    calendar.today += timedelta(days=32)
    counters.delayed(1)
    assert list(counters.lines("paris")) == []
