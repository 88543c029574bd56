"""Every kind of file gives the same sound: its length, its tones, its channels, at 16 kHz."""

import io
import struct
from pathlib import Path

import av
import numpy as np
import pytest
from sound_files import KINDS, TONES, Kind, encoded, kind_named, tone_file, tones, wave_file

from gardefou.adapters.media.peaks import peaks
from gardefou.adapters.media.sound import FileSound, open_sound
from gardefou.kernel.sound import HEARING_RATE

DATA = Path(__file__).parents[2] / "data" / "sound"


def samples_of(sound: FileSound) -> np.ndarray:
    blocks = list(sound.blocks())
    position = 0
    for block in blocks:
        assert block.samples.dtype == np.float32
        assert block.start_ms * HEARING_RATE == position * 1000
        position += block.samples.shape[1]
    return np.concatenate([block.samples for block in blocks], axis=1)


def loudest_tone(channel: np.ndarray) -> int:
    second = channel[HEARING_RATE // 2 : HEARING_RATE // 2 + HEARING_RATE]
    return int(np.abs(np.fft.rfft(second * np.hanning(second.size))).argmax())


def assert_tones(samples: np.ndarray) -> None:
    for channel, tone in zip(samples, TONES, strict=False):
        assert abs(loudest_tone(channel) - tone) <= 2
        assert 0.33 < np.sqrt(np.mean(np.square(channel[4000:-4000]))) < 0.38


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("kind", "rate"), [(kind, rate) for kind in KINDS for rate in kind.rates], ids=str)
def test_any_kind_rate_and_channels(tmp_path: Path, kind: Kind, rate: int, channels: int) -> None:
    path = tmp_path / kind.name
    path.write_bytes(tone_file(kind, rate, channels))
    sound = open_sound(path)
    samples = samples_of(sound)
    assert sound.properties.channels == samples.shape[0] == channels
    assert sound.properties.sample_rate == (48_000 if kind.encoder == "libopus" else rate)
    assert sound.properties.duration_ms == pytest.approx(2000, abs=kind.exact_ms)
    assert samples.shape[1] / 16 == pytest.approx(2000, abs=kind.exact_ms)
    assert samples.shape[1] / 16 == pytest.approx(sound.properties.duration_ms, abs=2)
    assert_tones(samples)


@pytest.mark.parametrize("name", ["sine-440.gsm", "sine-440-gsm.wav"])
def test_gsm(name: str) -> None:
    sound = open_sound(DATA / name)
    samples = samples_of(sound)
    assert sound.properties.codec.startswith("gsm")
    assert samples.shape == (1, 3 * HEARING_RATE)
    assert_tones(samples)


def test_bare_aac_keeps_the_start_that_its_encoder_adds(tmp_path: Path) -> None:
    path = tmp_path / "call.aac"
    path.write_bytes(encoded("adts", "aac", 8_000, tones(8_000, 2, 2.0)))
    samples = samples_of(open_sound(path))
    assert 2000 <= samples.shape[1] / 16 <= 2300
    assert_tones(samples)


def test_blocks_of_ten_seconds_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(encoded("wav", "pcm_s16le", 11_025, tones(11_025, 1, 25.4)))
    sound = open_sound(path)
    lengths = [(block.start_ms, block.samples.shape[1]) for block in sound.blocks()]
    assert lengths == [(0, 160_000), (10_000, 160_000), (20_000, round(5.4 * HEARING_RATE))]
    assert lengths == [(block.start_ms, block.samples.shape[1]) for block in sound.blocks()]
    assert sound.name == str(path)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100])
