"""Live hearing on its own thread: words come by themselves, a failing engine ends nothing, closing ends everything."""

import logging
import threading
from collections.abc import Iterator, Sequence

import pytest
from tests.unit.hearing.hearing_fakes import BeepActivity
from tests.unit.hearing.live.live_fakes import ROLES, WordEngine, call_of

from gardefou.hearing.live.ear import MOST_UNREAD
from gardefou.hearing.live.following import LONGEST_PAUSE
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.live.steps import LiveHearing
from gardefou.hearing.ports import HeardClip
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.live import LiveWords, Utterance
from gardefou.kernel.transcript import Language

PATIENCE_S = 20
ONE = ROLES[:1]
OVER = call_of([(10, 40), (LONGEST_PAUSE + 5, 0)])


class HeldEngine(WordEngine):
    """Reads once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may = threading.Event(), threading.Event()

    def read(self, clips: Sequence[LiveClip]) -> list[HeardClip]:
        self.begun.set()
        assert self.may.wait(PATIENCE_S)
        return super().read(clips)


class Listener:
    """Notes what it is told, and that something is final."""

    def __init__(self) -> None:
        self.told: list[LiveWords] = []
        self.final = threading.Event()

    def __call__(self, words: LiveWords) -> None:
        self.told.append(words)
        if isinstance(words, Utterance):
            self.final.set()


@pytest.fixture
def engine() -> HeldEngine:
    return HeldEngine()


@pytest.fixture
def hearing(engine: HeldEngine) -> Iterator[LiveHearing]:
    hearing = LiveHearing(engine, BeepActivity(), lanes=2, most_channels=4)
    hearing.start()
    yield hearing
    engine.may.set()
    hearing.close()


def test_words_of_calls_come_by_themselves(hearing: LiveHearing, engine: HeldEngine) -> None:
    engine.may.set()
    listeners = [Listener(), Listener()]
    for listener in listeners:
        hearing.open(ONE, Language.FRENCH, listener).add(OVER)
    assert all(listener.final.wait(PATIENCE_S) for listener in listeners)


def test_an_engine_that_fails_once_hears_what_follows(hearing: LiveHearing, engine: HeldEngine) -> None:
    engine.may.set()
    engine.broken = True
    listener = Listener()
    ear = hearing.open(ONE, Language.FRENCH, listener)
    ear.add(OVER)
    while not engine.together:
        assert engine.begun.wait(PATIENCE_S)
    engine.broken = False
    ear.add(OVER)
    assert listener.final.wait(PATIENCE_S)


def test_taking_sound_waits_for_no_reading(hearing: LiveHearing, engine: HeldEngine) -> None:
    ear = hearing.open(ONE, Language.FRENCH, Listener())
    ear.add(OVER)
    assert engine.begun.wait(PATIENCE_S)
    ear.add(OVER)
    ear.skip(100)
    ear.end()
    hearing.open(ONE, Language.FRENCH, Listener()).drop()


def test_closing_forgets_calls_and_takes_no_more(hearing: LiveHearing, engine: HeldEngine) -> None:
    listener = Listener()
    ear = hearing.open(ONE, Language.FRENCH, listener)
    ear.add(OVER)
    assert engine.begun.wait(PATIENCE_S)
    engine.may.set()
    hearing.close()
    assert ear.is_over
    with pytest.raises(RoomFull):
        hearing.open(ONE, Language.FRENCH, listener)


def test_time_told_from_outside_needs_no_thread(engine: HeldEngine) -> None:
    engine.may.set()
    hearing = LiveHearing(engine, BeepActivity(), lanes=1, most_channels=1)
    listener = Listener()
    hearing.open(ONE, Language.FRENCH, listener).add(OVER)
    hearing.tick(0.0)
    assert listener.final.is_set()


def test_an_engine_that_fails_again_and_again_ends_the_call_and_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    engine = WordEngine(broken=True)
    hearing = LiveHearing(engine, BeepActivity(), lanes=1, most_channels=1)
    ear = hearing.open(ONE, Language.FRENCH, Listener())
    for number in range(MOST_UNREAD):
        assert not ear.is_over
        ear.add(OVER)
        hearing.tick(float(number))
    assert ear.is_over
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2
    assert caplog.text.count("RuntimeError") == 2 and "no way" not in caplog.text
    hearing.open(ONE, Language.FRENCH, Listener())


def test_failures_with_readings_between_them_end_no_call() -> None:
    engine = WordEngine()
    hearing = LiveHearing(engine, BeepActivity(), lanes=1, most_channels=1)
    ear = hearing.open(ONE, Language.FRENCH, Listener())
    for number in range(2 * MOST_UNREAD):
        engine.broken = number % MOST_UNREAD != 0
        ear.add(OVER)
        hearing.tick(float(number))
    assert len(engine.together) == 2 * MOST_UNREAD and not ear.is_over


@pytest.mark.parametrize("failing", ["done", "listen"])
def test_a_fault_of_hearing_itself_ends_its_calls_and_not_those_that_come_after(
    hearing: LiveHearing, engine: HeldEngine, failing: str
) -> None:
    engine.may.set()
    ear = hearing.open(ONE, Language.FRENCH, Listener())
    is_dropped, drop = threading.Event(), ear.drop

    def fail(*_: object) -> None:
        delattr(hearing._desk, failing)
        raise ValueError

    def dropped() -> None:
        drop()
        is_dropped.set()

    ear.drop = dropped  # type: ignore[method-assign]
    with hearing._lock:
        setattr(hearing._desk, failing, fail)
    ear.add(OVER)
    assert is_dropped.wait(PATIENCE_S) and ear.is_over
    listener = Listener()
    hearing.open(ONE, Language.FRENCH, listener).add(OVER)
    assert listener.final.wait(PATIENCE_S)
