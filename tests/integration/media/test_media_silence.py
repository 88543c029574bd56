"""The copy that people hear: nothing of a redacted stretch is left, and everything else is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sound_files import TONES, encoded, tones, wave_file

from gardefou.adapters.media.silence import silenced, write_silenced
from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import HEARING_RATE, SoundBlock, SoundProperties
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Redaction

CARD = Redaction("card", 0, 9_000, 12_500)


@dataclass
class Noise:
    """A sound without a file: speech-like noise, different on each channel."""

    channels: int
    seconds: int
    fails: bool = False
    name: str = "noise"

    @property
    def properties(self) -> SoundProperties:
        return SoundProperties(self.channels, HEARING_RATE, "noise", self.seconds * 1000)

    def blocks(self) -> Iterator[SoundBlock]:
        random = np.random.default_rng(5)
        for start in range(0, self.seconds, 5):
            if self.fails and start:
                raise InputRefused(self.name, "is damaged")
            samples = np.cumsum(random.normal(0, 0.02, (self.channels, 5 * HEARING_RATE)), axis=1)
            samples -= np.stack([np.convolve(row, np.full(65, 1 / 65), "same") for row in samples])
            yield SoundBlock(start * 1000, samples.clip(-1, 1).astype(np.float32))


def heard(path: Path) -> np.ndarray:
    return np.concatenate([block.samples for block in open_sound(path).blocks()], axis=1)


def decibels(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def part(samples: np.ndarray, start_ms: int, end_ms: int) -> np.ndarray:
    return samples[..., start_ms * 16 : end_ms * 16]


@pytest.mark.parametrize("channels", [1, 2])
def test_redacted_span_is_silent_and_the_rest_is_not(tmp_path: Path, channels: int) -> None:
    copy = tmp_path / "copy.ogg"
    write_silenced(Noise(channels, 20), [CARD], copy)
    samples = heard(copy)
    assert samples.shape == (channels, 20 * HEARING_RATE)
    for channel in samples:
        assert decibels(part(channel, 9_000, 12_500)) < -60
        assert decibels(part(channel, 8_000, 8_980)) > -40
        assert decibels(part(channel, 12_520, 13_500)) > -40


def test_one_channel_only(tmp_path: Path) -> None:
    copy = tmp_path / "copy.ogg"
    write_silenced(Noise(2, 20), [CARD], copy, all_channels=False)
    samples = heard(copy)
    assert decibels(part(samples[0], 9_000, 12_500)) < -60
    assert decibels(part(samples[1], 9_000, 12_500)) > -40


def test_channels_stay_apart_and_in_place(tmp_path: Path) -> None:
    call, copy = tmp_path / "call.wav", tmp_path / "copy.ogg"
    call.write_bytes(encoded("wav", "pcm_s16le", 8_000, tones(8_000, 2, 12.0)))
    write_silenced(call, [], copy)
    samples = heard(copy)
    assert samples.shape == (2, 12 * HEARING_RATE)
    for channel, tone in zip(samples, TONES, strict=True):
        spectrum = np.abs(np.fft.rfft(part(channel, 1_000, 2_000) * np.hanning(HEARING_RATE)))
        assert abs(int(spectrum.argmax()) - tone) <= 1


def test_every_sample_of_a_span_is_zero_before_encoding() -> None:
    blocks = [SoundBlock(start, np.ones((2, 160_000), np.float32)) for start in (0, 10_000)]
    spans = [(Span(0, 3), Span(9_998, 10_002), Span(19_000, 30_000)), ()]
    result = np.concatenate([block.samples for block in silenced(iter(blocks), spans)], axis=1)
    zero = np.flatnonzero(result[0] == 0)
    expected = [*range(48), *range(9_998 * 16, 10_002 * 16), *range(19_000 * 16, 320_000)]
    assert zero.tolist() == expected
    assert (result[1] == 1).all()
    assert np.flatnonzero(result[0] < 1).min() == 0
    fade = result[0, 9_993 * 16 : 9_998 * 16]
    assert (np.diff(fade) < 0).all() and result[0, 9_993 * 16 - 1] == 1
    assert all((block.samples == 1).all() for block in blocks)


def test_overlapping_and_empty_redactions(tmp_path: Path) -> None:
    copy = tmp_path / "copy.ogg"
    overlapping = [CARD, Redaction("iban", 1, 12_000, 14_000), Redaction("card", 0, 5_000, 5_000)]
    write_silenced(Noise(2, 20), overlapping, copy)
    samples = heard(copy)
    assert decibels(part(samples, 9_000, 14_000)) < -60
    assert decibels(part(samples, 4_900, 5_100)) > -40


def test_nothing_half_written(tmp_path: Path) -> None:
    copy = tmp_path / "copy.ogg"
    copy.write_bytes(b"before")
    with pytest.raises(InputRefused, match="damaged"):
        write_silenced(Noise(2, 20, fails=True), [CARD], copy)
    assert copy.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.ogg"]


def test_call_that_is_cut_short_has_no_copy(tmp_path: Path) -> None:
    call = tmp_path / "call.wav"
    call.write_bytes(wave_file(bytes(32_000))[:-100])
    with pytest.raises(InputRefused, match="cut short"):
        write_silenced(call, [CARD], tmp_path / "copy.ogg")
    assert not (tmp_path / "copy.ogg").exists()


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="cannot be written"):
        write_silenced(Noise(1, 5), [], tmp_path / "none" / "copy.ogg")


def test_redaction_of_a_channel_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="channel 1"):
        write_silenced(Noise(1, 5), [Redaction("card", 1, 0, 100)], tmp_path / "copy.ogg")


def test_same_call_same_bytes(tmp_path: Path) -> None:
    for name in ("one.ogg", "two.ogg"):
        write_silenced(Noise(2, 10), [CARD], tmp_path / name)
    assert (tmp_path / "one.ogg").read_bytes() == (tmp_path / "two.ogg").read_bytes()
