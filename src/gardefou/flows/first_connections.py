"""Which calls began before: one whose connection broke would come again as if its second part were all of it."""

from collections.abc import Callable
from datetime import date, timedelta

from gardefou.kernel.call import CallKey

MOST = 100_000
"""So many calls are remembered; of more, the first are forgotten."""


class FirstConnections:
    """Remembers, in memory, the calls that began yesterday and today."""

    def __init__(self, today: Callable[[], date], most: int = MOST) -> None:
        self._today = today
        self._most = most
        self._began: dict[CallKey, date] = {}

    def is_first(self, key: CallKey) -> bool:
        """Whether a call begins for the first time; from now on it does not."""
        self._forget()
        if key in self._began:
            return False
        self._began[key] = self._today()
        return True

    def _forget(self) -> None:
        yesterday = self._today() - timedelta(days=1)
        while self._began:
            oldest = next(iter(self._began))
            if self._began[oldest] >= yesterday and len(self._began) < self._most:
                return
            del self._began[oldest]
