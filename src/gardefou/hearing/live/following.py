"""Where somebody speaks on a channel while it goes on: speech under way, and stretches of it that are over."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gardefou.hearing.cutting import LONGEST_CLIP, MARGIN, SHORTEST_SPEECH, SPEECH_FROM, SPEECH_UNTIL, Piece
from gardefou.hearing.live.tape import WINDOWS_PER_SECOND, Tape
from gardefou.hearing.ports import VOICE_WINDOW, VoiceListener
from gardefou.kernel.sound import Samples, milliseconds
from gardefou.kernel.span import Span

LONGEST_PAUSE = round(0.5 * WINDOWS_PER_SECOND)
"""So many windows without speech end a stretch of it."""
LONG_FROM = round(10.0 * WINDOWS_PER_SECOND)
PAUSE_OF_LONG = round(0.2 * WINDOWS_PER_SECOND)
"""So short a pause ends a stretch that is longer than LONG_FROM, so that its words do not wait for its end."""
GROUP = 3
"""Voice activity looks at so many windows at once: one by one costs twenty times as much."""
SILENCE_FOR_GAP = round(1.0 * WINDOWS_PER_SECOND) * VOICE_WINDOW
"""Time without sound is silence for so many samples, and passed over beyond them."""
_GROUP_SAMPLES = GROUP * VOICE_WINDOW


@dataclass(frozen=True, slots=True)
class Going:
    """Speech under way, in windows of the channel: its sound from `begin` to `now`, speech from `first` to `last`."""

    begin: int
    first: int
    last: int
    now: int

    @property
    def silence(self) -> int:
        """For how many windows nobody has spoken."""
        return self.now - 1 - self.last


@dataclass(frozen=True, slots=True)
class Over:
    """A stretch that is over, with its last window of speech."""

    begin: int
    last: int
    piece: Piece


class Follower:
    """Follows one channel, and keeps no more of its sound than may still be needed."""

    def __init__(self, listener: VoiceListener) -> None:
        self._listener = listener
        self._rest: Samples = np.zeros(0, np.float32)
        self._tape = Tape()
        self._first: int | None = None
        self._last = 0
        self._taken = 0
        """No stretch may begin before it."""

    @property
    def now(self) -> int:
        """The window that comes next."""
        return self._tape.now

    @property
    def going(self) -> Going | None:
        """The speech under way, once it is long enough to be some."""
        if self._first is None or not self._is_speech(self._first):
            return None
        return Going(self._begin(self._first), self._first, self._last, self.now)

    def add(self, samples: Samples) -> Iterator[Over]:
        """The stretches that are over with these samples."""
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // _GROUP_SAMPLES * _GROUP_SAMPLES
        self._rest = joined[whole:].copy()
        yield from self._hear(joined[:whole])

    def skip(self, count: int) -> Iterator[Over]:
        """So many samples never came: what is being said is over, unless they are few."""
        yield from self.add(np.zeros(min(count, SILENCE_FOR_GAP), np.float32))
        left = max(0, count - SILENCE_FOR_GAP)
        if left >= VOICE_WINDOW:
            yield from self._finish()
            self._tape.pass_over(left // VOICE_WINDOW)
            self._taken = self._tape.base
        yield from self.add(np.zeros(left % VOICE_WINDOW, np.float32))

    def end(self) -> Iterator[Over]:
        """What is left."""
        if len(self._rest):
            rest, self._rest = self._rest, self._rest[:0]
            yield from self._hear(np.pad(rest, (0, -len(rest) % VOICE_WINDOW)))
        yield from self._finish()

    def sound(self, begin: int, end: int) -> Samples:
        """The samples of some windows that are kept."""
        return self._tape.sound(begin, end)

    def _hear(self, samples: Samples) -> Iterator[Over]:
        if not len(samples):
            return
        self._tape.add(samples)
        for probability in self._listener(samples).tolist():
            self._tape.add_voice(probability)
            yield from self._follow(self.now - 1, probability)
        self._tape.forget((self.now if self._first is None else self._first) - MARGIN)

    def _follow(self, window: int, probability: float) -> Iterator[Over]:
        if self._first is None:
            if probability >= SPEECH_FROM:
                self._first = self._last = window
        elif probability >= SPEECH_UNTIL:
            self._last = window
        elif window - self._last >= self._pause(self._first):
            yield from self._finish()
        if self._first is not None and self._last + 1 - self._begin(self._first) > LONGEST_CLIP:
            cut = self._tape.best_cut(self._begin(self._first))
            yield self._over(self._first, cut - 1, cut)
            self._first = cut

    def _finish(self) -> Iterator[Over]:
        first, self._first = self._first, None
        if first is not None and self._is_speech(first):
            end = min(self._last + 1 + MARGIN, self._begin(first) + LONGEST_CLIP, self.now)
            yield self._over(first, self._last, end)

    def _over(self, first: int, last: int, end: int) -> Over:
        begin = self._begin(first)
        speech = Span(self._ms(self._tape.onset(first, begin)), self._ms(last + 1))
        voice = max(self._tape.voice(first, last + 1))
        self._taken = end
        return Over(begin, last, Piece(begin * VOICE_WINDOW, self.sound(begin, end), speech, voice))

    def _is_speech(self, first: int) -> bool:
        is_rest = first == self._taken > 0
        return is_rest or self._last + 1 - first >= SHORTEST_SPEECH

    def _pause(self, first: int) -> int:
        return PAUSE_OF_LONG if self._last + 1 - self._begin(first) > LONG_FROM else LONGEST_PAUSE

    def _begin(self, first: int) -> int:
        return max(first - MARGIN, self._taken, self._tape.base)

    @staticmethod
    def _ms(window: int) -> int:
        return milliseconds(window * VOICE_WINDOW)
