"""Many live calls at once: what is most urgent is read first, none is heard late in silence, none disturbs another."""

import logging

import pytest
from tests.unit.hearing.live.live_fakes import (
    ROLES,
    WordEngine,
    call_of,
    desk_with,
    finals,
    hypotheses,
    opened,
    work,
)

from gardefou.hearing.live.channel import GIVEN_UP_AFTER_S
from gardefou.hearing.live.choosing import TOGETHER
from gardefou.hearing.live.ear import MOST_WAITING_S
from gardefou.hearing.live.following import LONGEST_PAUSE
from gardefou.hearing.live.load import FULL_FROM_S, LOOKED_BACK_S
from gardefou.hearing.live.saying import Kind
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.live import LiveWords, Pace, Utterance
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Language

ONE = ROLES[:1]
OVER = call_of([(10, 40), (LONGEST_PAUSE + 5, 0)])
GOING = call_of([(10, 40)])


def test_what_is_over_is_read_before_what_goes_on() -> None:
    desk = desk_with(WordEngine())
    going, _ = opened(desk, ONE)
    over, _ = opened(desk, ONE)
    going.add(GOING)
    over.add(OVER)
    desk.listen(0.0)
    assert [task.reading.kind for task in desk.next(0.0)] == [Kind.FINAL]
    assert [task.reading.kind for task in desk.next(0.0)] == [Kind.HYPOTHESIS]
    assert desk.next(0.0) == []


def test_calls_are_read_together_up_to_a_batch() -> None:
    desk = desk_with(WordEngine())
    for _ in range(TOGETHER + 1):
        ear, _ = opened(desk, ONE)
        ear.add(OVER)
    desk.listen(0.0)
    assert [len(desk.next(0.0)), len(desk.next(0.0)), len(desk.next(0.0))] == [TOGETHER, 1, 0]


def test_one_lane_stays_free_for_what_is_final() -> None:
    desk = desk_with(WordEngine(), lanes=2)
    for _ in range(TOGETHER + 1):
        opened(desk, ONE)[0].add(GOING)
    desk.listen(0.0)
    assert len(desk.next(0.0)) == TOGETHER
    assert desk.next(0.0) == []


def test_under_load_words_show_once_final_and_it_is_said_until_it_is_over() -> None:
    desk = desk_with(engine := WordEngine())
    ear, told = opened(desk, ONE)
    ear.add(OVER)
    desk.listen(0.0)
    late = desk.next(0.0)
    desk.listen(1.5)
    assert told == [Pace(1500, False)]
    other, others = opened(desk, ONE)
    desk.listen(1.5)
    assert others == [Pace(1500, False)]
    desk.done(late, engine.read([task.reading.clip for task in late]), 1.5)
    other.add(GOING)
    work(desk, engine, 1.6)
    assert not hypotheses(others)
    work(desk, engine, 2 + 2 * LOOKED_BACK_S)
    assert others[1] == Pace(0, True)
    other.add(GOING)
    work(desk, engine, 2 + 2 * LOOKED_BACK_S)
    assert hypotheses(others)


def test_no_call_is_taken_on_beyond_the_channels_that_are_allowed() -> None:
    desk = desk_with(engine := WordEngine(), most_channels=3)
    ear, _ = opened(desk)
    with pytest.raises(RoomFull, match="2 channels are heard already, of 3"):
        opened(desk)
    assert desk.channels_heard == 2
    ear.drop()
    assert desk.channels_heard == 0
    opened(desk)
    work(desk, engine, 0.0)


def test_no_call_is_taken_on_while_words_are_far_behind() -> None:
    desk = desk_with(WordEngine())
    opened(desk, ONE)[0].add(OVER)
    desk.listen(0.0)
    desk.listen(FULL_FROM_S + 1)
    with pytest.raises(RoomFull, match="3 s behind"):
        opened(desk)


