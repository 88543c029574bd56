"""How far reading is behind the calls that go on, and what is left out for it."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from gardefou.hearing.live.saying import Kind, Reading

LOOKED_BACK_S = 5.0
"""The lag is the longest wait of this last time."""
HIDDEN_FROM_S = {Kind.FINAL: 0.8, Kind.PAUSE: 0.8, Kind.HYPOTHESIS: 2.0}
"""A reading that takes longer from when it is wanted until it is there ends the showing of hypotheses."""
SHOWN_BELOW_S = 0.5
"""They are shown again once nothing took longer for LOOKED_BACK_S."""
FULL_FROM_S = 2.0
"""With a longer lag no call is taken on."""


@dataclass
class Load:
    """Told of each reading that was made, and of those that wait."""

    shows_hypotheses: bool = True
    _waits: deque[tuple[float, float]] = field(default_factory=deque)
    """When readings were there, and how long that took."""
    _waiting: float = 0.0
    _hidden_at: float = 0.0

    @property
    def is_full(self) -> bool:
        """Whether a further call would be one too many."""
        return self.lag_s > FULL_FROM_S

    @property
    def lag_s(self) -> float:
        """How long readings take from when they are wanted."""
        return max([self._waiting, *(wait for _, wait in self._waits)])

    def read(self, readings: Iterable[Reading], now: float) -> None:
        """These are there."""
        for reading in readings:
            wait = now - reading.since
            self._waits.append((now, wait))
            self._judge(reading.kind, wait, now)

    def look(self, waiting: Iterable[Reading], now: float) -> None:
        """These are wanted or under way."""
        while self._waits and self._waits[0][0] < now - LOOKED_BACK_S:
            self._waits.popleft()
        self._waiting = 0.0
        for reading in waiting:
            wait = now - reading.since
            self._waiting = max(self._waiting, wait)
            self._judge(reading.kind, wait, now)
        if not self.shows_hypotheses and now - self._hidden_at > LOOKED_BACK_S and self.lag_s < SHOWN_BELOW_S:
            self.shows_hypotheses = True

    def _judge(self, kind: Kind, wait: float, now: float) -> None:
        if wait > HIDDEN_FROM_S[kind]:
            self.shows_hypotheses = False
            self._hidden_at = now
