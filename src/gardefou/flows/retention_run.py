"""The nightly run: what is overdue goes, and the bytes of what went are not left lying in the database's files."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from gardefou.flows.erasure import Erasure
from gardefou.flows.ports import Clock
from gardefou.flows.sweep import Overdue, Sweep, Swept
from gardefou.governance.actors import Process
from gardefou.governance.retention import Maintained, Tell

NIGHT = time(2)
"""When a night's run begins, in the zone of a site."""


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What a run did; numbers and names of tables only."""

    swept: Swept
    finished: int
    files: int
    backup_keys: int
    maintained: Maintained


class Maintenance(Protocol):
    """What the database does at night."""

    def alone(self) -> AbstractContextManager[bool]:
        """Whether no other process runs; it stays so inside."""
        ...

    def maintain(self, tell: Tell, *, everything: bool) -> Maintained:
        """Write anew each table from which something was removed since the last run, or every one; end journals."""
        ...

    def note(self, document: dict[str, Any]) -> None:
        """Write down that a run was done, and what."""
        ...


class Leftovers(Protocol):
    """What processes that died have left."""

    def sweep(self) -> int:
        """Remove it; return how many files."""
        ...


class BackupKeys(Protocol):
    """The keys of backups."""

    def destroy_expired(self, now: datetime) -> int:
        """Destroy those whose time is over; return how many."""
        ...


class Graves(Protocol):
    """What says, outside of the database, which calls were erased."""

    def calls(self) -> Iterable[UUID]:
        """Their ids."""
        ...


@dataclass(frozen=True, slots=True)
class RetentionRun:
    """Everything that a night's run does, in its order; it may stop anywhere and run again."""

    sweep: Sweep
    erasure: Erasure
    overdue: Overdue
    graves: Graves
    leftovers: Leftovers
    backup_keys: BackupKeys
    maintenance: Maintenance
    sweeper: Process
    clock: Clock

    def run(self, tell: Tell = lambda line: None, *, everything: bool = False) -> RetentionReport | None:
        """Do it; None when another process is at it. `everything` writes every table anew, changed or not."""
        with self.maintenance.alone() as is_alone:
            if not is_alone:
                return None
            tell("what is overdue")
            swept = self.sweep.run()
            tell("erasures that were cut short")
            finished = self.erasure.finish(self.sweeper, self.overdue.unfinished_erasures(self.graves.calls()))
            files = self.leftovers.sweep()
            tell("keys of old backups")
            keys = self.backup_keys.destroy_expired(self.clock())
            anew = everything or finished > 0 or any(astuple(swept))
            report = RetentionReport(swept, finished, files, keys, self.maintenance.maintain(tell, everything=anew))
            self.maintenance.note(asdict(report))
            return report


def is_due(zones: Iterable[str], last: datetime, now: datetime) -> bool:
    """Whether a night has begun at some site since the last run."""
    return any(last < _latest_night(zone, now) for zone in zones)


def _latest_night(zone: str, now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    night = datetime.combine(local.date(), NIGHT, local.tzinfo)
    return night if night <= local else datetime.combine(local.date() - timedelta(days=1), NIGHT, local.tzinfo)
