"""Where somebody speaks on a channel: one stretch after the other, each as soon as it is over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gardefou.hearing.ports import VOICE_WINDOW, Probabilities
from gardefou.hearing.tape import WINDOWS_PER_SECOND, Tape
from gardefou.kernel.sound import HEARING_RATE, Samples, milliseconds
from gardefou.kernel.span import Span

SPEECH_FROM, SPEECH_UNTIL = 0.5, 0.35
"""Speech begins at the first probability and goes on until the second."""
SHORTEST_SPEECH = round(0.1 * WINDOWS_PER_SECOND)
MARGIN = round(0.4 * WINDOWS_PER_SECOND)
"""Windows taken along on both sides of speech."""
LONGEST_STRETCH = int(12.0 * WINDOWS_PER_SECOND)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a channel from its sample `start`; `speech` is when somebody speaks, `voice` how surely at most.

    `voices` says how surely in each window of its samples; without them nobody can tell more than `voice`.
    """

    start: int
    samples: Samples
    speech: Span
    voice: float
    voices: tuple[float, ...] = ()

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(milliseconds(self.start), milliseconds(self.start + len(self.samples)))

    def since(self, at_ms: int) -> "Piece":
        """What is left of it from a time within its speech on."""
        windows = (at_ms - self.span.start_ms) * HEARING_RATE // (1000 * VOICE_WINDOW)
        samples, voices = self.samples[windows * VOICE_WINDOW :], self.voices[windows:]
        speech = Span(at_ms, self.speech.end_ms)
        return Piece(self.start + windows * VOICE_WINDOW, samples, speech, max(voices, default=self.voice), voices)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that is over, in windows of the channel: its sound from `begin`, speech until `last`."""

    begin: int
    last: int
    piece: Piece


class Stretches:
    """Follows one channel window by window, and keeps no more of its sound than may still be needed.

    `pause` tells after how many windows without speech a stretch of so many ends; without any pause it is cut at its
    longest, where speech is least probable among the last `cut_among` windows.
    """

    def __init__(self, pause: Callable[[int], int], cut_among: int) -> None:
        self.tape = Tape()
        self._pause = pause
        self._cut_among = cut_among
        self._first: int | None = None
        """Where the speech under way begins."""
        self._last = 0
        """Its last window so far."""
        self._taken = 0
        """No stretch may begin before it."""

    @property
    def going(self) -> tuple[int, int, int] | None:
        """Speech under way that is long enough to be some: where its sound begins, its first and last window."""
        if self._first is None or not self._is_speech(self._first):
            return None
        return self._begin(self._first), self._first, self._last

    def add(self, samples: Samples, voice: Probabilities) -> Iterator[Stretch]:
        """The stretches that are over with these samples; `voice` has one value for each window of them."""
        self.tape.add(samples)
        for probability in voice.tolist():
            self.tape.add_voice(probability)
            yield from self._follow(self.tape.now - 1, probability)
        self.tape.forget((self.tape.now if self._first is None else self._first) - MARGIN)

    def end(self) -> Iterator[Stretch]:
        """What is left."""
        first, self._first = self._first, None
        if first is not None and self._is_speech(first):
            end = min(self._last + 1 + MARGIN, self._begin(first) + LONGEST_STRETCH, self.tape.now)
            yield self._over(first, self._last, end)

    def pass_over(self, windows: int) -> Iterator[Stretch]:
        """What is over as so many windows never came."""
        yield from self.end()
        self.tape.pass_over(windows)
        self._taken = self.tape.base

    def _follow(self, window: int, probability: float) -> Iterator[Stretch]:
        """Go on by one window: speech begins, goes on, is over, or has become too long."""
        if self._first is None:
            if probability >= SPEECH_FROM:
                self._first = self._last = window
        elif probability >= SPEECH_UNTIL:
            self._last = window
        elif window - self._last >= self._pause(self._length(self._first)):
            yield from self.end()
        if self._first is not None and self._length(self._first) > LONGEST_STRETCH:
            until = self._begin(self._first) + LONGEST_STRETCH
            cut = self.tape.best_cut(until - self._cut_among, until)
            yield self._over(self._first, cut - 1, cut)
            self._first = cut

    def _over(self, first: int, last: int, end: int) -> Stretch:
        begin = self._begin(first)
        speech = Span(_ms(self.tape.onset(first, begin)), _ms(last + 1))
        voice, voices = max(self.tape.voice(first, last + 1)), tuple(self.tape.voice(begin, end))
        sound = self.tape.sound(begin, end).copy()
        self._taken = end
        return Stretch(begin, last, Piece(begin * VOICE_WINDOW, sound, speech, voice, voices))

    def _is_speech(self, first: int) -> bool:
        is_rest = first == self._taken > 0
        return is_rest or self._last + 1 - first >= SHORTEST_SPEECH

    def _length(self, first: int) -> int:
        return self._last + 1 - self._begin(first)

    def _begin(self, first: int) -> int:
        return max(first - MARGIN, self._taken, self.tape.base)


def _ms(window: int) -> int:
    return milliseconds(window * VOICE_WINDOW)
