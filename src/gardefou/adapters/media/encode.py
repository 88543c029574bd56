"""Writing sound as Ogg Opus, or without loss as FLAC in Ogg, to anything that takes bytes in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import av
import numpy as np
from av.audio.frame import AudioFrame

from gardefou.adapters.media.whole_file import whole_file
from gardefou.kernel.sound import HEARING_RATE, SoundBlock

LAYOUTS = {1: "mono", 2: "stereo"}
BITS_PER_SECOND = {1: 20_000, 2: 32_000}
OPTIONS = {"application": "audio", "vbr": "constrained"}
"""Opus's "voip" would mix the two channels into each other at this rate: one would leak into the other's silence."""


class ByteWriter(Protocol):
    """Takes bytes in order; no seeking is asked of it."""

    def write(self, content: bytes, /) -> int:
        """Take all of them."""
        ...


def write_opus(blocks: Iterator[SoundBlock], channels: int, destination: Path) -> None:
    """Encode blocks of one or two channels into a file that appears under its name only when it is whole.

    Raises InputRefused when the file cannot be written; whatever `blocks` raises passes through.
    """
    with whole_file(destination) as file:
        encode_opus(blocks, channels, file)


def encode_opus(blocks: Iterator[SoundBlock], channels: int, writer: ByteWriter) -> None:
    """Encode blocks of one or two channels as Ogg Opus; whatever `blocks` or `writer` raises passes through."""
    _encode(blocks, channels, writer, "libopus", OPTIONS, BITS_PER_SECOND[channels])


def encode_flac(blocks: Iterator[SoundBlock], channels: int, writer: ByteWriter) -> None:
    """Encode blocks of one or two channels as FLAC in Ogg, each sample rounded to 16 bits and nothing else lost.

    Whatever `blocks` or `writer` raises passes through.
    """
    _encode(blocks, channels, writer, "flac", {}, None)


@dataclass(slots=True)
class _Relay:
    """Writes on and keeps the first failure, which libav would replace by one of its own."""

    writer: ByteWriter
    failure: Exception | None = field(default=None, init=False)

    def write(self, content: bytes) -> int:
        if self.failure is None:
            try:
                self.writer.write(content)
            except Exception as failure:
                self.failure = failure
        return len(content)

    def raise_failure(self) -> None:
        if self.failure is not None:
            raise self.failure


def _encode(
    blocks: Iterator[SoundBlock],
    channels: int,
    writer: ByteWriter,
    codec: Literal["libopus", "flac"],
    options: dict[str, str],
    bits_per_second: int | None,
) -> None:
    relay = _Relay(writer)
    with av.open(relay, "w", format="ogg", options={"fflags": "+bitexact"}) as target:
        stream = target.add_stream(codec, rate=HEARING_RATE, layout=LAYOUTS[channels])
        if bits_per_second:
            stream.codec_context.bit_rate = bits_per_second
        stream.codec_context.options = options
        for block in blocks:
            target.mux(stream.encode(_frame(block, channels)))
            relay.raise_failure()
        target.mux(stream.encode(None))
    relay.raise_failure()


def _frame(block: SoundBlock, channels: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.samples), format="fltp", layout=LAYOUTS[channels])
    frame.sample_rate = HEARING_RATE
    frame.pts = block.start_ms * HEARING_RATE // 1000
    return frame
