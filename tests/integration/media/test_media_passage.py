"""A passage is that stretch of the call, from an Opus file that is sought in and from others."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.adapters.media.encode import write_opus
from gardefou.adapters.media.passage import LONGEST_MS, MARGIN_MS, passage
from gardefou.adapters.media.peaks import Peaks, measured
from gardefou.adapters.media.sound import FileSound, open_sound, open_sound_from
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import HEARING_RATE, Sound, SoundBlock, SoundProperties

SECONDS = 65
PER_MS = HEARING_RATE // 1000
OPUS_MS = 20


def samples() -> np.ndarray:
    """Two channels whose loudness tells the time: another one each second, and silence on the right every other one."""
    time = np.arange(SECONDS * HEARING_RATE) / HEARING_RATE
    second = time.astype(int)
    left = (0.2 + 0.7 * (second * 37 % 64) / 64) * np.sin(2 * np.pi * 220 * time)
    return np.stack([left, (second % 2) * 0.6 * np.sin(2 * np.pi * 700 * time)]).astype(np.float32)


def blocks(content: np.ndarray) -> list[SoundBlock]:
    width = 10 * HEARING_RATE
    return [
        SoundBlock(1000 * start // HEARING_RATE, content[:, start : start + width])
        for start in range(0, content.shape[1], width)
    ]


class Unseekable:
    """The same sound, to be had from its start only."""

    name = "unseekable"

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self.properties: SoundProperties = sound.properties
        self.read = 0

    def blocks(self):  # type: ignore[no-untyped-def]
        for block in self._sound.blocks():
            self.read += 1
            yield block


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> FileSound:
    path = tmp_path_factory.mktemp("call") / "call.ogg"
    write_opus(iter(blocks(samples())), 2, path)
    return open_sound(path)


@pytest.fixture(scope="module")
def whole(call: FileSound) -> np.ndarray:
    return heard(call)


def heard(sound: Sound) -> np.ndarray:
    return np.concatenate([block.samples for block in sound.blocks()], axis=1)


def opened(content: bytes) -> FileSound:
    return open_sound_from("passage", lambda: io.BytesIO(content))


def loudness(content: np.ndarray) -> np.ndarray:
    width = 50 * PER_MS
    whole = content.shape[1] // width * width
    return np.sqrt((content[:, :whole].reshape(2, -1, width) ** 2).mean(axis=2))


@settings(max_examples=40)
@given(start=st.integers(0, SECONDS * 1000 - 1), length=st.integers(0, 9_000))
def test_a_passage_sounds_like_that_stretch_of_the_call(
    call: FileSound, whole: np.ndarray, start: int, length: int
) -> None:
    cut = heard(opened(passage(call, start, start + length)))
    first, last = max(0, start - MARGIN_MS), min(start + length + MARGIN_MS, SECONDS * 1000)
    expected = whole[:, first * PER_MS : last * PER_MS]
    assert abs(cut.shape[1] - expected.shape[1]) <= 2 * OPUS_MS * PER_MS
    same = min(cut.shape[1], expected.shape[1])
    difference = np.abs(loudness(cut[:, :same]) - loudness(expected[:, :same]))
    assert difference.mean() < 0.02 + 2 * OPUS_MS / max(OPUS_MS, last - first)


@pytest.mark.parametrize("start", [300, 5_000, 31_020, 60_500])
def test_what_is_heard_is_what_was_stored(call: FileSound, whole: np.ndarray, start: int) -> None:
    cut = heard(opened(passage(call, start, start + 2_000)))
    first, settled = (start - MARGIN_MS) * PER_MS, MARGIN_MS * PER_MS
    stored = whole[:, first + settled : first + 2_500 * PER_MS]
    assert np.abs(cut[:, settled : 2_500 * PER_MS] - stored).max() < 1e-3


def test_a_sound_that_is_no_opus_is_cut_too(call: FileSound, whole: np.ndarray) -> None:
    cut = heard(opened(passage(Unseekable(call), 30_700, 33_100)))
    assert cut.shape[1] == 3_000 * PER_MS
    difference = np.abs(loudness(cut) - loudness(whole[:, 30_400 * PER_MS : 33_400 * PER_MS]))
    assert difference.mean() < 0.03


def test_only_what_lies_before_its_end_is_decoded(call: FileSound) -> None:
    sound = Unseekable(call)
    passage(sound, 12_000, 15_000)
    assert sound.read <= 3


def test_the_same_passage_has_the_same_bytes(call: FileSound) -> None:
    assert passage(call, 20_000, 24_000) == passage(call, 20_000, 24_000)


def test_a_passage_is_ten_minutes_at_most(tmp_path: Path) -> None:
    silence = np.zeros((1, 10 * HEARING_RATE), np.float32)
    write_opus((SoundBlock(10_000 * i, silence) for i in range(66)), 1, tmp_path / "long.ogg")
    content = passage(open_sound(tmp_path / "long.ogg"), 5_000, 660_000)
    assert 0 <= (opened(content).properties.duration_ms or 0) - LONGEST_MS <= 2 * OPUS_MS


@pytest.mark.parametrize("unseekable", [False, True])
def test_a_passage_after_the_end_is_refused(call: FileSound, unseekable: bool) -> None:
    with pytest.raises(InputRefused):
        passage(Unseekable(call) if unseekable else call, SECONDS * 1000 + 5_000, SECONDS * 1000 + 9_000)


def test_a_passage_that_ends_before_it_starts_is_a_mistake(call: FileSound) -> None:
    with pytest.raises(ValueError, match="not a span"):
        passage(call, 2_000, 1_000)


def test_a_sound_that_begins_in_a_passage_begins_at_its_time(call: FileSound) -> None:
    right = np.abs(heard(opened(passage(call, 20_500, 21_500)))[1])
    assert abs(int(np.argmax(right > 0.1)) / PER_MS - (500 + MARGIN_MS)) <= OPUS_MS + 5


def test_peaks_come_back_as_they_were_packed(call: FileSound) -> None:
    peaks = measured(call).peaks()
    assert [len(lane) for lane in peaks.lanes] == [SECONDS * 20] * 2
    assert Peaks.unpacked(peaks.packed()) == peaks
    assert max(peaks.lanes[1][:18]) < 20 < min(peaks.lanes[1][22:38])
    with pytest.raises(ValueError, match="no peaks"):
        Peaks.unpacked(peaks.packed()[:-1])
    with pytest.raises(ValueError, match="no peaks"):
        Peaks.unpacked(b"")
    assert Peaks.unpacked(Peaks(20, (b"", b"")).packed()) == Peaks(20, (b"", b""))
