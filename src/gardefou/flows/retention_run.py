"""The nightly run: what is overdue goes, and the bytes of what went are not left lying in the database's files."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from gardefou.flows.erasure import Erasure
from gardefou.flows.one_by_one import OneByOne
from gardefou.flows.ports import Clock
from gardefou.flows.sweep import Overdue, Sweep, Swept
from gardefou.governance.actors import Process
from gardefou.governance.retention import Dropped, Maintained, Tell
from gardefou.kernel.errors import GardefouError

Result = TypeVar("Result")

NIGHT = time(2)
"""When a night's run begins, in the zone of a site."""


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What a run did, and what failed, which held up nothing else; numbers, names of tables and of files only."""

    swept: Swept
    finished: int
    files: int
    backup_keys: int
    dropped: Dropped
    maintained: Maintained
    failed: tuple[str, ...]


class Maintenance(Protocol):
    """What the database does at night."""

    def alone(self) -> AbstractContextManager[bool]:
        """Whether no other process runs; it stays so inside."""
        ...

    def maintain(self, tell: Tell, *, everything: bool) -> Maintained:
        """Write anew each table from which something was removed since the last run, or every one; end journals."""
        ...

    def drop_old_entries(self) -> Dropped:
        """Drop what of the audit and of the register of requests is kept no longer."""
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

    def remove_unfinished(self, now: datetime) -> int:
        """Remove what backups that were killed have left; return how many."""
        ...


class Graves(Protocol):
    """What says, outside of the database, which calls were erased."""

    def calls(self) -> Iterable[UUID]:
        """Their ids."""
        ...

    def damage(self) -> tuple[str, ...]:
        """What of it cannot be read."""
        ...

    def mend_copy(self) -> tuple[str, ...]:
        """Bring its copy up to date; say why where that cannot be done."""
        ...


class DayBook(Protocol):
    """What says, outside of the database, what no restored backup may undo."""

    def tend(self, now: datetime) -> tuple[str, ...]:
        """Remove what no backup needs any more, and bring its copy up to date; say why where that cannot be done."""
        ...


@dataclass(frozen=True, slots=True)
class RetentionRun:
    """Everything that a night's run does, in its order; it may stop anywhere and run again."""

    sweep: Sweep
    erasure: Erasure
    overdue: Overdue
    graves: Graves
    journal: DayBook
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
            steps = _Steps(tell)
            swept = steps.done("what is overdue", self.sweep.run, Swept(0, 0, 0, 0, 0, 0, 0))
            finished = steps.done("erasures that were cut short", lambda: self._finish(steps), 0)
            files = steps.done("files that processes have left", self.leftovers.sweep, 0)
            keys = steps.done("keys of old backups", lambda: self.backup_keys.destroy_expired(self.clock()), 0)
            files += steps.done("unfinished backups", lambda: self.backup_keys.remove_unfinished(self.clock()), 0)
            dropped = steps.done("old entries", self.maintenance.drop_old_entries, Dropped())
            anew = everything or finished > 0 or any(astuple(swept))
            maintained = steps.done(
                "tables", lambda: self.maintenance.maintain(tell, everything=anew), Maintained((), (), {})
            )
            steps.failed += swept.failed
            steps.failed += steps.done("tombstones", lambda: self.graves.damage() + self.graves.mend_copy(), ())
            steps.failed += steps.done("journal", lambda: self.journal.tend(self.clock()), ())
            report = RetentionReport(swept, finished, files, keys, dropped, maintained, tuple(steps.failed))
            self.maintenance.note(asdict(report))
            return report

    def _finish(self, steps: "_Steps") -> int:
        one_by_one = OneByOne()
        unfinished = self.overdue.unfinished_erasures(self.graves.calls())
        finished = self.erasure.finish(self.sweeper, unfinished, one_by_one)
        steps.failed += one_by_one.failed
        return finished


class _Steps:
    """The steps of a run: one that fails is told, and holds up none of the others."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.failed: list[str] = []

    def done(self, name: str, act: Callable[[], Result], otherwise: Result) -> Result:
        """What a step gives, `otherwise` when it fails."""
        self._tell(name)
        try:
            return act()
        except GardefouError as error:
            self.failed.append(f"{name}: {error}")
        except Exception as error:  # its text may quote rows
            self.failed.append(f"{name}: {type(error).__name__}")
        return otherwise


def is_due(zones: Iterable[str], last: datetime, now: datetime) -> bool:
    """Whether a night has begun at some site since the last run."""
    return any(last < _latest_night(zone, now) for zone in zones)


def _latest_night(zone: str, now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    night = datetime.combine(local.date(), NIGHT, local.tzinfo)
    return night if night <= local else datetime.combine(local.date() - timedelta(days=1), NIGHT, local.tzinfo)
