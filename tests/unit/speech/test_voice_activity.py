"""Silero's network on real sound, as it comes in blocks."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.voice_activity import CARRIER, SileroVoiceActivity
from gardefou.hearing.ports import VOICE_WINDOW
from gardefou.kernel.sound import HEARING_RATE, Samples

pytestmark = [
    pytest.mark.speech,
    pytest.mark.skipif(not find_spec(CARRIER) or not find_spec("onnxruntime"), reason="no voice activity is installed"),
]
SAMPLES = Path(__file__).parents[3] / "samples" / "audio"
WINDOWS = 40 * HEARING_RATE // VOICE_WINDOW


@pytest.fixture(scope="module")
def activity() -> SileroVoiceActivity:
    return SileroVoiceActivity()


@pytest.fixture(scope="module")
def speech() -> Samples:
    """Forty seconds of an adviser, with silences of all lengths, some of them digital."""
    blocks = open_sound(SAMPLES / "cancellation.ogg").blocks()
    samples = np.concatenate([block.samples[0] for block, _ in zip(blocks, range(4), strict=False)]).copy()
    for start, windows in ((100, 5), (300, 19), (330, 20), (400, 21), (600, 200)):
        samples[start * VOICE_WINDOW : (start + windows) * VOICE_WINDOW] = 0
    return samples[: WINDOWS * VOICE_WINDOW]


@pytest.mark.parametrize("windows", [1, 7, 312])
def test_what_it_hears_does_not_depend_on_how_the_sound_comes(
    activity: SileroVoiceActivity, speech: Samples, windows: int
) -> None:
    whole, listener = activity.listener()(speech), activity.listener()
    size = windows * VOICE_WINDOW
    parts = np.concatenate([listener(speech[start : start + size]) for start in range(0, len(speech), size)])
    assert whole.shape == parts.shape == (WINDOWS,)
    assert np.abs(whole - parts).max() < 1e-3
    assert whole.max() > 0.8
    assert whole[621:800].max() == 0


def test_speech_after_a_long_silence_is_heard_as_at_the_beginning(
    activity: SileroVoiceActivity, speech: Samples
) -> None:
    late = np.concatenate([speech[: 90 * VOICE_WINDOW], np.zeros(90 * VOICE_WINDOW, np.float32)])
    odds = activity.listener()(np.concatenate([late, late]))
    assert np.abs(odds[:90] - odds[180:270]).max() < 1e-3


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0),
        np.zeros(100 * VOICE_WINDOW),
        np.full(100 * VOICE_WINDOW, 0.3),
        np.random.default_rng(2).normal(0, 0.05, 100 * VOICE_WINDOW),
        np.tile([1.0, -1.0], 50 * VOICE_WINDOW),
    ],
    ids=["nothing", "silence", "offset", "noise", "full scale"],
)
def test_nobody_speaks_where_there_is_no_voice(activity: SileroVoiceActivity, samples: np.ndarray) -> None:
    odds = activity.listener()(samples.astype(np.float32))
    assert odds.shape == (len(samples) // VOICE_WINDOW,)
    assert odds.max(initial=0) < 0.5


def test_an_offset_of_the_line_hides_nobody(activity: SileroVoiceActivity, speech: Samples) -> None:
    plain, moved = (activity.listener()(sound) >= 0.5 for sound in (speech, speech + np.float32(0.1)))
    assert (plain & moved).sum() > 0.9 * plain.sum()
