"""What is counted of live calls: people of a site and day, refusals and delays; nobody is in it, and few are not shown.

Everything is in memory and ends with the process.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from math import log
from secrets import token_bytes
from threading import Lock
from uuid import UUID

SMALLEST_GROUP = 10
KEPT_DAYS = 31
DELAYS_MS = (250, 500, 1_000, 1_500, 2_000, 5_000)
GROUPS = 256
Draw = Callable[[], bytes]


class _People:
    """Into how many of 256 groups people fall: two may fall into one, one never into two.

    Groups are drawn by a key of the day that nobody knows; many people share one, so that none can be told from it.
    """

    def __init__(self) -> None:
        self._groups: set[int] = set()

    def add(self, group: int) -> None:
        self._groups.add(group)

    @property
    def is_shown(self) -> bool:
        return len(self._groups) >= SMALLEST_GROUP

    @property
    def number(self) -> int:
        """About how many people they are, in tens."""
        left = max(GROUPS - len(self._groups), 0.5)
        return _in_tens(round(-GROUPS * log(left / GROUPS)))


class _Day:
    """One day: who opened a session, who was refused and why, and how late words came."""

    def __init__(self, key: bytes) -> None:
        self.delays: Counter[int | None] = Counter()
        self.all = _People()
        self.opened: dict[str, _People] = {}
        self.refused: dict[tuple[str, str], _People] = {}
        self._key = key

    def open(self, site: str, person: UUID) -> None:
        group = self._group(person)
        self.all.add(group)
        self.opened.setdefault(site, _People()).add(group)

    def refuse(self, site: str, cause: str, person: UUID) -> None:
        self.refused.setdefault((site, cause), _People()).add(self._group(person))

    def lines(self, day: date, site: str) -> Iterator[str]:
        found = self.opened.get(site)
        if found and found.is_shown:
            yield f'gardefou_live_people{{site="{site}",day="{day}"}} {found.number}'
        for (where, cause), people in sorted(self.refused.items()):
            if where == site and people.is_shown:
                yield f'gardefou_live_refused_people{{site="{site}",day="{day}",cause="{cause}"}} {people.number}'
        if self.all.is_shown:
            yield from _shares(day, self.delays)

    def _group(self, person: UUID) -> int:
        return hmac.digest(self._key, person.bytes, "sha256")[0]


class LiveCounters:
    """Counts for the length of a process; may be used from any thread. `draw` gives the key of a day."""

    def __init__(self, today: Callable[[], date], draw: Draw = lambda: token_bytes(32)) -> None:
        self._today = today
        self._draw = draw
        self._lock = Lock()
        self._days: dict[date, _Day] = {}
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

    def delayed(self, milliseconds: int) -> None:
        """Words of one utterance were so far behind their call."""
        bound = next((each for each in DELAYS_MS if milliseconds <= each), None)
        with self._lock:
            self._of_today().delays[bound] += 1

    def lines(self, site: str) -> Iterator[str]:
        """All that a site is told, as Prometheus reads it: days that are over, in tens and whole percents."""
        with self._lock:
            over = [(day, self._days[day]) for day in sorted(self._days) if day < self._today()]
            full = _in_tens(self._full)
        for day, found in over:
            yield from found.lines(day, site)
        if full:
            yield f"gardefou_live_no_room_total {full}"

    def _of_today(self) -> _Day:
        """The counters of today; those of more than a month ago go."""
        today = self._today()
        for day in [day for day in self._days if (today - day).days > KEPT_DAYS]:
            del self._days[day]
        if today not in self._days:
            self._days[today] = _Day(self._draw())
        return self._days[today]


def _in_tens(number: int) -> int:
    return number - number % SMALLEST_GROUP


def _shares(day: date, delays: Counter[int | None]) -> Iterator[str]:
    """How often words came within each delay."""
    total, within = delays.total(), 0
    for bound in DELAYS_MS if total else ():
        within += delays[bound]
        yield f'gardefou_live_delay_share{{day="{day}",le="{bound / 1000:g}"}} {within / total:.2f}'