@pytest.mark.parametrize("name", ["s16.wav", "call.flac", "call.mp3", "call.m4a"])
def test_a_click_stays_where_it_is(tmp_path: Path, name: str, rate: int) -> None:
    kind = kind_named(name)
    sound = np.zeros((2, rate * 15), np.float32)
    sound[1, rate * 12 : rate * 12 + rate // 100] = 0.9
    path = tmp_path / name
    path.write_bytes(encoded(kind.container, kind.encoder, rate, sound))
    samples = samples_of(open_sound(path))
    loud = np.flatnonzero(np.abs(samples[1]) > 0.4) / 16
    assert 11_990 < loud.min() < 12_010 and loud.max() < 12_020
    assert np.abs(samples[0]).max() < 0.01


@pytest.mark.parametrize("mask", [0, 0x3, 0xC, 0x600])
def test_channels_are_never_mixed_whatever_their_names(tmp_path: Path, mask: int) -> None:
    plain = wave_file((tones(8_000, 2, 2.0).T * 32_767).astype("<i2").tobytes(), channels=2)
    extension = struct.pack("<HHI", 22, 16, mask) + struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
    head = struct.pack("<HHIIHH", 0xFFFE, 2, 8_000, 32_000, 4, 16) + extension
    path = tmp_path / "call.wav"
    path.write_bytes(plain[:16] + struct.pack("<I", len(head)) + head + plain[36:])
    assert_tones(samples_of(open_sound(path)))


def test_cover_picture_is_ignored(tmp_path: Path) -> None:
    picture, sound = picture_of_red(), tone_file(kind_named("call.mp3"))
    frame = b"\0image/png\0\x03\0" + picture
    tag = b"APIC" + struct.pack(">I", len(frame)) + b"\0\0" + frame
    size = bytes((len(tag) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    body = sound[10 + int.from_bytes(sound[6:10], "big") :] if sound[:3] == b"ID3" else sound
    path = tmp_path / "covered.mp3"
    path.write_bytes(b"ID3\x03\0\0" + size + tag + body)
    with av.open(str(path)) as source:
        assert source.streams.video
    assert_tones(samples_of(open_sound(path)))


def picture_of_red() -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="image2pipe") as output:
        stream = output.add_stream("png", rate=1, width=16, height=16, pix_fmt="rgb24")
        output.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((16, 16, 3), (255, 0, 0), np.uint8))))
        output.mux(stream.encode(None))
    return target.getvalue()


@pytest.mark.parametrize("movflags", ["faststart", "frag_keyframe+empty_moov"])
def test_index_first_or_in_fragments(tmp_path: Path, movflags: str) -> None:
    path = tmp_path / "call.m4a"
    path.write_bytes(encoded("ipod", "aac", 16_000, tones(16_000, 2, 2.0), movflags))
    samples = samples_of(open_sound(path))
    assert samples.shape[1] / 16 == pytest.approx(2000, abs=70)
    assert_tones(samples)


def test_wav_written_to_a_pipe_has_no_duration_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe.wav"
    data = (tones(8_000, 1, 2.0)[0] * 32_767).astype("<i2").tobytes()
    path.write_bytes(wave_file(data, length=0xFFFFFFFF))
    sound = open_sound(path)
    assert sound.properties.duration_ms is None
    assert samples_of(sound).shape == (1, 2 * HEARING_RATE)


def test_silence_is_a_sound(tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    path.write_bytes(wave_file(bytes(16_000)))
    assert not samples_of(open_sound(path)).any()


def test_sound_louder_than_full_scale_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "loud.wav"
    path.write_bytes(wave_file(np.full(8_000, 32_000, "<f4").tobytes(), bits=32, tag=3))
    assert samples_of(open_sound(path)).max() == 1.0


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(tone_file(kind_named("call.opus")))
    assert open_sound(path).properties.codec == "opus"


def test_peaks(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    sound = tones(16_000, 2, 10.025)
    sound[0, :8_000] = 0
    path.write_bytes(encoded("wav", "pcm_s16le", 16_000, sound))
    left, right = peaks(open_sound(path))
    assert len(left) == len(right) == 201
    assert left[:10] == [0.0] * 10
    assert all(value == pytest.approx(0.5, abs=0.002) for value in left[10:] + right)
    assert len(peaks(open_sound(path), per_second=1)[0]) == 11
    with pytest.raises(ValueError, match="divide"):
        peaks(open_sound(path), per_second=3)
