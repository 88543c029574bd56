"""Which stretches of a channel are transcribed at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from gardefou.hearing.ports import VOICE_WINDOW, Probabilities
from gardefou.hearing.stretches import LONGEST_STRETCH, Piece, Stretch, Stretches
from gardefou.hearing.tape import WINDOWS_PER_SECOND
from gardefou.kernel.sound import Samples, milliseconds
from gardefou.kernel.span import Span

SHORTEST_PAUSE = round(0.6 * WINDOWS_PER_SECOND)
"""So many windows without speech end a stretch of it."""
LONGEST_CLIP = LONGEST_STRETCH
CUT_AMONG = LONGEST_CLIP - LONGEST_CLIP // 2
"""Without any pause a stretch is cut in the later half of the longest clip."""


@dataclass(frozen=True, slots=True)
class CutClip:
    """Successive pieces of a channel, without what lies between them."""

    channel: int
    pieces: tuple[Piece, ...]

    @property
    def samples(self) -> Samples:
        """Their sound in a row."""
        return np.concatenate([piece.samples for piece in self.pieces])

    @property
    def span(self) -> Span:
        """From the first to the last."""
        return Span(self.pieces[0].span.start_ms, self.pieces[-1].span.end_ms)

    def piece_at(self, at_ms: int) -> int:
        """The index of the piece that holds a time of the clip; the last one for what lies beyond."""
        return next((i for i, end in enumerate(self._ends) if at_ms < milliseconds(end)), len(self.pieces) - 1)

    def call_ms(self, at_ms: int, place: int) -> int:
        """The time of the call for a time of the clip, kept within the speech of the piece at `place`."""
        piece = self.pieces[place]
        at = piece.span.start_ms + at_ms - milliseconds(self._ends[place] - len(piece.samples))
        return min(max(at, piece.speech.start_ms), piece.speech.end_ms)

    @property
    def _ends(self) -> list[int]:
        return list(accumulate(len(piece.samples) for piece in self.pieces))


class Cutter:
    """Cuts one channel as its sound comes, and packs successive pieces into clips."""

    def __init__(self, channel: int) -> None:
        self.channel = channel
        self._stretches = Stretches(lambda length: SHORTEST_PAUSE, CUT_AMONG)
        self._waiting: list[Piece] = []

    def add(self, samples: Samples, voice: Probabilities) -> Iterator[CutClip]:
        """The clips that are complete with these samples; `voice` has one value for each window of them."""
        for stretch in self._stretches.add(samples, voice):
            yield from self._take(stretch)

    def end(self) -> Iterator[CutClip]:
        """The clips that are left."""
        for stretch in self._stretches.end():
            yield from self._take(stretch)
        if self._waiting:
            yield self._packed()

    def _take(self, stretch: Stretch) -> Iterator[CutClip]:
        if self._waiting and _length([*self._waiting, stretch.piece]) > LONGEST_CLIP * VOICE_WINDOW:
            yield self._packed()
        self._waiting.append(stretch.piece)

    def _packed(self) -> CutClip:
        clip = CutClip(self.channel, tuple(self._waiting))
        self._waiting.clear()
        return clip


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.samples) for piece in pieces)
