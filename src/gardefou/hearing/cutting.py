"""Where somebody speaks on a channel, and which stretches of it are transcribed at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from gardefou.hearing.ports import VOICE_WINDOW, Probabilities
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.span import Span

SPEECH_FROM, SPEECH_UNTIL = 0.5, 0.35
"""Speech begins at the first probability and goes on until the second."""
_WINDOW_S = VOICE_WINDOW / HEARING_RATE
SHORTEST_PAUSE = round(0.6 / _WINDOW_S)
"""So many windows without speech end a stretch of it."""
SHORTEST_SPEECH = round(0.1 / _WINDOW_S)
MARGIN = round(0.4 / _WINDOW_S)
"""Windows taken along on both sides of speech."""
LONGEST_CLIP = int(12.0 / _WINDOW_S)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a channel from its sample `start`; `speech` is when somebody speaks in it, how probably `voice`."""

    start: int
    samples: Samples
    speech: Span
    voice: float

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(_ms(self.start), _ms(self.start + len(self.samples)))


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

    @property
    def voice(self) -> float:
        """How probable speech is in it on the mean."""
        return sum(piece.voice * len(piece.samples) for piece in self.pieces) / self._ends[-1]

    def piece_at(self, at_ms: int) -> int:
        """The index of the piece that holds a time of the clip; the last one for what lies beyond."""
        return next((i for i, end in enumerate(self._ends) if at_ms < _ms(end)), len(self.pieces) - 1)

    def call_ms(self, at_ms: int, place: int) -> int:
        """The time of the call for a time of the clip, kept within the speech of the piece at `place`."""
        piece = self.pieces[place]
        at = piece.span.start_ms + at_ms - _ms(self._ends[place] - len(piece.samples))
        return min(max(at, piece.speech.start_ms), piece.speech.end_ms)

    @property
    def _ends(self) -> list[int]:
        return list(accumulate(len(piece.samples) for piece in self.pieces))


@dataclass
class Cutter:
    """Cuts one channel as its sound comes, and keeps no more of it than may still be needed."""

    channel: int
    _kept: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    _kept_from: int = 0
    _voice: list[float] = field(default_factory=list)
    _taken: int = 0
    _waiting: list[Piece] = field(default_factory=list)

    def add(self, samples: Samples, voice: Probabilities) -> Iterator[CutClip]:
        """The clips that are complete with these samples; `voice` has one value for each window of them."""
        self._kept = np.concatenate([self._kept, samples])
        self._voice.extend(voice.tolist())
        spoken, settled = stretches(self._voice)
        for first, last in spoken:
            yield from self._take(first, last)
        if len(self._voice) - settled > 2 * LONGEST_CLIP:
            first, settled = settled, _best_cut(self._voice, settled)
            yield from self._take(first, settled)
        self._forget(settled)

    def end(self) -> Iterator[CutClip]:
        """The clips that are left."""
        spoken, first = stretches(self._voice)
        if first < len(self._voice):
            spoken.append((first, len(self._voice)))
        for stretch in spoken:
            yield from self._take(*stretch)
        if self._waiting:
            yield self._packed()

    def _take(self, first: int, last: int) -> Iterator[CutClip]:
        for piece in self._pieces(first, last):
            if self._waiting and _length(self._waiting) + len(piece.samples) > LONGEST_CLIP * VOICE_WINDOW:
                yield self._packed()
            self._waiting.append(piece)

    def _pieces(self, first: int, last: int) -> Iterator[Piece]:
        """Windows of speech in parts of at most LONGEST_CLIP, with a margin that no other piece has."""
        begin, end = max(first - MARGIN, self._taken), min(last + MARGIN, len(self._voice))
        while begin < end:
            cut = end if end - begin <= LONGEST_CLIP else _best_cut(self._voice, begin)
            start = self._kept_from + begin * VOICE_WINDOW
            samples = self._kept[begin * VOICE_WINDOW : cut * VOICE_WINDOW].copy()
            speech = Span(self._ms(max(begin, first)), self._ms(max(min(cut, last), max(begin, first))))
            yield Piece(start, samples, speech, float(np.mean(self._voice[begin:cut])))
            self._taken = begin = cut

    def _ms(self, window: int) -> int:
        return _ms(self._kept_from + window * VOICE_WINDOW)

    def _packed(self) -> CutClip:
        clip = CutClip(self.channel, tuple(self._waiting))
        self._waiting.clear()
        return clip

    def _forget(self, settled: int) -> None:
        """Let go of what lies before the margin of what comes next."""
        spare = max(0, settled - MARGIN)
        del self._voice[:spare]
        self._kept = self._kept[spare * VOICE_WINDOW :].copy()
        self._kept_from += spare * VOICE_WINDOW
        self._taken = max(0, self._taken - spare)


def stretches(voice: list[float]) -> tuple[list[tuple[int, int]], int]:
    """The stretches of speech that are over, from window to window, and the window from which on nothing is settled."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    last = 0
    for window, probability in enumerate(voice):
        if probability >= SPEECH_FROM or (first is not None and probability >= SPEECH_UNTIL):
            first, last = (window if first is None else first), window
        elif first is not None and window - last >= SHORTEST_PAUSE:
            if last + 1 - first >= SHORTEST_SPEECH:
                found.append((first, last + 1))
            first = None
    return found, len(voice) if first is None else first


def _best_cut(voice: list[float], first: int) -> int:
    """Where speech is least probable in the later half of the longest clip from a window on."""
    half = first + LONGEST_CLIP // 2
    odds = np.convolve(voice[half : first + LONGEST_CLIP], np.full(5, 0.2), "same")
    return half + max(1, int(np.argmin(odds)))


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.samples) for piece in pieces)


def _ms(samples: int) -> int:
    return samples * 1000 // HEARING_RATE
