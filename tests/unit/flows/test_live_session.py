"""The sound of a call reaches its siblings, and nobody while the adviser says so."""

import pytest
from tests.unit.flows.live_doubles import Sibling, Tape, notice, session, sound

from gardefou.flows.live_session import Controls, LiveSessions, Recording
from gardefou.kernel.errors import RoomFull


def test_who_joins_late_starts_where_the_call_is():
    call, early, late = session(), Sibling(), Sibling()
    call.attach(early)
    call.sound(sound(1.5))
    call.attach(late)
    call.sound(sound(0.5))
    assert early.given == [("add", 1500), ("add", 500)]
    assert late.given == [("skip", 1500), ("add", 500)]


def test_during_a_payment_sound_reaches_nobody_and_time_goes_on():
    tape, ear = Tape(), Sibling()
    call = session(tape)
    call.attach(ear)
    call.pause()
    call.sound(sound(2))
    call.resume()
    call.sound(sound(1))
    assert ear.given == tape.given == [("skip", 2000), ("add", 1000)]
    assert call.position_ms == 3000


def test_lost_sound_takes_its_time():
    call, ear = session(), Sibling()
    call.attach(ear)
    call.lost(300)
    call.lost(-5)
    assert ear.given == [("skip", 300)]


def test_a_customer_who_objects_is_recorded_no_more_and_help_goes_on():
    tape, ear, seen = Tape(), Sibling(), []
    call = session(tape)
    call.attach(ear)
    call.watch(seen.append)
    call.erase()
    call.sound(sound(1))
    call.end()
    assert tape.given == [("erase", 0)]
    assert ear.given == [("add", 1000), ("end", 0)]
    assert seen[0] == Controls(recording=Recording.ERASED)


def test_a_private_call_reaches_nobody():
    tape, ear = Tape(), Sibling()
    call = session(tape)
    call.attach(ear)
    call.erase(is_private=True)
    call.sound(sound(1))
    assert ear.given == [("skip", 1000)]
    assert call.controls == Controls(recording=Recording.ERASED, is_private=True)


@pytest.mark.parametrize("last", ["drop", "end"])
def test_a_call_ends_once_for_all(last):
    closed, ear = [], Sibling()
    call = session(closed=closed.append)
    call.attach(ear)
    getattr(call, last)()
    call.end()
    call.drop()
    call.sound(sound(1))
    assert ear.given == [(last, 0)]
    assert closed == [call]
    assert call.controls.is_over


def test_a_sibling_that_leaves_is_given_nothing_more():
    call, ear, seen = session(), Sibling(), []
    told = seen.append
    call.attach(ear)
    call.watch(told)
    call.detach(ear)
    call.unwatch(told)
    call.sound(sound(1))
    call.pause()
    assert ear.given == [] and seen == []


def test_more_calls_than_allowed_are_refused_and_an_ended_one_makes_room():
    sessions = LiveSessions(2, lambda _: None)
    first = sessions.open(notice("1"))
    sessions.open(notice("2"))
    with pytest.raises(RoomFull, match="GARDEFOU_LIVE_CALLS"):
        sessions.open(notice("3"))
    first.end()
    assert sessions.find("1") is None
    assert sessions.open(notice("3")) is sessions.find("3")


def test_a_call_that_begins_again_takes_the_place_of_the_broken_one():
    sessions = LiveSessions(1, lambda _: None)
    broken = sessions.open(notice("1"))
    again = sessions.open(notice("1"))
    assert broken.controls.is_over and not again.controls.is_over
    broken.drop()
    assert sessions.find("1") is again and len(sessions) == 1


def test_closing_drops_every_call():
    sessions, tapes = LiveSessions(5, lambda _: tapes[len(sessions)]), [Tape(), Tape()]
    sessions.open(notice("1"))
    sessions.open(notice("2"))
    sessions.close()
    assert [tape.given for tape in tapes] == [[("drop", 0)]] * 2
    assert len(sessions) == 0
