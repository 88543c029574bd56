"""Where somebody speaks on a channel, and which stretches of it are transcribed at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from gardefou.hearing.ports import VOICE_WINDOW, Probabilities
from gardefou.kernel.sound import HEARING_RATE, Samples, milliseconds
from gardefou.kernel.span import Span

SPEECH_FROM, SPEECH_UNTIL = 0.5, 0.35
"""Speech begins at the first probability and goes on until the second."""
VOICE_RISES_FROM = 0.1
"""The first word begins where the probability rises without a break from here to SPEECH_FROM."""
_WINDOW_S = VOICE_WINDOW / HEARING_RATE
SHORTEST_PAUSE = round(0.6 / _WINDOW_S)
"""So many windows without speech end a stretch of it."""
SHORTEST_SPEECH = round(0.1 / _WINDOW_S)
MARGIN = round(0.4 / _WINDOW_S)
"""Windows taken along on both sides of speech."""
LONGEST_CLIP = int(12.0 / _WINDOW_S)
_AROUND_CUT = 5
"""So many windows tell how probable speech is where a clip is cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a channel from its sample `start`; `speech` is when somebody speaks, `voice` how surely at most."""

    start: int
    samples: Samples
    speech: Span
    voice: float

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(milliseconds(self.start), milliseconds(self.start + len(self.samples)))


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


@dataclass
class Cutter:
    """Cuts one channel as its sound comes, window by window, and keeps no more of it than may still be needed.

    Windows are counted from the first that is kept.
    """

    channel: int
    _kept: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    _kept_from: int = 0
    _voice: list[float] = field(default_factory=list)
    _first: int | None = None
    """Where the speech under way begins."""
    _last: int = 0
    """Its last window so far."""
    _taken: int = 0
    """No piece may begin before it."""
    _waiting: list[Piece] = field(default_factory=list)

    def add(self, samples: Samples, voice: Probabilities) -> Iterator[CutClip]:
        """The clips that are complete with these samples; `voice` has one value for each window of them."""
        self._kept = np.concatenate([self._kept, samples])
        for probability in voice.tolist():
            self._voice.append(probability)
            yield from self._follow(len(self._voice) - 1, probability)
        self._forget()

    def end(self) -> Iterator[CutClip]:
        """The clips that are left."""
        yield from self._finish()
        if self._waiting:
            yield self._packed()

    def _follow(self, window: int, probability: float) -> Iterator[CutClip]:
        """Go on by one window: speech begins, goes on, has become too long for one clip, or is over."""
        if self._first is None:
            if probability >= SPEECH_FROM:
                self._first = self._last = window
        elif probability >= SPEECH_UNTIL:
            self._last = window
        elif window - self._last >= SHORTEST_PAUSE:
            yield from self._finish()
        if self._first is not None and self._last + 1 - self._begin(self._first) > LONGEST_CLIP:
            cut = self._best_cut(self._begin(self._first))
            yield from self._take(self._first, cut, cut)
            self._first = cut

    def _finish(self) -> Iterator[CutClip]:
        """Take the speech under way, unless it is too short and no rest of what was cut."""
        first, self._first = self._first, None
        is_rest = first == self._taken > 0
        if first is None or (not is_rest and self._last + 1 - first < SHORTEST_SPEECH):
            return
        end = min(self._last + 1 + MARGIN, self._begin(first) + LONGEST_CLIP, len(self._voice))
        yield from self._take(first, self._last + 1, end)

    def _take(self, first: int, last: int, end: int) -> Iterator[CutClip]:
        """Speech from `first` until `last`, with the margin before it that no other piece has, until `end`."""
        begin = self._begin(first)
        samples = self._kept[begin * VOICE_WINDOW : end * VOICE_WINDOW].copy()
        speech = Span(self._window_ms(self._onset(first, begin)), self._window_ms(last))
        piece = Piece(self._kept_from + begin * VOICE_WINDOW, samples, speech, max(self._voice[first:last]))
        self._taken = end
        if self._waiting and _length(self._waiting) + len(samples) > LONGEST_CLIP * VOICE_WINDOW:
            yield self._packed()
        self._waiting.append(piece)

    def _onset(self, first: int, begin: int) -> int:
        while first > begin and self._voice[first - 1] >= VOICE_RISES_FROM:
            first -= 1
        return first

    def _begin(self, first: int) -> int:
        return max(first - MARGIN, self._taken)

    def _best_cut(self, begin: int) -> int:
        """Where speech is least probable in the later half of the longest clip from a window on."""
        half = begin + LONGEST_CLIP // 2
        later = self._voice[half : begin + LONGEST_CLIP]
        around = np.ones(_AROUND_CUT)
        odds = np.convolve(later, around, "same") / np.convolve(np.ones(len(later)), around, "same")
        return half + max(1, int(np.argmin(odds)))

    def _window_ms(self, window: int) -> int:
        return milliseconds(self._kept_from + window * VOICE_WINDOW)

    def _packed(self) -> CutClip:
        clip = CutClip(self.channel, tuple(self._waiting))
        self._waiting.clear()
        return clip

    def _forget(self) -> None:
        """Let go of what lies before the margin of what comes next."""
        spare = max(0, (len(self._voice) if self._first is None else self._first) - MARGIN)
        del self._voice[:spare]
        self._kept = self._kept[spare * VOICE_WINDOW :].copy()
        self._kept_from += spare * VOICE_WINDOW
        self._taken = max(0, self._taken - spare)
        self._last -= spare
        self._first = None if self._first is None else self._first - spare


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.samples) for piece in pieces)
