"""Listens to one channel where words were heard: a vector for each short window, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gardefou.hearing.speakers.ports import SpeakerEmbeddings, Vectors
from gardefou.kernel.sound import HEARING_RATE, Samples, Sound
from gardefou.kernel.span import Span

STEP_MS = 200
"""How far a window begins after the one before it."""
BATCH = 64
FULL_SHARE = 0.6
"""Windows with words in this share of their time tell what a voice is like."""

_STEP = STEP_MS * HEARING_RATE // 1000
_TICK_MS = 10


@dataclass(frozen=True, slots=True)
class Voices:
    """Windows that hold some speech, in order of time: where their middle lies, what they sound like.

    `is_full` marks those in which somebody speaks most of the time.
    """

    middles_ms: npt.NDArray[np.float64]
    vectors: Vectors
    is_full: npt.NDArray[np.bool_]


def listen(sound: Sound, said: Sequence[Span], embeddings: SpeakerEmbeddings) -> Voices:
    """The voices of a sound's first channel while something is `said`.

    Raises InputRefused when the sound cannot be read to its end.
    """
    window_ms = embeddings.window * 1000 / HEARING_RATE
    shares = _spoken_shares(said, window_ms)
    vectors: list[Vectors] = []
    starts: list[int] = []
    for numbers, windows in _batches(sound, np.flatnonzero(shares), embeddings.window):
        vectors.append(embeddings.embed(windows))
        starts += numbers.tolist()
    if not vectors:
        return Voices(np.zeros(0), np.zeros((0, 1), np.float32), np.zeros(0, np.bool_))
    numbers_of_all = np.asarray(starts)
    middles = numbers_of_all * float(STEP_MS) + window_ms / 2
    return Voices(middles, np.concatenate(vectors), shares[numbers_of_all] >= FULL_SHARE)


def _spoken_shares(said: Sequence[Span], window_ms: float) -> npt.NDArray[np.float64]:
    """The share of each window in which words were heard, by its number."""
    until_ms = max((span.end_ms for span in said), default=0)
    spoken = np.zeros(until_ms // _TICK_MS + round(window_ms / _TICK_MS) + STEP_MS // _TICK_MS + 2)
    for span in said:
        spoken[span.start_ms // _TICK_MS : max(span.end_ms, span.start_ms + _TICK_MS) // _TICK_MS] = 1
    sums = np.concatenate(([0.0], np.cumsum(spoken)))
    ticks = round(window_ms / _TICK_MS)
    starts = np.arange(0, until_ms // _TICK_MS + 1, STEP_MS // _TICK_MS)
    return (sums[starts + ticks] - sums[starts]) / ticks


def _batches(sound: Sound, wanted: npt.NDArray[np.intp], window: int) -> Iterator[tuple[npt.NDArray[np.intp], Samples]]:
    """The wanted windows that lie wholly in the sound, some at a time, with their numbers."""
    kept: Samples = np.zeros(0, np.float32)
    first, done = 0, 0
    for block in sound.blocks():
        kept = np.concatenate((kept, block.samples[0]))
        last = (first + len(kept) - window) // _STEP
        ready = wanted[done : np.searchsorted(wanted, last, side="right")]
        for begin in range(0, len(ready), BATCH):
            numbers = ready[begin : begin + BATCH]
            yield numbers, np.stack([kept[each * _STEP - first :][:window] for each in numbers])
        done += len(ready)
        following = max(first, (last + 1) * _STEP)
        kept, first = kept[following - first :], following
