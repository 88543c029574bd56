"""How much whoever sends a call may send: as much as a call has, and what waited while the network stood still."""

from gardefou.kernel.errors import GardefouError

AHEAD_S = 30.0
MESSAGES_PER_S = 200.0
MESSAGES_AHEAD = 2_000.0


class TooFast(GardefouError):
    """More came than a call has; the message quotes nothing of it."""

    code = "too_fast"


class Pace:
    """What came above what time allows; `now` is in seconds of a clock that only goes forward."""

    def __init__(self, now: float) -> None:
        self._now = now
        self._sound_s = 0.0
        self._messages = 0.0

    def message(self, now: float) -> None:
        """A message or a frame came; raises TooFast."""
        self._let(now)
        self._messages += 1
        if self._messages > MESSAGES_AHEAD:
            raise TooFast(f"more than {MESSAGES_PER_S:.0f} messages come in a second")

    def sound(self, seconds: float) -> None:
        """The frame that came lasts so long; raises TooFast."""
        self._sound_s += seconds
        if self._sound_s > AHEAD_S:
            raise TooFast(f"sound comes faster than it is spoken, {AHEAD_S:.0f} seconds ahead")

    def _let(self, now: float) -> None:
        passed = max(0.0, now - self._now)
        self._now = now
        self._sound_s = max(0.0, self._sound_s - passed)
        self._messages = max(0.0, self._messages - passed * MESSAGES_PER_S)
