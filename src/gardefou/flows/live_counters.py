"""What is counted of live calls: sites and days, refusals and delays; nobody is in it, and few are not shown (S7).

Everything is in memory and ends with the process.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from secrets import token_bytes
from threading import Lock
from uuid import UUID

SMALLEST_GROUP = 10
KEPT_DAYS = 31
DELAYS_MS = (250, 500, 1_000, 1_500, 2_000, 5_000)


class _Day:
    """One day: how many sessions, how late words came, and in how many of 256 groups whoever opened a session falls.

    Groups are drawn by a key of the day that nobody knows; each holds many people, so that none can be told from it.
    """

    def __init__(self) -> None:
        self.sessions: Counter[str] = Counter()
        self.delays: Counter[int | None] = Counter()
        self._key = token_bytes(32)
        self._groups: dict[str, set[int]] = {}

    def add(self, site: str, person: UUID) -> None:
        self.sessions[site] += 1
        group = hmac.digest(self._key, person.bytes, "sha256")[0]
        self._groups.setdefault(site, set()).add(group)

    def is_shown(self, site: str | None = None) -> bool:
        """Whether at least so many people are in it: two may fall into one group, one never into two."""
        found = self._groups.get(site, set()) if site else set().union(*self._groups.values())
        return len(found) >= SMALLEST_GROUP


class LiveCounters:
    """Counts for the length of a process; may be used from any thread."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._lock = Lock()
        self._days: dict[date, _Day] = {}
        self._refusals: Counter[str] = Counter()

    def opened(self, site: str, person: UUID) -> None:
        """A session of live assist began."""
        with self._lock:
            self._of_today().add(site, person)

    def refused(self, cause: str) -> None:
        """A session was refused: by a clause, or because the machine is full."""
        with self._lock:
            self._refusals[cause] += 1

    def delayed(self, milliseconds: int) -> None:
        """Words were so far behind their call."""
        bound = next((each for each in DELAYS_MS if milliseconds <= each), None)
        with self._lock:
            self._of_today().delays[bound] += 1

    def lines(self) -> Iterator[str]:
        """All that may be shown, as Prometheus reads it: days that are over, in whole groups and whole percents."""
        with self._lock:
            over = sorted((day, found) for day, found in self._days.items() if day < self._today())
            refusals = sorted(self._refusals.items())
        for day, found in over:
            for site, number in sorted(found.sessions.items()):
                if found.is_shown(site):
                    yield f'gardefou_live_sessions{{site="{site}",day="{day}"}} {_in_groups(number)}'
            if found.is_shown():
                yield from _shares(day, found.delays)
        for cause, number in refusals:
            if _in_groups(number):
                yield f'gardefou_live_refusals_total{{cause="{cause}"}} {_in_groups(number)}'

    def _of_today(self) -> _Day:
        """The counters of today; those of more than a month ago go."""
        today = self._today()
        for day in [day for day in self._days if (today - day).days > KEPT_DAYS]:
            del self._days[day]
        return self._days.setdefault(today, _Day())


def _in_groups(number: int) -> int:
    return number - number % SMALLEST_GROUP


def _shares(day: date, delays: Counter[int | None]) -> Iterator[str]:
    """How often words came within each delay."""
    total, within = delays.total(), 0
    for bound in DELAYS_MS if total else ():
        within += delays[bound]
        yield f'gardefou_live_delay_share{{day="{day}",le="{bound / 1000:g}"}} {within / total:.2f}'
