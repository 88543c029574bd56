"""WAV: whether the data chunk is as long as its header says."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from gardefou.adapters.media.unfit import Unfit, broken_header, cut_short, no_sound

STREAMED_FROM = 0x7FFFF000
"""Data lengths from here on mean "unknown": programs that write to a pipe put them."""

PCM_TAGS = {1, 3, 6, 7}
EXTENSIBLE_TAG = 0xFFFE


@dataclass(frozen=True, slots=True)
class Format:
    """What the `fmt ` chunk says, reduced to what tells time: `block_samples` per channel in `block_bytes`."""

    rate: int
    block_bytes: int
    block_samples: int

    def seconds(self, length: int) -> float:
        """Return the duration of that many bytes."""
        return length / self.block_bytes * self.block_samples / self.rate


def promised(file: BinaryIO, size: int, start: int) -> float | None:
    """Return the seconds of sound that the header promises, None when it was written before the end was known.

    Raises Unfit when they are not all there.
    """
    position, layout, long_length = start + 12, None, 0
    while True:
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            raise broken_header() if layout is None else no_sound()
        name, length = head[:4], int.from_bytes(head[4:], "little")
        if name == b"ds64":
            long_length = int.from_bytes(file.read(16)[8:], "little")
        if name == b"fmt ":
            layout = _format(file.read(min(length, 64)))
        if name == b"data":
            if layout is None:
                raise broken_header()
            known = long_length or (length if length < STREAMED_FROM else None)
            return _checked(layout, known, size - position - 8)
        position += 8 + length + (length & 1)


def _checked(layout: Format, length: int | None, there: int) -> float | None:
    if not there:
        raise no_sound() if not length else cut_short(0.0)
    if length == 0:
        raise Unfit(
            f"was never finished by the recorder: its header says 0 s although {layout.seconds(there):.1f} s follow; "
            "repair or export the recording again"
        )
    if length is None:
        return None
    if there < length:
        raise cut_short(layout.seconds(there), layout.seconds(length))
    return layout.seconds(length)


def _format(body: bytes) -> Format:
    if len(body) < 16:
        raise broken_header()
    tag, channels, rate, bytes_per_second, align, bits = struct.unpack_from("<HHIIHH", body)
    if tag == EXTENSIBLE_TAG and len(body) >= 26:
        tag = int.from_bytes(body[24:26], "little")
    if tag in PCM_TAGS:
        align, samples = channels * ((bits + 7) // 8), 1
    elif len(body) >= 20:
        samples = int.from_bytes(body[18:20], "little")
    else:
        samples = align * rate // bytes_per_second if bytes_per_second else 0
    if not (align and samples and rate):
        raise broken_header()
    return Format(rate, align, samples)