def test_words_that_nobody_waits_for_any_more_are_given_up() -> None:
    desk = desk_with(WordEngine())
    ear, told = opened(desk, ONE)
    ear.add(GOING)
    desk.listen(0.0)
    tasks = desk.next(0.0)
    desk.done(tasks, WordEngine().read([task.reading.clip for task in tasks]), 0.0)
    ear.end()
    desk.listen(1.0)
    assert not finals(told)
    desk.listen(2 + GIVEN_UP_AFTER_S)
    assert [each.segment for each in finals(told)] == [None]
    assert ear.is_over


def test_after_drop_nothing_comes_even_of_what_is_being_read() -> None:
    desk = desk_with(engine := WordEngine())
    ear, told = opened(desk, ONE)
    ear.add(OVER)
    desk.listen(0.0)
    tasks = desk.next(0.0)
    ear.drop()
    ear.add(OVER)
    desk.done(tasks, engine.read([task.reading.clip for task in tasks]), 0.0)
    work(desk, engine, 0.0)
    assert told == []
    assert desk.is_idle


def test_after_end_what_is_left_comes_and_nothing_else() -> None:
    desk = desk_with(engine := WordEngine())
    ear, told = opened(desk, ONE)
    ear.add(GOING)
    ear.end()
    ear.add(OVER)
    work(desk, engine, 0.0)
    assert [each.segment.text.split() for each in finals(told) if each.segment] == [["aao", "abo", "aco", "ado"]]
    assert desk.is_idle


def test_whoever_fails_to_take_words_loses_its_call_and_no_other(caplog: pytest.LogCaptureFixture) -> None:
    desk = desk_with(engine := WordEngine())

    def fail(words: LiveWords) -> None:
        raise ValueError(str(words))

    failing = desk.open(ONE, Language.FRENCH, fail)
    ear, told = opened(desk, ONE)
    for each in (failing, ear):
        each.add(OVER)
    with caplog.at_level(logging.ERROR):
        work(desk, engine, 0.0)
    assert failing.is_over
    assert len(finals(told)) == 1
    assert "ValueError" in caplog.text
    assert "aao" not in caplog.text


def test_what_cannot_be_read_takes_its_hypothesis_back() -> None:
    desk = desk_with(engine := WordEngine())
    ear, told = opened(desk, ONE)
    ear.add(GOING)
    work(desk, engine, 0.0)
    assert hypotheses(told)
    ear.end()
    desk.listen(0.0)
    while tasks := desk.next(0.0):
        desk.done(tasks, RuntimeError, 0.0)
    assert [each.segment for each in finals(told)] == [None]


def test_closing_ends_calls_that_were_not_listened_to_yet() -> None:
    desk = desk_with(WordEngine())
    listened, _ = opened(desk, ONE)
    desk.listen(0.0)
    arriving, _ = opened(desk, ONE)
    desk.close()
    assert listened.is_over and arriving.is_over and desk.is_idle


def test_sound_that_comes_much_too_fast_is_not_kept_and_that_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    desk = desk_with(engine := WordEngine())
    ear, told = opened(desk, ONE)
    for _ in range(200):
        ear.add(OVER)
    assert ear._samples <= MOST_WAITING_S * HEARING_RATE + OVER.shape[1]
    ear.end()
    work(desk, engine, 0.0)
    assert ear.is_over
    assert 0 < len(finals(told)) < 20
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_language_that_nobody_told_is_that_of_the_first_speech() -> None:
    desk = desk_with(engine := WordEngine())
    ear = desk.open(ONE, None, lambda words: None)
    for _ in range(2):
        ear.add(OVER)
        work(desk, engine, 0.0)
    assert [clip.language for clip in engine.read_clips] == [None, Language.FRENCH]
    assert not engine.read_clips[-1].language_is_told


def test_a_call_whose_last_sound_and_end_come_while_it_is_listened_to_ends_with_its_words() -> None:
    desk = desk_with(engine := WordEngine())
    ear, told = opened(desk, ONE)
    take_out = ear._take_out

    def late() -> tuple:
        taken = take_out()
        ear.add(OVER)
        ear.end()
        ear._take_out = take_out
        return taken

    ear._take_out = late
    for second in range(5):
        work(desk, engine, float(second))
    assert ear.is_over
    assert [each for each in told if isinstance(each, Utterance) and each.segment]
