"""AAC without a container: whether frame follows frame up to the end of the file."""

from dataclasses import dataclass
from typing import BinaryIO

from gardefou.adapters.media.unfit import cut_short, damaged

HEAD_BYTES = 7
RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
SAMPLES = 1024
TAG_BYTES = 128


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its length in bytes and in seconds."""

    size: int
    seconds: float


def frame_at(data: bytes, offset: int) -> Frame | None:
    """Return the frame whose header stands there, if one does."""
    head = data[offset : offset + HEAD_BYTES]
    if len(head) < HEAD_BYTES or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate = head[2] >> 2 & 15
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate >= len(RATES) or size <= HEAD_BYTES:
        return None
    return Frame(size, SAMPLES * ((head[6] & 3) + 1) / RATES[rate])


def promised(file: BinaryIO, size: int, start: int) -> float | None:
    """Return the seconds of sound in the file, with the few hundredths that encoding adds.

    Raises Unfit when a frame is cut or when something else stands between frames.
    """
    position, seconds = start, 0.0
    while position < size:
        file.seek(position)
        head = file.read(HEAD_BYTES)
        frame = frame_at(head, 0)
        if frame is None:
            if head.startswith(b"TAG") and size - position == TAG_BYTES:
                break
            raise damaged(seconds) if len(head) == HEAD_BYTES else cut_short(seconds)
        position += frame.size
        if position > size:
            raise cut_short(seconds)
        seconds += frame.seconds
    return seconds
