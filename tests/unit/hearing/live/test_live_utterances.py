"""Every utterance of a live call ends in one final text, the same however its sound comes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.hearing.live.live_fakes import (
    ROLES,
    WINDOWS_PER_WORD,
    WordEngine,
    call_of,
    desk_with,
    finals,
    hear,
    hypotheses,
    name_of,
    opened,
    work,
)

from gardefou.hearing.cutting import LONGEST_CLIP
from gardefou.hearing.live.following import LONGEST_PAUSE
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.ports import VOICE_WINDOW, HeardClip
from gardefou.hearing.stretches import SHORTEST_SPEECH
from gardefou.kernel.live import Hypothesis, LiveWords, Utterance
from gardefou.kernel.sound import HEARING_RATE

TICK = HEARING_RATE // 10
stretches = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 130)), max_size=5)
pieces = st.lists(st.integers(1, 3 * HEARING_RATE), min_size=1, max_size=5)


def said(told: list[LiveWords]) -> list[tuple[int, str, int, int]]:
    return [(s.channel, s.text, s.start_ms, s.end_ms) for u in finals(told) if (s := u.segment)]


@settings(max_examples=25, deadline=None)
@given(stretches, stretches, pieces)
def test_finals_are_the_same_in_pieces_of_any_size(
    one: list[tuple[int, int]], other: list[tuple[int, int]], sizes: list[int]
) -> None:
    call = call_of(one, other, [(1, 0)])[:2]
    assert sorted(said(hear(call, sizes))) == sorted(said(hear(call, [max(1, call.shape[1])])))


@settings(max_examples=25, deadline=None)
@given(stretches, stretches)
def test_each_utterance_ends_once_and_keeps_what_was_agreed(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    told = hear(call_of(one, other, [(1, 0)])[:2], [TICK])
    ended: set[int] = set()
    agreed: dict[int, str] = {}
    for each in told:
        if isinstance(each, Utterance):
            assert each.utterance not in ended
            ended.add(each.utterance)
        elif isinstance(each, Hypothesis):
            assert each.utterance not in ended
            assert f"{each.agreed} ".startswith(f"{agreed.get(each.utterance, '')} ".lstrip())
            agreed[each.utterance] = each.agreed
    assert set(agreed) <= ended
    for channel in range(len(ROLES)):
        starts = [start for on, _, start, _ in said(told) if on == channel]
        assert starts == sorted(starts)


def test_everything_that_is_said_is_final_however_long_it_is() -> None:
    windows = 5 * LONGEST_CLIP // 2 // WINDOWS_PER_WORD * WINDOWS_PER_WORD
    texts = [text for _, text, _, _ in said(hear(call_of([(20, windows)]), [TICK]))]
    assert len(texts) >= 3
    spoken = " ".join(texts).split()
    assert list(dict.fromkeys(spoken)) == [name_of(number) for number in range(windows // WINDOWS_PER_WORD)]


def test_words_show_while_they_are_said() -> None:
    told = hear(call_of([(20, 100)]), [TICK])
    first, *_, last = hypotheses(told)
    assert first.start_ms == last.start_ms == 20 * 32
    assert first.agreed == ""
    assert last.agreed.split()[:5] == [name_of(number) for number in range(5)]


def test_a_silence_that_lasts_makes_the_reading_of_its_beginning_final() -> None:
    engine = WordEngine()
    desk = desk_with(engine)
    ear, told = opened(desk, ROLES[:1])
    call = call_of([(20, 40), (LONGEST_PAUSE + 3, 0)])
    for at in range(0, call.shape[1], VOICE_WINDOW * 3):
        ear.add(call[:, at : at + VOICE_WINDOW * 3])
        before = len(engine.read_clips)
        work(desk, engine, at / HEARING_RATE)
    assert len(finals(told)) == 1
    assert len(engine.read_clips) == before


def test_speech_that_goes_on_after_a_short_silence_is_one_utterance() -> None:
    told = hear(call_of([(20, 40), (LONGEST_PAUSE - 4, 40)]), [TICK])
    assert [text.split() for _, text, _, _ in said(told)] == [[name_of(number) for number in range(8)]]


def test_time_that_never_came_moves_what_follows_and_ends_what_was_said() -> None:
    engine = WordEngine()
    desk = desk_with(engine)
    ear, told = opened(desk, ROLES[:1])
    word = call_of([(0, 3 * WINDOWS_PER_WORD)])
    for _ in range(2):
        ear.add(word)
        ear.skip(60_000)
        work(desk, engine, 0.0)
    first, second = said(told)
    assert abs(second[2] - first[2] - 60_000 - word.shape[1] * 1000 // HEARING_RATE) <= 100


def test_a_frame_that_was_lost_does_not_end_an_utterance() -> None:
    engine = WordEngine()
    desk = desk_with(engine)
    ear, told = opened(desk, ROLES[:1])
    word = call_of([(0, 3 * WINDOWS_PER_WORD)])
    ear.add(word)
    ear.skip(40)
    ear.add(word)
    ear.end()
    work(desk, engine, 0.0)
    assert len(said(told)) == 1


def test_a_click_is_nothing() -> None:
    assert hear(call_of([(20, SHORTEST_SPEECH - 1), (40, 0)]), [TICK]) == []


def test_what_turns_out_to_be_no_speech_takes_its_hypothesis_back() -> None:
    class Doubting(WordEngine):
        def _heard(self, clip: LiveClip) -> HeardClip:
            heard = super()._heard(clip)
            return HeardClip(heard.words, -2.0, 0.9, heard.language) if clip.may_stay else heard

    told = hear(call_of([(20, 60)]), [TICK], Doubting())
    assert hypotheses(told)
    assert finals(told) == [Utterance(hypotheses(told)[0].utterance, None)]


def test_a_long_utterance_is_not_read_from_its_beginning_each_time() -> None:
    engine = WordEngine()
    hear(call_of([(0, LONGEST_CLIP - 20)]), [TICK], engine)
    longest = max(clip.seconds for clip in engine.read_clips if not clip.may_stay)
    assert longest < 8
    told = hear(call_of([(0, LONGEST_CLIP - 20)]), [TICK])
    words = hypotheses(told)[-1].agreed.split()
    assert words == [name_of(number) for number in range(len(words))]
    assert len(words) > 20


def test_silence_is_not_kept() -> None:
    desk = desk_with(engine := WordEngine())
    ear, _ = opened(desk, ROLES[:1])
    for _ in range(60):
        ear.add(np.zeros((1, HEARING_RATE), np.float32))
        work(desk, engine, 0.0)
    assert len(ear.channels[0]._follower._stretches.tape._kept) < HEARING_RATE


def test_a_long_utterance_ends_at_a_short_pause_and_not_long_before_its_words_are_final() -> None:
    breath = 7
    told = hear(call_of([(20, 340), (breath, 200)]), [TICK])
    assert [len(text.split()) for _, text, _, _ in said(told)] == [340 // WINDOWS_PER_WORD, 200 // WINDOWS_PER_WORD]


def test_what_was_said_before_goes_along_with_what_may_stay_and_with_nothing_else() -> None:
    engine = WordEngine()
    hear(call_of([(20, 60), (40, 60)], [(100, 40), (LONGEST_PAUSE + 20, 0)]), [TICK], engine=engine)
    stays = [clip.before for clip in engine.read_clips if clip.may_stay]
    assert stays[0] == "" and stays[-1]
    assert not any(clip.before for clip in engine.read_clips if not clip.may_stay)
