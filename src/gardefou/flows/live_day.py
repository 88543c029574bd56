"""One day of live calls as it is counted: nobody is in it, and few are not shown."""

import hmac
from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from math import log
from uuid import UUID

SMALLEST_GROUP = 10
DELAYS_MS = (250, 500, 1_000, 1_500, 2_000, 5_000)
DELAY = "gardefou_live_delay_seconds"
DELAY_HEAD = (
    f"# HELP {DELAY} From the end of an utterance to its final words, of a hundred utterances of that day.",
    f"# TYPE {DELAY} histogram",
)
GROUPS = 256


class Failure(StrEnum):
    """What went wrong with a call."""

    HEARING = "hearing"
    """It was heard no more while it went on."""
    CONNECTION = "connection"
    """The telephone system's connection broke before its end."""
    PROTOCOL = "protocol"
    """A client did what its protocol does not allow."""


class People:
    """Into how many of 256 groups people fall: two may fall into one, one never into two.

    Groups are drawn by a key of the day that nobody knows; many people share one, so that none can be told from it.
    """

    def __init__(self) -> None:
        self._groups: set[int] = set()

    def add(self, group: int) -> None:
        """Somebody of this group is among them."""
        self._groups.add(group)

    @property
    def is_shown(self) -> bool:
        """Whether they are enough to be told of."""
        return len(self._groups) >= SMALLEST_GROUP

    @property
    def number(self) -> int:
        """About how many people they are, in tens."""
        left = max(GROUPS - len(self._groups), 0.5)
        return in_tens(round(-GROUPS * log(left / GROUPS)))


class LiveDay:
    """One day: who opened a session, who was refused and why, what failed, and how late words came."""

    def __init__(self, key: bytes) -> None:
        self.delays: Counter[int | None] = Counter()
        self.delayed_ms = 0
        self.failures: Counter[Failure] = Counter()
        self.all = People()
        self.opened: dict[str, People] = {}
        self.refused: dict[tuple[str, str], People] = {}
        self._key = key

    def open(self, site: str, person: UUID) -> None:
        """Somebody opened a session."""
        group = self._group(person)
        self.all.add(group)
        self.opened.setdefault(site, People()).add(group)

    def refuse(self, site: str, cause: str, person: UUID) -> None:
        """Somebody was refused."""
        self.refused.setdefault((site, cause), People()).add(self._group(person))

    def delay(self, milliseconds: int) -> None:
        """One utterance was final so long after its end."""
        self.delays[next((each for each in DELAYS_MS if milliseconds <= each), None)] += 1
        self.delayed_ms += milliseconds

    def lines(self, day: date, site: str) -> Iterator[str]:
        """What a site is told of its people."""
        found = self.opened.get(site)
        if found and found.is_shown:
            yield f'gardefou_live_people{{site="{site}",day="{day}"}} {found.number}'
        for (where, cause), people in sorted(self.refused.items()):
            if where == site and people.is_shown:
                yield f'gardefou_live_refused_people{{site="{site}",day="{day}",cause="{cause}"}} {people.number}'

    def delay_lines(self, day: date) -> Iterator[str]:
        """How late utterances were at all sites; of a hundred, as their number would tell how much is spoken."""
        total, within = self.delays.total(), 0
        if not self.all.is_shown or not total:
            return
        for bound in DELAYS_MS:
            within += self.delays[bound]
            yield f'{DELAY}_bucket{{day="{day}",le="{bound / 1000:g}"}} {100 * within // total}'
        yield f'{DELAY}_bucket{{day="{day}",le="+Inf"}} 100'
        yield f'{DELAY}_sum{{day="{day}"}} {round(self.delayed_ms / total / 10)}'
        yield f'{DELAY}_count{{day="{day}"}} 100'

    def failure_lines(self, day: date) -> Iterator[str]:
        """How often something failed at all sites; a call is heard for somebody, who has to be among enough people."""
        for kind in Failure:
            number = in_tens(self.failures[kind])
            if number and (self.all.is_shown or kind is not Failure.HEARING):
                yield f'gardefou_live_failures{{day="{day}",kind="{kind}"}} {number}'

    def _group(self, person: UUID) -> int:
        return hmac.digest(self._key, person.bytes, "sha256")[0]


def in_tens(number: int) -> int:
    """A number as it is shown: nobody can tell one more or less."""
    return number - number % SMALLEST_GROUP
