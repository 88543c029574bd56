"""Real sound files made on the spot: left 440 Hz, right 1000 Hz."""

import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

TONES = (440, 1000)
LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


@dataclass(frozen=True)
class Kind:
    """A way to store sound: libav's container and encoder, and how exact its duration is."""

    name: str
    container: str
    encoder: str
    rates: tuple[int, ...] = (8_000, 11_025, 16_000, 22_050, 44_100, 48_000)
    exact_ms: int = 20

    def __str__(self) -> str:
        return self.name


LOSSY_MS = 60

KINDS = (
    Kind("u8.wav", "wav", "pcm_u8"),
    Kind("s16.wav", "wav", "pcm_s16le"),
    Kind("s24.wav", "wav", "pcm_s24le"),
    Kind("s32.wav", "wav", "pcm_s32le"),
    Kind("f32.wav", "wav", "pcm_f32le"),
    Kind("mulaw.wav", "wav", "pcm_mulaw"),
    Kind("alaw.wav", "wav", "pcm_alaw"),
    Kind("adpcm.wav", "wav", "adpcm_ima_wav", exact_ms=150),
    Kind("call.flac", "flac", "flac"),
    Kind("call.mp3", "mp3", "libmp3lame", exact_ms=LOSSY_MS),
    Kind("call.opus", "ogg", "libopus", rates=(8_000, 16_000, 48_000), exact_ms=LOSSY_MS),
    Kind("flac.ogg", "ogg", "flac"),
    Kind("call.m4a", "ipod", "aac", exact_ms=LOSSY_MS),
    Kind("alac.m4a", "ipod", "alac"),
)
"""Encoders of ADPCM fill the last block, whose length depends on the rate."""


def tones(rate: int, channels: int, seconds: float) -> np.ndarray:
    times = np.arange(round(seconds * rate)) / rate
    rows = [0.5 * np.sin(2 * np.pi * TONES[channel % 2] * times) for channel in range(channels)]
    return np.stack(rows).astype(np.float32)


def encoded(container: str, encoder: str, rate: int, samples: np.ndarray, movflags: str = "") -> bytes:
    """Encode samples of shape (channels, samples) to a whole file."""
    options = {"movflags": movflags} if movflags else {}
    with tempfile.NamedTemporaryFile() as file:
        encode_to(file.name, container, encoder, rate, samples, options)
        return Path(file.name).read_bytes()


def encode_to(path: str, container: str, encoder: str, rate: int, samples: np.ndarray, options: dict[str, str]) -> None:
    layout = LAYOUTS[samples.shape[0]]
    with av.open(path, "w", format=container, container_options=options) as output:
        stream = output.add_stream(encoder, rate=rate, layout=layout)
        for start in range(0, samples.shape[1], 8192):
            piece = np.ascontiguousarray(samples[:, start : start + 8192])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, start
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def tone_file(kind: Kind, rate: int = 8_000, channels: int = 2, seconds: float = 2.0) -> bytes:
    return encoded(kind.container, kind.encoder, rate, tones(rate, channels, seconds))


def kind_named(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


def wave_file(
    data: bytes, *, rate: int = 8_000, channels: int = 1, bits: int = 16, tag: int = 1, length: int | None = None
) -> bytes:
    """Build a WAV by hand, with any lie about the length of its data."""
    align = channels * bits // 8
    head = struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits)
    size = len(data) if length is None else length
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", size) + data
    return b"RIFF" + struct.pack("<I", min(len(body), 0xFFFFFFFF)) + body
