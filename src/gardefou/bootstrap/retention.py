"""Wiring of the nightly run."""

from datetime import datetime, timedelta

from gardefou.adapters.backup.keys import BackupKeyFolder
from gardefou.adapters.postgres.maintenance import DatabaseMaintenance, NightWatch
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, clock, process
from gardefou.flows.erasure import Erasure
from gardefou.flows.human_review import HumanReview
from gardefou.flows.ports import Clock
from gardefou.flows.retention_run import RetentionReport, RetentionRun, is_due
from gardefou.flows.sweep import Sweep
from gardefou.governance.actors import ProcessName

LOOK_EVERY = timedelta(minutes=5)
"""How often the database is asked whether another process has done a night's run."""


def retention_run(installation: Installation, now: Clock = clock) -> RetentionRun:
    """The run, on the installation's own database and vault."""
    gate, sounds, sweeper = installation.gate("worker"), installation.sounds, process(ProcessName.SWEEP)
    overdue = installation.lookout()
    erasure = Erasure(gate, sounds, installation.tombstones)
    review = HumanReview(gate, PublicHolidays())
    return RetentionRun(
        sweep=Sweep(gate, sounds, overdue, erasure, review, sweeper, now),
        erasure=erasure,
        overdue=overdue,
        graves=installation.tombstones,
        journal=installation.journal,
        leftovers=sounds,
        backup_keys=BackupKeyFolder(installation.keys),
        maintenance=DatabaseMaintenance(installation.pool("owner")),
        sweeper=sweeper,
        clock=now,
    )


class Nightly:
    """Does the run once a night, at two o'clock of each zone that has a site; of several processes, one does."""

    def __init__(self, installation: Installation, now: Clock = clock) -> None:
        self._installation = installation
        self._watch = NightWatch(installation.pool("worker"))
        self._now = now
        self._looked_at: datetime | None = None

    def run_if_due(self) -> RetentionReport | None:
        """Do the run when a night has begun and nobody did it; None otherwise."""
        now = self._now()
        if self._looked_at and now - self._looked_at < LOOK_EVERY:
            return None
        self._looked_at = now
        if not is_due(self._watch.zones(), self._watch.last(), now):
            return None
        return retention_run(self._installation, self._now).run()
