"""Where channels are cut: nothing that is said is lost or heard twice, however long it is and however it comes."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.hearing.cutting import LONGEST_CLIP, SHORTEST_PAUSE, CutClip, Cutter
from gardefou.hearing.ports import VOICE_WINDOW
from gardefou.hearing.stretches import MARGIN, SHORTEST_SPEECH, SPEECH_FROM, SPEECH_UNTIL
from gardefou.hearing.tape import VOICE_RISES_FROM

WINDOW_MS = 32

probabilities = st.lists(
    st.tuples(st.sampled_from([0.0, 0.34, 0.35, 0.45, 0.5, 0.9]), st.integers(1, 2 * LONGEST_CLIP // 3)), max_size=15
).map(lambda runs: [value for value, length in runs for _ in range(length)])
noisy = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).beta(0.4, 0.4, 1_500).tolist())
block_sizes = st.lists(st.integers(0, 900), min_size=1, max_size=8).filter(any)


def cut(voice: Sequence[float], blocks: Sequence[int] = (1_000_000,)) -> list[CutClip]:
    """The clips of a channel in which each sample of a window holds the window's number, one more than its place."""
    cutter, clips, at, turn = Cutter(0), [], 0, 0
    while at < len(voice):
        end = min(len(voice), at + blocks[turn % len(blocks)])
        numbers = np.repeat(np.arange(at + 1, end + 1, dtype=np.float32), VOICE_WINDOW)
        clips += cutter.add(numbers, np.array(voice[at:end], np.float64))
        at, turn = end, turn + 1
    return clips + list(cutter.end())


def windows(samples: np.ndarray) -> list[int]:
    assert not len(samples) % VOICE_WINDOW
    numbers = samples.reshape(-1, VOICE_WINDOW)
    assert (numbers == numbers[:, :1]).all()
    return [int(number) - 1 for number in numbers[:, 0]]


def spoken(voice: Sequence[float]) -> list[list[int]]:
    """The windows of each passage of speech that is long enough, by the definition."""
    passages: list[list[int]] = []
    silence = SHORTEST_PAUSE
    for window, probability in enumerate(voice):
        if probability >= (SPEECH_FROM if silence >= SHORTEST_PAUSE else SPEECH_UNTIL):
            passages = [*passages, []] if silence >= SHORTEST_PAUSE else passages
            passages[-1].append(window)
            silence = 0
        else:
            silence += 1
    return [passage for passage in passages if passage[-1] + 1 - passage[0] >= SHORTEST_SPEECH]


@settings(max_examples=60)
@given(probabilities | noisy, block_sizes)
def test_what_is_said_lies_in_exactly_one_piece_in_order(voice: list[float], blocks: list[int]) -> None:
    taken = [window for clip in cut(voice, blocks) for piece in clip.pieces for window in windows(piece.samples)]
    assert taken == sorted(set(taken))
    assert {window for passage in spoken(voice) for window in passage} <= set(taken)


@settings(max_examples=60)
@given(probabilities | noisy, block_sizes)
def test_clips_are_the_same_whatever_the_size_of_the_blocks(voice: list[float], blocks: list[int]) -> None:
    whole, parts = cut(voice), cut(voice, blocks)
    assert [[(p.start, len(p.samples), p.speech, p.voice) for p in clip.pieces] for clip in whole] == [
        [(p.start, len(p.samples), p.speech, p.voice) for p in clip.pieces] for clip in parts
    ]


@settings(max_examples=60)
@given(probabilities | noisy)
def test_no_clip_is_longer_than_the_longest_and_each_piece_holds_speech(voice: list[float]) -> None:
    for clip in cut(voice):
        assert len(clip.samples) <= LONGEST_CLIP * VOICE_WINDOW
        for piece in clip.pieces:
            held = windows(piece.samples)
            assert piece.start == held[0] * VOICE_WINDOW
            assert piece.span.contains(piece.speech)
            said = voice[piece.speech.start_ms // WINDOW_MS : piece.speech.end_ms // WINDOW_MS]
            assert piece.voice == max(said)
            assert said[0] >= VOICE_RISES_FROM or piece.speech.start_ms == piece.span.start_ms


@settings(max_examples=60)
@given(probabilities | noisy, st.data())
def test_every_time_of_a_clip_is_that_of_its_sound_in_the_call(voice: list[float], data: st.DataObject) -> None:
    for clip in cut(voice):
        window = data.draw(st.integers(0, len(clip.samples) // VOICE_WINDOW - 1))
        place = clip.piece_at(window * WINDOW_MS)
        piece = clip.pieces[place]
        true_ms = windows(clip.samples)[window] * WINDOW_MS
        assert piece.span.start_ms <= true_ms < piece.span.end_ms
        expected = min(max(true_ms, piece.speech.start_ms), piece.speech.end_ms)
        assert clip.call_ms(window * WINDOW_MS, place) == expected


def test_times_beyond_a_clip_stay_in_its_last_piece() -> None:
    (clip,) = cut([0.0] * 30 + [0.9] * 40 + [0.0] * 60 + [0.9] * 40 + [0.0] * 30)
    assert len(clip.pieces) == 2
    assert clip.call_ms(60_000, clip.piece_at(60_000)) == clip.pieces[1].speech.end_ms


def test_endless_speech_is_cut_as_it_comes_and_memory_stays_bounded() -> None:
    cutter, clips, most = Cutter(0), [], 0
    for _ in range(200):
        clips += cutter.add(np.ones(50 * VOICE_WINDOW, np.float32), np.ones(50, np.float32))
        tape = cutter._stretches.tape
        most = max(most, len(tape._kept) // VOICE_WINDOW, len(tape._voice))
    assert most <= LONGEST_CLIP + MARGIN + 50
    clips += cutter.end()
    assert sum(len(clip.samples) for clip in clips) == 200 * 50 * VOICE_WINDOW


def test_endless_silence_is_forgotten() -> None:
    cutter = Cutter(0)
    for _ in range(50):
        assert not list(cutter.add(np.zeros(50 * VOICE_WINDOW, np.float32), np.zeros(50, np.float32)))
    assert len(cutter._stretches.tape._kept) == MARGIN * VOICE_WINDOW


def test_speech_without_pauses_is_cut_where_a_word_may_end() -> None:
    voice = np.full(LONGEST_CLIP + 100, 0.95)
    voice[300:303] = 0.4
    first = cut(voice.tolist())[0]
    assert abs(len(first.samples) // VOICE_WINDOW - 301) <= 1


def test_a_click_is_not_speech_but_a_short_word_is() -> None:
    click, word = [0.9] * (SHORTEST_SPEECH - 1), [0.9] * SHORTEST_SPEECH
    assert cut([*click, *[0.0] * 40]) == []
    assert cut([*[0.0] * 40, *click]) == []
    assert len(cut([*[0.0] * 40, *word])) == 1
