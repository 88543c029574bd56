"""Gathering pieces of sound into blocks of ten seconds."""

from collections.abc import Iterator

import numpy as np

from gardefou.kernel.sound import HEARING_RATE, Samples, SoundBlock

BLOCK_MS = 10_000
BLOCK_SAMPLES = BLOCK_MS * HEARING_RATE // 1000


def gathered(pieces: Iterator[Samples]) -> Iterator[SoundBlock]:
    """Join and cut pieces so that every block but the last is exactly BLOCK_MS long."""
    waiting: list[Samples] = []
    length = start_ms = 0
    for piece in pieces:
        waiting.append(piece)
        length += piece.shape[1]
        while length >= BLOCK_SAMPLES:
            joined = np.concatenate(waiting, axis=1)
            yield SoundBlock(start_ms, joined[:, :BLOCK_SAMPLES].copy())
            waiting = [joined[:, BLOCK_SAMPLES:].copy()]
            length -= BLOCK_SAMPLES
            start_ms += BLOCK_MS
    if length:
        yield SoundBlock(start_ms, np.concatenate(waiting, axis=1))
