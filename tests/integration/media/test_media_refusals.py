"""Each file that cannot be used is refused on one line: which file, why, and what to do."""

import os
import re
import stat
import struct
from pathlib import Path

import numpy as np
import pytest
from sound_files import KINDS, Kind, encoded, kind_named, tone_file, tones, wave_file

from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.errors import InputRefused


def refusal_of(path: Path) -> str:
    with pytest.raises(InputRefused) as caught:
        for _ in open_sound(path).blocks():
            pass
    message = str(caught.value)
    assert message.count(path.name) == 1 and message.isprintable() and ": " in message
    return message


def refusal_of_bytes(folder: Path, content: bytes, name: str = "call.wav") -> str:
    path = folder / name
    path.write_bytes(content)
    return refusal_of(path)


def seconds_of_wave(seconds: float = 2.0) -> bytes:
    return (tones(8_000, 1, seconds)[0] * 32_767).astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "is empty"),
        (b"Bonjour, voici l'enregistrement.\n" * 40, "is text"),
        ("Été à Nîmes : appel n° 12\n".encode() * 300, "is text"),
        (np.random.default_rng(3).bytes(50_000), "no kind of sound file"),
        (b"\x1aE\xdf\xa3" + bytes(500), "no kind of sound file"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "is text"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "is text"),
        (b"RIFF\x24\0\0\0WAVE", "header"),
        (wave_file(b""), "holds no sound"),
        (wave_file(bytes(32_000), length=0), "never finished by the recorder"),
        (wave_file(bytes(32_000), rate=3), "3 samples per second"),
        (wave_file(bytes(32_000), rate=2_000_000), "2000000 samples per second"),
        (wave_file(bytes(32_000), rate=0), "header"),
        (wave_file(bytes(32_000), channels=0), "header"),
        (wave_file(bytes(48_000), channels=3), "has 3 channels"),
        (wave_file(np.full(8_000, np.nan, "<f4").tobytes(), bits=32, tag=3), "not numbers"),
        (wave_file(bytes(32_000), tag=0x161), "codec|header"),
        (wave_file(bytes(4_000), rate=4_000, length=0x7000_0000), "is cut short, only 0.5 s"),
    ],
)
def test_contents_that_are_no_call(tmp_path: Path, content: bytes, cause: str) -> None:
    assert re.search(cause, refusal_of_bytes(tmp_path, content))


def test_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refusal_of(tmp_path / "gone.wav")
    assert "no such file" in refusal_of(tmp_path / "folder" / "gone.wav")


def test_file_that_goes_between_opening_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wave_file(seconds_of_wave()))
    sound = open_sound(path)
    path.unlink()
    with pytest.raises(InputRefused, match="no such file"):
        next(sound.blocks())


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal_of(tmp_path)


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert stat.S_ISFIFO((tmp_path / "pipe.wav").stat().st_mode)
    assert "not an ordinary file" in refusal_of(tmp_path / "pipe.wav")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wave_file(seconds_of_wave()))

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    assert "may not be read" in refusal_of(path)


def test_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wave_file(seconds_of_wave()))

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert "cannot be read (Input/output error)" in refusal_of(path)


def test_name_with_a_line_break_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines\udcff.wav"
    path.write_bytes(b"")
    with pytest.raises(InputRefused) as caught:
        open_sound(path)
    assert str(caught.value).isprintable() and "two\\nlines" in str(caught.value)


def test_wav_cut_short_says_how_much_is_there(tmp_path: Path) -> None:
    message = refusal_of_bytes(tmp_path, wave_file(seconds_of_wave(2.0))[: 44 + 24_000])
    assert "is cut short, only 1.5 s of 2.0 s can be read" in message
    assert "send the whole file again" in message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_any_kind_cut_short(tmp_path: Path, kind: Kind) -> None:
    content = tone_file(kind, rate=16_000, seconds=10.0)
    message = refusal_of_bytes(tmp_path, content[: len(content) * 2 // 3], kind.name)
    assert "is cut short" in message or "lacks its index" in message
    assert refusal_of_bytes(tmp_path, content[:-17], kind.name)


def test_mp3_with_fewer_frames_than_announced(tmp_path: Path) -> None:
    content = tone_file(kind_named("call.mp3"), rate=16_000, seconds=10.0)
    start = content.index(b"\xff\xf3", len(content) // 2)
    assert "is cut short, only" in refusal_of_bytes(tmp_path, content[:start], "call.mp3")


def test_m4a_with_its_index_first_cut_short(tmp_path: Path) -> None:
    content = encoded("ipod", "aac", 16_000, tones(16_000, 2, 10.0), "faststart")
    assert "s of 10.0 s can be read" in refusal_of_bytes(tmp_path, content[: len(content) * 2 // 3], "call.m4a")


def test_flac_cut_between_frames(tmp_path: Path) -> None:
    content = tone_file(kind_named("call.flac"), rate=16_000, seconds=10.0)
    start = content.index(b"\xff\xf8", len(content) // 2)
    assert "is cut short" in refusal_of_bytes(tmp_path, content[:start], "call.flac")


def test_gsm_cut_inside_a_frame(tmp_path: Path) -> None:
    content = (Path(__file__).parents[2] / "data" / "sound" / "sine-440.gsm").read_bytes()
    assert "is cut short, only 1.0 s" in refusal_of_bytes(tmp_path, content[: 33 * 50 + 7], "call.gsm")


def test_ogg_that_does_not_end(tmp_path: Path) -> None:
    content = tone_file(kind_named("call.opus"), rate=16_000, seconds=10.0)
    assert "is cut short" in refusal_of_bytes(tmp_path, content[: content.rindex(b"OggS")], "call.opus")


def test_ogg_without_a_page(tmp_path: Path) -> None:
    content = tone_file(kind_named("call.opus"), rate=16_000, seconds=10.0)
    pages = content.split(b"OggS")
    assert "is damaged after" in refusal_of_bytes(tmp_path, b"OggS".join(pages[:5] + pages[6:]), "call.opus")


def test_two_oggs_in_one_file(tmp_path: Path) -> None:
    content = tone_file(kind_named("call.opus"), rate=16_000)
    assert "several recordings" in refusal_of_bytes(tmp_path, content + content, "call.opus")


@pytest.mark.parametrize("name", ["call.flac", "call.mp3", "call.opus", "call.m4a", "flac.ogg"])
def test_damage_in_the_middle(tmp_path: Path, name: str) -> None:
    content = bytearray(tone_file(kind_named(name), rate=8_000 if name == "call.mp3" else 16_000, seconds=10.0))
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(range(200)) * 2
    assert "is damaged after" in refusal_of_bytes(tmp_path, bytes(content), name)


def test_m4a_without_sound(tmp_path: Path) -> None:
    body = struct.pack(">I", 16) + b"ftypM4A \0\0\0\0"
    assert refusal_of_bytes(tmp_path, body, "call.m4a")


def test_libav_says_nothing_by_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = bytearray(tone_file(kind_named("call.mp3"), rate=8_000, seconds=5.0))
    content[3_000:3_400] = bytes(400)
    refusal_of_bytes(tmp_path, bytes(content), "call.mp3")
    assert capfd.readouterr() == ("", "")
