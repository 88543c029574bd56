"""Calls built for measuring: what their truth says is what sounds, or every error rate on them is wrong."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from evals.asr.calls import KEPT_S, LONGEST_S, RATE, SHORTEST_S, BuiltCall, Sentence, built_calls, trimmed
from evals.asr.noises import NOISES

from gardefou.kernel.sound import Samples

HERTZ = {f"tone-{hertz}": hertz for hertz in range(900, 2000, 100)}
QUIETER_THAN_SPEECH = 0.005
WINDOW_MS = 100


def tone(hertz: float, seconds: float) -> Samples:
    return np.sin(2 * np.pi * hertz * np.arange(int(RATE * seconds)) / RATE).astype(np.float32)


@cache
def calls() -> list[BuiltCall]:
    sentences = [Sentence(name, name, tone(hertz, 1 + hertz / 1000)) for name, hertz in HERTZ.items()]
    return list(built_calls(sentences, 12, seed=3))


def test_each_turn_is_heard_where_its_truth_says() -> None:
    for call in calls():
        for turn in call.turns:
            for start_ms in (turn.start_ms, turn.end_ms - WINDOW_MS):
                part = call.samples[turn.channel, start_ms * RATE // 1000 :][: WINDOW_MS * RATE // 1000]
                loudest = int(np.argmax(np.abs(np.fft.rfft(part)))) * 1000 / WINDOW_MS
                assert loudest == pytest.approx(HERTZ[turn.source], abs=1000 / WINDOW_MS)


def test_nothing_sounds_on_the_customer_s_channel_outside_its_turns() -> None:
    for call in calls():
        rest = call.samples[1].copy()
        for turn in call.turns:
            if turn.channel == 1:
                rest[turn.start_ms * RATE // 1000 : turn.end_ms * RATE // 1000 + RATE // 1000] = 0
        assert np.abs(rest).max() < QUIETER_THAN_SPEECH


def test_two_people_take_turns_with_pauses_overlaps_and_holds() -> None:
    pauses = [b.start_ms - a.end_ms for call in calls() for a, b in pairwise(call.turns)]
    assert {turn.channel for call in calls() for turn in call.turns} == {0, 1}
    assert any(pause < 0 for pause in pauses) and any(pause >= 20_000 for pause in pauses)
    for call in calls():
        for channel in (0, 1):
            own = [turn for turn in call.turns if turn.channel == channel]
            assert all(a.end_ms < b.start_ms for a, b in pairwise(own))


def test_calls_are_as_long_as_calls_and_the_same_each_time() -> None:
    lengths = [call.samples.shape[1] / RATE for call in calls()]
    assert round(sum(lengths)) >= 12 * 60
    assert all(SHORTEST_S <= length <= LONGEST_S for length in lengths)
    before = calls()
    calls.cache_clear()
    assert [call.turns for call in calls()] == [call.turns for call in before]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(calls(), before, strict=True))


def test_quiet_ends_of_a_recording_are_left_off() -> None:
    quiet = np.zeros(RATE, np.float32)
    kept = trimmed(np.concatenate([quiet, tone(1000, 1), quiet]))
    assert len(kept) / RATE == pytest.approx(1 + 2 * KEPT_S, abs=0.02)
    assert not trimmed(quiet).size


@pytest.mark.parametrize("name", NOISES)
def test_noise_is_as_long_as_asked_and_fits_into_the_file(name: str) -> None:
    made = NOISES[name](3 * RATE + 1, RATE, np.random.default_rng(1))
    assert made.shape == (3 * RATE + 1,) and made.dtype == np.float32
    assert 0 < np.abs(made).max() <= 1
