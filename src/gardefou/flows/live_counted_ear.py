"""The ear of one call, counted: how late its utterances are final, and whether it is heard to its end."""

from collections.abc import Callable

from gardefou.flows.assisted_session import Ear
from gardefou.flows.live_counters import LiveCounters
from gardefou.flows.live_day import Failure
from gardefou.kernel.live import LiveWords, Utterance
from gardefou.kernel.sound import Samples, milliseconds

Deliver = Callable[[LiveWords], None]


class _Words:
    """Delivers words, and counts how late they are; knows how far the call is, and not its ear."""

    def __init__(self, deliver: Deliver, counters: LiveCounters) -> None:
        self._deliver = deliver
        self._counters = counters
        self.samples = self.skipped_ms = 0
        self.is_left = False

    def __call__(self, words: LiveWords) -> None:
        if isinstance(words, Utterance) and words.segment and not self.is_left:
            position_ms = milliseconds(self.samples) + self.skipped_ms
            self._counters.delayed(max(0, position_ms - words.segment.end_ms))
        self._deliver(words)


class CountedEar:
    """Gives sound to an ear that `opened` makes, and its words to `deliver`; counts nothing after the call's end."""

    def __init__(self, opened: Callable[[Deliver], Ear], deliver: Deliver, counters: LiveCounters) -> None:
        self._counters = counters
        self._words = _Words(deliver, counters)
        self._ear = opened(self._words)

    @property
    def is_over(self) -> bool:
        """Whether no words come any more."""
        return self._ear.is_over

    def add(self, samples: Samples) -> None:
        """What follows."""
        self._words.samples += samples.shape[1]
        self._ear.add(samples)

    def skip(self, milliseconds: int) -> None:
        """Time without sound follows."""
        self._words.skipped_ms += milliseconds
        self._ear.skip(milliseconds)

    def end(self) -> None:
        """The call is over."""
        self._leave()
        self._ear.end()

    def drop(self) -> None:
        """Nothing of it is wanted any more."""
        self._leave()
        self._ear.drop()

    def _leave(self) -> None:
        if self._ear.is_over and not self._words.is_left:
            self._counters.failed(Failure.HEARING)
        self._words.is_left = True
