"""How well a channel can be heard, on made-up sound of known level, noise and clipping."""

import numpy as np
import pytest

from gardefou.hearing.quality import WINDOW, Meter
from gardefou.kernel.audibility import Audibility, audibility
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import SoundQuality

SPEECH = np.arange(20 * HEARING_RATE // WINDOW) * WINDOW // HEARING_RATE % 4 < 2
"""Two seconds of speech, then two of silence, for twenty seconds."""


def sound(level_db: float = -20, snr_db: float = 50, clipped_at: float = 9.0) -> np.ndarray:
    """Noise that rises and falls as speech does, loudest values rare, beside steady noise."""
    rng = np.random.default_rng(7)
    voiced = np.repeat(SPEECH, WINDOW)
    voice = rng.laplace(size=voiced.size) * (1 + np.sin(np.arange(voiced.size) * 6 * np.pi / HEARING_RATE)) * voiced
    voice *= 10 ** (level_db / 20) / np.sqrt(np.square(voice[voiced]).mean())
    heard = voice + rng.normal(size=voiced.size) * 10 ** ((level_db - snr_db) / 20)
    return np.clip(heard, -clipped_at, clipped_at).astype(np.float32)


def measured(samples: np.ndarray, speech: np.ndarray = SPEECH, step: int = 10_000) -> SoundQuality:
    meter = Meter()
    for first in range(0, speech.size, step):
        meter.add(samples[first * WINDOW : (first + step) * WINDOW], speech[first : first + step])
    return meter.result(1)


@pytest.mark.parametrize(("level_db", "snr_db"), [(-20, 40), (-30, 15), (-45, 5)])
def test_level_and_noise_are_found(level_db: float, snr_db: float) -> None:
    quality = measured(sound(level_db, snr_db))
    assert quality.channel == 1
    assert quality.level_db == pytest.approx(level_db, abs=1.5)
    assert quality.snr_db == pytest.approx(snr_db, abs=1.5)
    assert quality.clipped < 0.001


@pytest.mark.parametrize("peak", [0.9999, 0.3])
def test_clipping_is_found_at_full_scale_and_below_it(peak: float) -> None:
    quality = measured(sound(-10, clipped_at=0.5) * np.float32(peak / 0.5))
    true = (np.abs(sound(-10)) >= 0.5)[np.repeat(SPEECH, WINDOW)].mean()
    assert true > 0.03
    assert quality.clipped == pytest.approx(true, rel=0.4)


def test_the_figures_do_not_depend_on_the_blocks() -> None:
    samples = sound(-30, 20, 0.1)
    once, often = measured(samples), measured(samples, step=7)
    assert (often.level_db, often.snr_db) == (once.level_db, once.snr_db)
    assert often.clipped == pytest.approx(once.clipped, abs=1e-4)


def test_music_on_hold_is_no_noise() -> None:
    waiting = np.random.default_rng(1).normal(size=60 * HEARING_RATE // WINDOW * WINDOW).astype(np.float32)
    samples = np.concatenate([sound(-30, 30), 0.1 * waiting])
    speech = np.concatenate([SPEECH, np.zeros(waiting.size // WINDOW, np.bool_)])
    assert measured(samples, speech).snr_db == pytest.approx(30, abs=1.5)


def test_speech_without_a_pause_has_a_figure_too() -> None:
    everything = np.ones(SPEECH.size, np.bool_)
    assert measured(sound(-20, 30), everything).snr_db == pytest.approx(27, abs=5)


def test_nobody_speaks() -> None:
    assert measured(sound(), np.zeros(SPEECH.size, np.bool_)) == SoundQuality(1, None, 0.0, None)
    assert Meter().result(0) == SoundQuality(0, None, 0.0, None)


def test_digital_silence_taken_for_speech_is_inaudible() -> None:
    quality = measured(np.zeros(SPEECH.size * WINDOW, np.float32), SPEECH)
    assert audibility(quality) is Audibility.INAUDIBLE
    assert quality.clipped == 0


def test_the_last_window_may_be_short_and_each_needs_its_decision() -> None:
    meter = Meter()
    meter.add(np.full(WINDOW + 10, 0.1, np.float32), np.array([True, True]))
    assert meter.result(0).level_db == pytest.approx(-20, abs=0.1)
    with pytest.raises(ValueError, match="522 samples are 2 windows, not 1"):
        meter.add(np.zeros(WINDOW + 10, np.float32), np.array([True]))


@pytest.mark.parametrize(
    ("level_db", "clipped", "snr_db", "expected"),
    [
        (-25.0, 0.0, 30.0, Audibility.GOOD),
        (-45.0, 0.0, 30.0, Audibility.POOR),
        (-25.0, 0.03, 30.0, Audibility.POOR),
        (-25.0, 0.0, 6.0, Audibility.POOR),
        (-62.0, 0.0, 30.0, Audibility.INAUDIBLE),
        (-25.0, 0.0, -2.0, Audibility.INAUDIBLE),
        (None, 0.0, None, Audibility.INAUDIBLE),
    ],
)
def test_the_verdict_on_a_channel(
    level_db: float | None, clipped: float, snr_db: float | None, expected: Audibility
) -> None:
    assert audibility(SoundQuality(0, level_db, clipped, snr_db)) is expected
