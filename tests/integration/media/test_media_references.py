"""A file never leads to another one: not by its contents, not by its name."""

import struct
from pathlib import Path

import av
import numpy as np
import pytest
from sound_files import encoded, tones, wave_file

from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import HEARING_RATE


def with_alias(content: bytes, name: str) -> bytes:
    """Make an MP4 say that its samples lie in another file of the same folder."""
    path = f"x/{name}".encode()
    path += b"\0" * (len(path) % 2)
    alias = bytes(10) + b"\1x".ljust(28, b"\0") + bytes(12) + bytes([len(name)]) + name.encode().ljust(63, b"\0")
    alias += bytes(16) + struct.pack(">HH", 1, 1) + bytes(16) + struct.pack(">hH", 2, len(path)) + path
    alias += struct.pack(">hH", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    start = content.index(b"dref") + 12
    end = start + int.from_bytes(content[start : start + 4], "big")
    result = bytearray(content[:start] + entry + content[end:])
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        place = result.index(box, content.index(b"moov")) - 4
        size = int.from_bytes(result[place : place + 4], "big") + len(entry) - (end - start)
        result[place : place + 4] = size.to_bytes(4, "big")
    return bytes(result)


def loudest_tone(samples: np.ndarray) -> int:
    return int(np.abs(np.fft.rfft(samples[:HEARING_RATE])).argmax())


def test_alias_to_another_file_is_not_followed(tmp_path: Path) -> None:
    sound = tones(16_000, 2, 2.0)
    (tmp_path / "secret.mov").write_bytes(encoded("mov", "pcm_s16le", 16_000, sound[1:]))
    path = tmp_path / "call.mov"
    path.write_bytes(with_alias(encoded("mov", "pcm_s16le", 16_000, sound[:1]), "secret.mov"))
    with pytest.raises(InputRefused, match=r"0\.0 s of 2\.0 s"):
        open_sound(path)
    with av.open(str(path), options={"enable_drefs": "1"}) as followed:
        frames = [frame.to_ndarray()[0] for frame in followed.decode(audio=0)]
    assert abs(loudest_tone(np.concatenate(frames)) - 1000) <= 1


@pytest.mark.parametrize("start", ["concat:{}|{}", "subfile,,start,0,end,0,,:{}", "file:{}", "cache:{}"])
def test_protocols_are_names_that_do_not_exist(tmp_path: Path, start: str) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wave_file(bytes(32_000)))
    with pytest.raises(InputRefused, match="no such file"):
        open_sound(Path(start.format(path, path)))


def test_name_that_looks_like_a_protocol(tmp_path: Path) -> None:
    path = tmp_path / "concat:call.wav"
    path.write_bytes(wave_file(bytes(32_000)))
    assert open_sound(path).properties.duration_ms == 2000


@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{}'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        "[Playlist]\nFile1={}\n",
        "<MPD><BaseURL>{}</BaseURL></MPD>",
    ],
)
def test_playlists_are_text(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret.wav").write_bytes(wave_file(bytes(32_000)))
    path = tmp_path / "call.wav"
    path.write_text(content.format(tmp_path / "secret.wav"))
    with pytest.raises(InputRefused, match="is text"):
        open_sound(path)
