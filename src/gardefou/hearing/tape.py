"""The sound of one channel that may still be needed, and how probable speech is in each window of it."""

import numpy as np

from gardefou.hearing.ports import VOICE_WINDOW
from gardefou.kernel.sound import HEARING_RATE, Samples, milliseconds

WINDOWS_PER_SECOND = HEARING_RATE / VOICE_WINDOW
WINDOW_MS = milliseconds(VOICE_WINDOW)
VOICE_RISES_FROM = 0.1
"""The first word begins where the probability rises without a break from here to where speech is sure."""
_AROUND_CUT = 5
"""So many windows tell how probable speech is where a stretch is cut."""


class Tape:
    """Windows are counted from the start of the channel; `base` is the first that is kept."""

    def __init__(self) -> None:
        self.base = 0
        self._kept: Samples = np.zeros(0, np.float32)
        self._voice: list[float] = []

    @property
    def now(self) -> int:
        """The window that comes next."""
        return self.base + len(self._voice)

    def add(self, samples: Samples) -> None:
        """The sound of windows whose voice follows."""
        self._kept = np.concatenate([self._kept, samples])

    def add_voice(self, probability: float) -> None:
        """How probable speech is in the next window."""
        self._voice.append(probability)

    def pass_over(self, windows: int) -> None:
        """Forget all of it and so many windows that never came."""
        self.base = self.now + windows
        self._voice.clear()
        self._kept = self._kept[:0]

    def forget(self, until: int) -> None:
        """Let go of what lies before a window."""
        spare = max(0, until - self.base)
        del self._voice[:spare]
        self._kept = self._kept[spare * VOICE_WINDOW :].copy()
        self.base += spare

    def sound(self, begin: int, end: int) -> Samples:
        """The samples of some windows."""
        return self._kept[(begin - self.base) * VOICE_WINDOW : (end - self.base) * VOICE_WINDOW]

    def voice(self, begin: int, end: int) -> list[float]:
        """How probable speech is in some windows."""
        return self._voice[begin - self.base : end - self.base]

    def onset(self, first: int, begin: int) -> int:
        """Where the voice that is clear at `first` rises, not before `begin`."""
        while first > begin and self._voice[first - 1 - self.base] >= VOICE_RISES_FROM:
            first -= 1
        return first

    def best_cut(self, near: int, until: int) -> int:
        """Where speech is least probable in some windows, after the first of them."""
        later = self.voice(near, until)
        around = np.ones(_AROUND_CUT)
        odds = np.convolve(later, around, "same") / np.convolve(np.ones(len(later)), around, "same")
        return near + max(1, int(np.argmin(odds)))
