"""Where somebody speaks on a channel while it goes on: speech under way, and stretches of it that are over."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gardefou.hearing.ports import VOICE_WINDOW, VoiceListener
from gardefou.hearing.stretches import Stretch, Stretches
from gardefou.hearing.tape import WINDOWS_PER_SECOND
from gardefou.kernel.sound import Samples

LONGEST_PAUSE = round(0.5 * WINDOWS_PER_SECOND)
"""So many windows without speech end a stretch of it."""
LONG_FROM = round(10.0 * WINDOWS_PER_SECOND)
PAUSE_OF_LONG = round(0.4 * WINDOWS_PER_SECOND)
"""So short a pause ends a stretch that is longer than LONG_FROM, so that its words do not wait for its end."""
CUT_AMONG = round(0.8 * WINDOWS_PER_SECOND)
"""Without any pause a stretch is cut in its last windows: its words wait no longer than that."""
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


class Follower:
    """Follows one channel by what `listener` tells of it."""

    def __init__(self, listener: VoiceListener) -> None:
        self._listener = listener
        self._rest: Samples = np.zeros(0, np.float32)
        self._stretches = Stretches(_pause, CUT_AMONG)

    @property
    def now(self) -> int:
        """The window that comes next."""
        return self._stretches.tape.now

    @property
    def going(self) -> Going | None:
        """The speech under way, once it is long enough to be some."""
        going = self._stretches.going
        return Going(*going, self.now) if going else None

    def add(self, samples: Samples) -> Iterator[Stretch]:
        """The stretches that are over with these samples."""
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // _GROUP_SAMPLES * _GROUP_SAMPLES
        self._rest = joined[whole:].copy()
        yield from self._hear(joined[:whole])

    def skip(self, count: int) -> Iterator[Stretch]:
        """So many samples never came: what is being said is over, unless they are few."""
        yield from self.add(np.zeros(min(count, SILENCE_FOR_GAP), np.float32))
        left = max(0, count - SILENCE_FOR_GAP)
        if left >= VOICE_WINDOW:
            yield from self._stretches.pass_over(left // VOICE_WINDOW)
        yield from self.add(np.zeros(left % VOICE_WINDOW, np.float32))

    def end(self) -> Iterator[Stretch]:
        """What is left."""
        if len(self._rest):
            rest, self._rest = self._rest, self._rest[:0]
            yield from self._hear(np.pad(rest, (0, -len(rest) % VOICE_WINDOW)))
        yield from self._stretches.end()

    def sound(self, begin: int, end: int) -> Samples:
        """The samples of some windows that are kept."""
        return self._stretches.tape.sound(begin, end)

    def _hear(self, samples: Samples) -> Iterator[Stretch]:
        if len(samples):
            yield from self._stretches.add(samples, self._listener(samples))


def _pause(length: int) -> int:
    return PAUSE_OF_LONG if length > LONG_FROM else LONGEST_PAUSE
