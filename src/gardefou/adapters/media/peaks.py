"""Peaks of a sound, for drawing its waveform."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gardefou.kernel.sound import HEARING_RATE, Samples, Sound, SoundBlock

PER_SECOND = 20
DECIMALS = 3
HEADER = struct.Struct(">4sBHI")
MARK = b"gpk\1"
LOUDEST = 255


@dataclass(frozen=True, slots=True)
class Peaks:
    """The loudness of each channel, one byte for each stretch of `1 / per_second` s."""

    per_second: int
    lanes: tuple[bytes, ...]

    def packed(self) -> bytes:
        """The same in one piece: HEADER, with the number of channels and of stretches, then each channel."""
        return HEADER.pack(MARK, len(self.lanes), self.per_second, len(self.lanes[0])) + b"".join(self.lanes)

    @classmethod
    def unpacked(cls, content: bytes) -> "Peaks":
        """Read what `packed` gave; raises ValueError."""
        if len(content) < HEADER.size:
            raise ValueError("these are no peaks")
        mark, channels, per_second, count = HEADER.unpack_from(content)
        if mark != MARK or len(content) != HEADER.size + channels * count:
            raise ValueError("these are no peaks")
        starts = range(HEADER.size, len(content), count) if count else [HEADER.size] * channels
        return cls(per_second, tuple(content[start : start + count] for start in starts))


class PeakMeter:
    """Measures the peaks of blocks that somebody else reads.

    Raises ValueError when `per_second` does not divide HEARING_RATE.
    """

    def __init__(self, channels: int, per_second: int = PER_SECOND) -> None:
        if per_second < 1 or HEARING_RATE % per_second:
            raise ValueError(f"{per_second} stretches a second do not divide {HEARING_RATE} samples")
        self._per_second = per_second
        self._width = HEARING_RATE // per_second
        self._found: list[Samples] = []
        self._rest: Samples = np.empty((channels, 0), np.float32)

    def watched(self, blocks: Iterator[SoundBlock]) -> Iterator[SoundBlock]:
        """The blocks as they are, measured on their way."""
        for block in blocks:
            self._take(np.abs(block.samples))
            yield block

    def values(self) -> Samples:
        """The largest absolute value in 0..1 of each stretch so far, the last one maybe shorter, by channel."""
        last = [self._rest.max(axis=1, keepdims=True)] if self._rest.size else []
        found = [*self._found, *last] or [self._rest]
        return np.minimum(np.concatenate(found, axis=1), 1.0)

    def peaks(self) -> Peaks:
        """The same as one byte each."""
        return Peaks(self._per_second, tuple(lane.tobytes() for lane in np.rint(LOUDEST * self.values()).astype("u1")))

    def _take(self, samples: Samples) -> None:
        samples = np.concatenate((self._rest, samples), axis=1)
        whole = samples.shape[1] // self._width * self._width
        if whole:
            self._found.append(samples[:, :whole].reshape(len(samples), -1, self._width).max(axis=2))
        self._rest = samples[:, whole:].copy()


def peaks(sound: Sound, per_second: int = PER_SECOND) -> list[list[float]]:
    """Return, for each channel, the largest absolute value in 0..1 of each stretch of `1 / per_second` s.

    Raises ValueError when `per_second` does not divide HEARING_RATE, InputRefused when the sound cannot be decoded.
    """
    values: list[list[float]] = measured(sound, per_second).values().astype(np.float64).round(DECIMALS).tolist()
    return values


def measured(sound: Sound, per_second: int = PER_SECOND) -> PeakMeter:
    """Measure a whole sound; raises as `peaks` does."""
    meter = PeakMeter(sound.properties.channels, per_second)
    for _ in meter.watched(sound.blocks()):
        pass
    return meter
