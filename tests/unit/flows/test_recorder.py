"""The recorder of a call: what is not drawn is never read, and what is not whole or not wanted is not kept."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import numpy as np
import pytest

from gardefou.flows import objections as objecting
from gardefou.flows import waiting_sound
from gardefou.flows.first_connections import FirstConnections
from gardefou.flows.live_session import LiveCallNotice, LiveSession, LiveSessions, Recording
from gardefou.flows.objections import Objections
from gardefou.flows.recorder import CallRecorder, call_notice
from gardefou.intake.model import Arrival, CallNotice, Received
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import StorageFull, StoreUnavailable
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Role

NOTICE = LiveCallNotice(
    "7", "telephony", (Role.CUSTOMER, Role.ADVISER), datetime(2026, 3, 2, tzinfo=UTC), "1001", "paris"
)
KEY = CallKey("paris", "telephony", "7")
CALL = uuid4()
PIECE = np.full((2, 160), 0.25, np.float32)


class Reception:
    """Takes a call in, or does not; a call that was taken in whole is in `kept`."""

    def __init__(self, *, draws: bool = True, full: bool = False, known: bool = False) -> None:
        self.draws = draws
        self.full = full
        self.known = known
        self.allows: list[bool | Exception] = []
        self.asked = 0
        self.destroyed: list[UUID] = []
        self.kept: list[bytes] = []
        self.began = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()

    def may_go_on(self, notice: CallNotice) -> bool:
        self.asked += 1
        answer = self.allows.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def destroy(self, call: UUID) -> None:
        self.destroyed.append(call)

    def receive(self, notice: CallNotice, sound: Iterator[bytes], began: Callable[[UUID], None]) -> Received:
        self.began.set()
        self.goes_on.wait(10)
        if not self.draws:
            return Received(Arrival.NOT_DRAWN, None)
        if not self.known:
            began(CALL)
        if self.full:
            next(sound)
            raise StorageFull("no room")
        self.kept.append(b"".join(sound))
        return Received(Arrival.KEPT, None)


def encoded(sound: Iterator[Samples], channels: int) -> Iterator[bytes]:
    for samples in sound:
        assert samples.shape[0] == channels
        yield samples.tobytes()


def recorder(
    reception: Reception,
    let_go: Callable[[CallKey], object] = lambda key: None,
    clock: Callable[[], float] = lambda: 0.0,
) -> CallRecorder:
    notice = call_notice(NOTICE, simulated=True)
    assert notice
    return CallRecorder(notice, reception, encoded, Objections(let_go), clock)


def erased(made: CallRecorder) -> bool:
    """Whether the call went, its objection having had the time that it needs."""
    made._objections.close(10)
    return made.recording is Recording.ERASED


def test_a_call_that_is_drawn_is_taken_in_whole_with_silence_where_it_was_paused() -> None:
    reception = Reception()
    made = recorder(reception)
    made.add(PIECE)
    made.skip(2_500)
    made.add(PIECE)
    made.end()
    made.run()
    (kept,) = reception.kept
    assert kept.startswith(PIECE.tobytes()) and kept.endswith(PIECE.tobytes())
    assert np.count_nonzero(np.frombuffer(kept, np.float32)) == 2 * PIECE.size
    assert len(kept) == 4 * 2 * (2 * 160 + 2_500 * 16)
    assert made.recording is Recording.DRAWN


def test_of_a_call_that_is_not_drawn_no_sound_is_read() -> None:
    made = recorder(Reception(draws=False))
    made._encode = lambda sound, channels: pytest.fail("read")
    made.add(PIECE)
    made.run()
    made.add(PIECE)
    assert made.recording is Recording.NONE


@pytest.mark.parametrize("stop", ["drop", "erase"])
def test_what_is_not_whole_or_not_wanted_is_not_kept(stop: str) -> None:
    gone: list[CallKey] = []
    reception = Reception()
    made = recorder(reception, gone.append)
    made.add(PIECE)
    getattr(made, stop)()
    made.end()
    made.run()
    assert reception.kept == []
    assert erased(made) == (stop == "erase") and gone == ([KEY] if stop == "erase" else [])
    assert stop == "erase" or made.recording is Recording.STOPPED


def test_an_objection_after_the_call_was_taken_in_still_lets_it_go() -> None:
    gone = list[CallKey]()
    reception = Reception()
    made = recorder(reception, gone.append)
    made.end()
    made.run()
    made.erase()
    assert erased(made) and gone == [KEY] and reception.destroyed == [CALL]
    made.erase()
    assert erased(made) and gone == [KEY]


def test_an_objection_that_cannot_be_written_down_yet_is_tried_until_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objecting, "FIRST_PAUSE_S", 0.001)
    away, tries = threading.Event(), threading.Semaphore(0)
    away.set()
    reception = Reception()

    def let_go(key: CallKey) -> None:
        tries.release()
        if away.is_set():
            raise StoreUnavailable("the database", "away")

    made = recorder(reception, let_go)
    made.end()
    made.run()
    made.erase()
    assert all(tries.acquire(timeout=10) for _ in range(3))
    assert made.recording is Recording.STOPPED and CALL in reception.destroyed
    away.clear()
    assert erased(made)


def test_a_second_click_tries_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objecting, "FIRST_PAUSE_S", 1000)
    answers: list[Exception | None] = [StoreUnavailable("the database", "away"), None]
    tried = threading.Semaphore(0)

    def let_go(key: CallKey) -> None:
        answer = answers.pop(0)
        tried.release()
        if answer:
            raise answer

    made = recorder(Reception(), let_go)
    made.end()
    made.run()
    made.erase()
    assert tried.acquire(timeout=10)
    made.erase()
    assert tried.acquire(timeout=10) and erased(made)


def test_an_objection_that_is_given_up_at_the_end_of_the_process_is_said_without_the_call(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def let_go(key: CallKey) -> None:
        raise StoreUnavailable("the database", "away")

    made = recorder(Reception(), let_go)
    made.end()
    made.run()
    made.erase()
    made._objections.close(0.05)
    said = [each.getMessage() for each in caplog.records]
    assert any("1 objections" in each for each in said) and not any(KEY.external_id in each for each in said)


@pytest.mark.parametrize("last", [False, StoreUnavailable("the database", "away")])
def test_while_it_records_it_asks_again_and_stops_when_it_is_not_allowed(
    last: bool | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    reception, now = Reception(), iter(range(0, 1000, 10))
    reception.allows = [True, last]
    made = recorder(reception, clock=lambda: float(next(now)))
    for _ in range(20):
        made.add(PIECE)
    made.end()
    made.run()
    assert reception.asked == 2 and reception.kept == [] and made.recording is Recording.STOPPED
    assert [each.getMessage() for each in caplog.records] == ["a call was not recorded: it may not be any more"]


def test_a_recording_that_goes_on_is_not_asked_about_all_the_time() -> None:
    reception = Reception()
    made = recorder(reception, clock=lambda: 14.9)
    made.add(PIECE)
    made.end()
    made.run()
    assert reception.asked == 0 and len(reception.kept) == 1


def test_a_call_that_is_known_is_not_shown_as_recorded_and_its_sound_is_not_read() -> None:
    reception = Reception(known=True)
    made = recorder(reception)
    made._encode = lambda sound, channels: pytest.fail("read")
    made.add(PIECE)
    made.run()
    assert made.recording is Recording.NONE and reception.kept == []


def test_sound_of_a_call_that_is_not_recorded_does_not_stay_in_memory() -> None:
    undrawn, dropped, objected = (recorder(Reception(draws=False)) for _ in range(3))
    for made in (undrawn, dropped, objected):
        made.add(PIECE)
    undrawn.run()
    dropped.drop()
    objected.erase()
    assert [len(made._sound) for made in (undrawn, dropped, objected)] == [0, 0, 0]


def test_a_call_that_began_before_is_not_recorded_and_can_still_be_objected_to() -> None:
    today = [date(2026, 3, 2)]
    calls = FirstConnections(lambda: today[0], most=3)
    assert [calls.is_first(KEY), calls.is_first(KEY)] == [True, False]
    today[0] = date(2026, 3, 4)
    assert calls.is_first(KEY), "it is forgotten"
    for number in range(3):
        assert calls.is_first(CallKey("paris", "telephony", f"other {number}"))
    assert calls.is_first(KEY), "so many are remembered"
    gone = list[CallKey]()
    made = recorder(Reception(), gone.append)
    made.stand_aside()
    made.add(PIECE)
    made.erase()
    assert erased(made) and gone == [KEY] and len(made._sound) == 0


def test_a_disk_that_is_slow_or_full_ends_the_recording_and_never_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_sound, "MOST_WAITING", 3)
    slow, full = Reception(), Reception(full=True)
    made = [recorder(slow), recorder(full)]
    for each in made:
        for _ in range(5):
            each.add(PIECE)
        each.end()
        each.run()
    assert slow.kept == [] and [each.recording for each in made] == [Recording.STOPPED] * 2


def test_a_call_that_outlasts_quarantine_is_not_kept_in_part() -> None:
    reception = Reception()
    made = recorder(reception)
    made.skip(waiting_sound.LONGEST_S * 1000)
    made.add(PIECE)
    made.end()
    made._encode = lambda sound, channels: (b"" for samples in sound if samples.shape[1])
    made.run()
    assert reception.kept == [] and made.recording is Recording.STOPPED


def test_calls_of_nobody_or_of_no_site_are_not_recorded() -> None:
    here = datetime(2026, 3, 2, tzinfo=UTC)
    for adviser, site in ((None, "paris"), ("1001", None)):
        assert call_notice(LiveCallNotice("7", "page", (Role.ADVISER,), here, adviser, site), simulated=True) is None


def test_during_a_pause_nothing_reaches_the_recorder_and_an_objection_takes_it_out() -> None:
    gone: list[CallKey] = []
    reception = Reception()
    made = recorder(reception, gone.append)
    session: LiveSession = LiveSessions(1, lambda notice: made).open(NOTICE)
    session.sound(PIECE)
    session.pause()
    session.sound(np.ones((2, 1600), np.float32))
    session.resume()
    session.erase()
    assert session.controls.recording is Recording.STOPPED
    made.run()
    assert erased(made) and reception.kept == [] and gone == [KEY]
