"""What is counted of live calls: people, refusals, failures and delays; nobody is in it, and few are not shown.

Everything is in memory and ends with the process.
"""

from collections.abc import Callable, Iterator
from datetime import date
from secrets import token_bytes
from threading import Lock
from uuid import UUID

from gardefou.flows.live_day import DELAY_HEAD, Failure, LiveDay, in_tens

KEPT_DAYS = 31
Draw = Callable[[], bytes]


class LiveCounters:
    """Counts for the length of a process; may be used from any thread. `draw` gives the key of a day."""

    def __init__(self, today: Callable[[], date], draw: Draw = lambda: token_bytes(32)) -> None:
        self._today = today
        self._draw = draw
        self._lock = Lock()
        self._days: dict[date, LiveDay] = {}
        self._full = 0

    def opened(self, site: str, person: UUID) -> None:
        """Somebody opened live assist; who does so again that day is counted once."""
        with self._lock:
            self._of_today().open(site, person)

    def refused(self, site: str, cause: str, person: UUID) -> None:
        """Somebody was refused by a clause; who tries again that day is counted once."""
        with self._lock:
            self._of_today().refuse(site, cause, person)

    def full(self) -> None:
        """There was no room to hear another call."""
        with self._lock:
            self._full += 1

    def failed(self, kind: Failure) -> None:
        """Something went wrong with a call, of whatever site."""
        with self._lock:
            self._of_today().failures[kind] += 1

    def delayed(self, milliseconds: int) -> None:
        """One utterance was final so long after its end."""
        with self._lock:
            self._of_today().delay(milliseconds)

    def lines(self, site: str) -> Iterator[str]:
        """All that a site is told, as Prometheus reads it: days that are over, in tens and percents."""
        with self._lock:
            over = [(day, self._days[day]) for day in sorted(self._days) if day < self._today()]
            full = in_tens(self._full)
        for day, found in over:
            yield from found.lines(day, site)
        for day, found in over:
            yield from found.failure_lines(day)
        delays = [line for day, found in over for line in found.delay_lines(day)]
        if delays:
            yield from (*DELAY_HEAD, *delays)
        if full:
            yield f"gardefou_live_no_room_total {full}"

    def _of_today(self) -> LiveDay:
        """The counters of today; those of more than a month ago go."""
        today = self._today()
        for day in [day for day in self._days if (today - day).days > KEPT_DAYS]:
            del self._days[day]
        if today not in self._days:
            self._days[today] = LiveDay(self._draw())
        return self._days[today]
