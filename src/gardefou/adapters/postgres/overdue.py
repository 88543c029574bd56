"""Finds calls whose time has come, and jobs that a dead worker has left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gardefou.adapters.postgres.jobs import JobQueue
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.call import CallStatus, WaitingCall

FORGOTTEN_AFTER = timedelta(seconds=60)
"""A call under way without any job for so long lost it in a crash."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """How many jobs were taken up again."""

    stalled: int
    forgotten: int


class Lookout:
    """Looks without changing anything about people; jobs it may put back."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def advance_clock(self) -> None:
        """Note that this moment was: a clock that stands before it was set back."""
        with database_failures(), self._pool.connection() as connection:
            Records(connection).run("advance_clock")

    def waiting(self, calls: Iterable[UUID]) -> list[WaitingCall]:
        """Those of these calls that are written down."""
        with database_failures(), self._pool.connection() as connection:
            rows = Records(connection).all("calls_in_quarantine", calls=list(calls))
        return [
            WaitingCall(
                row["id"],
                CallStatus(row["status"]),
                row["ends_at"],
                row["lost"],
                row["sound_name"],
            )
            for row in rows
        ]

    def expired_recordings(self, now: datetime) -> list[UUID]:
        """Calls whose recording has to go."""
        with database_failures(), self._pool.connection() as connection:
            return [row["id"] for row in Records(connection).all("expired_recordings", now=now)]

    def expired_analyses(self, now: datetime) -> list[UUID]:
        """Calls of which everything has to go."""
        with database_failures(), self._pool.connection() as connection:
            return [row["id"] for row in Records(connection).all("expired_analyses", now=now)]

    def unfinished_erasures(self, erased: Iterable[UUID] = ()) -> list[UUID]:
        """Calls whose erasure was asked for and that are still here, those among `erased` too."""
        with database_failures(), self._pool.connection() as connection:
            return [row["id"] for row in Records(connection).all("unfinished_erasures", erased=list(erased))]

    def windows_to_close(self, now: datetime) -> list[UUID]:
        """Calls whose adviser can no longer answer."""
        with database_failures(), self._pool.connection() as connection:
            return [row["call_id"] for row in Records(connection).all("windows_to_close", now=now)]

    def contests_to_lapse(self, now: datetime) -> list[UUID]:
        """Calls on which a contest was not answered in time."""
        with database_failures(), self._pool.connection() as connection:
            return [row["call_id"] for row in Records(connection).all("contests_to_lapse", now=now)]

    def without_shadow(self, site: str, digest: str, after: UUID, most: int, now: datetime) -> list[UUID]:
        """Evaluated calls of a site on which a proposed scorecard has not run, in the order of ids."""
        values = {"site": site, "digest": digest, "after": after, "most": most, "now": now}
        with database_failures(), self._pool.connection() as connection:
            return [row["id"] for row in Records(connection).all("calls_without_shadow", **values)]

    def number_without_shadow(self, site: str, digest: str, now: datetime) -> int:
        """How many they are."""
        with database_failures(), self._pool.connection() as connection:
            row = Records(connection).sole("number_without_shadow", site=site, digest=digest, now=now)
            return int(row["n"])

    def open_proposals(self, site: str) -> dict[str, Scorecard]:
        """What runs in shadow at a site, by its digest."""
        with database_failures(), self._pool.connection() as connection:
            rows = Records(connection).all("open_proposals_of_site", site=site)
        return {row["digest"]: Scorecard.model_validate(row["document"]) for row in rows}

    def reviewed(self, site: str, now: datetime) -> list[tuple[UUID, UUID]]:
        """Calls of a site whose review is over, each with its adviser."""
        with database_failures(), self._pool.connection() as connection:
            rows = Records(connection).all("reviewed_calls", site=site, now=now)
            return [(row["id"], row["adviser_id"]) for row in rows]

    def rescue(self, step_after: Mapping[CallStatus, str], stalled_after_s: float, now: datetime) -> Rescued:
        """Put jobs of dead workers back, and give a job to every call that lost its own."""
        with database_failures(), self._pool.connection() as connection, connection.transaction():
            records, queue = Records(connection), JobQueue(Records(connection))
            records.one("see_jobs")  # what procrastinate does on every change finds its own types by this alone
            records.run("drop_stalled_doubles", seconds=stalled_after_s)
            stalled = records.run("requeue_stalled", seconds=stalled_after_s)
            forgotten = records.all("forgotten_calls", before=now - FORGOTTEN_AFTER)
            for row in forgotten:
                queue.enqueue(step_after[CallStatus(row["status"])], row["id"])
            records.run("drop_finished")
            records.run("drop_ended_hearings")
        return Rescued(stalled, len(forgotten))
