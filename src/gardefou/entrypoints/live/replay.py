"""Plays the sound of a file into a call, as if it came from a telephone."""

import asyncio
from collections.abc import Callable, Iterator
from time import monotonic

from starlette.concurrency import run_in_threadpool

from gardefou.kernel.sound import HEARING_RATE, Samples, Sound

PIECE_MS = 100
_PIECE = HEARING_RATE * PIECE_MS // 1000


async def play(sound: Sound, speed: float, take: Callable[[Samples], None]) -> None:
    """Give the sound of a file piece by piece at its own pace, times `speed`; returns at its end.

    Raises InputRefused when the file cannot be decoded to its end.
    """
    pieces = pieces_of(sound)
    began, given = monotonic(), 0
    while (piece := await run_in_threadpool(next, pieces, None)) is not None:
        await asyncio.sleep(max(0.0, began + given / HEARING_RATE / speed - monotonic()))
        take(piece)
        given += piece.shape[1]


def pieces_of(sound: Sound) -> Iterator[Samples]:
    """Its samples in pieces of PIECE_MS at most, of shape `(channels, samples)`."""
    for block in sound.blocks():
        for first in range(0, block.samples.shape[1], _PIECE):
            yield block.samples[:, first : first + _PIECE]
