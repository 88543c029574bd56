"""Decoded sound as stages pass it on, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gardefou.kernel.span import Span

Samples = npt.NDArray[np.float32]

HEARING_RATE = 16_000
"""Samples per second of the sound that stages exchange, whatever the file's own rate."""


def milliseconds(samples: int) -> int:
    """How long so many samples last at HEARING_RATE, in whole milliseconds."""
    return samples * 1000 // HEARING_RATE


@dataclass(frozen=True, slots=True)
class SoundBlock:
    """A stretch of a call's sound: `samples` has shape `(channels, samples)`, values in -1..1, at HEARING_RATE."""

    start_ms: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class SoundProperties:
    """What a file says of its sound; `duration_ms` is None when only reading it to the end can tell."""

    channels: int
    sample_rate: int
    codec: str
    duration_ms: int | None


class Sound(Protocol):
    """A call's sound that can be read from the start as often as needed, in bounded memory."""

    @property
    def name(self) -> str:
        """What to call it in a message."""
        ...

    @property
    def properties(self) -> SoundProperties:
        """What its container says."""
        ...

    def blocks(self) -> Iterator[SoundBlock]:
        """Its samples in order, in blocks of at most some seconds.

        Raises InputRefused when the file cannot be decoded to its end.
        """
        ...


@dataclass(frozen=True, slots=True)
class ChannelSpan:
    """A stretch of one channel."""

    channel: int
    span: Span
