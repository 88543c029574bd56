"""The recorder of a call: what is not drawn is never read, and what is not whole or not wanted is not kept."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from gardefou.flows import recorder as recorders
from gardefou.flows.live_session import LiveCallNotice, LiveSession, LiveSessions, Recording
from gardefou.flows.recorder import CallRecorder, call_notice
from gardefou.intake.model import Arrival, CallNotice, Received
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import StorageFull
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Role

NOTICE = LiveCallNotice(
    "7", "telephony", (Role.CUSTOMER, Role.ADVISER), datetime(2026, 3, 2, tzinfo=UTC), "1001", "paris"
)
KEY = CallKey("paris", "telephony", "7")
PIECE = np.full((2, 160), 0.25, np.float32)


class Reception:
    """Takes a call in, or does not; a call that was taken in whole is in `kept`."""

    def __init__(self, *, draws: bool = True, full: bool = False) -> None:
        self.draws = draws
        self.full = full
        self.kept: list[bytes] = []
        self.began = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()

    def receive(self, notice: CallNotice, sound: Iterator[bytes]) -> Received:
        self.began.set()
        self.goes_on.wait(10)
        if not self.draws:
            return Received(Arrival.NOT_DRAWN, None)
        if self.full:
            next(sound)
            raise StorageFull("no room")
        self.kept.append(b"".join(sound))
        return Received(Arrival.KEPT, None)


def encoded(sound: Iterator[Samples], channels: int) -> Iterator[bytes]:
    for samples in sound:
        assert samples.shape[0] == channels
        yield samples.tobytes()


def recorder(reception: Reception, let_go: Callable[[CallKey], object] = lambda key: None) -> CallRecorder:
    notice = call_notice(NOTICE, simulated=True)
    assert notice
    return CallRecorder(notice, reception, encoded, let_go)


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
    assert gone == ([KEY] if stop == "erase" else [])
    assert made.recording is (Recording.ERASED if stop == "erase" else Recording.STOPPED)


def test_an_objection_after_the_call_was_taken_in_still_lets_it_go() -> None:
    gone, told = list[CallKey](), threading.Event()

    def let_go(key: CallKey) -> None:
        gone.append(key)
        told.set()

    made = recorder(Reception(), let_go)
    made.end()
    made.run()
    made.erase()
    made.erase()
    assert told.wait(10) and gone == [KEY]


def test_a_disk_that_is_slow_or_full_ends_the_recording_and_never_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorders, "MOST_WAITING", 3)
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
    made.skip(recorders.LONGEST_S * 1000)
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
    assert session.controls.recording is Recording.ERASED
    made.run()
    assert reception.kept == [] and gone == [KEY]
