"""Reads what people decided at sites, nobody named, and keeps how far scorecards agree with it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.kernel.verdict import Verdict
from gardefou.review.bounds import Bound, DecidedPairs


class AgreementBounds:
    """The table of bounds, for the sweep."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def due(self, now: datetime) -> list[tuple[UUID, str]]:
        """Sites with the digest of their scorecard whose reviews went on since they were measured last."""
        with database_failures(), self._pool.connection() as connection:
            return [(row["id"], row["digest"]) for row in Records(connection).all("sites_to_measure", now=now)]

    def pairs(self, site: UUID, digest: str) -> dict[str, list[DecidedPairs]]:
        """What the program said and people decided there, by the model that said it."""
        found: dict[str, list[DecidedPairs]] = {}
        with database_failures(), self._pool.connection() as connection:
            for row in Records(connection).all("decided_pairs", site=site, digest=digest):
                program, decided = Verdict(row["program"]), Verdict(row["decided"])
                pairs = DecidedPairs(row["criterion"], row["is_blind"], program, decided, row["pairs"])
                found.setdefault(row["model"], []).append(pairs)
        return found

    def keep(self, site: UUID, digest: str, found: Mapping[str, Mapping[str, Bound]]) -> None:
        """Write what was measured in place of what was before."""
        measured = {"site": site, "digest": digest}
        rows = [
            {**measured, "model": model, "criterion": name, "lower": each.lower, "n": each.n, "is_blind": each.is_blind}
            for model, by_criterion in found.items()
            for name, each in by_criterion.items()
        ]
        with database_failures(), self._pool.connection() as connection, connection.transaction():
            records = Records(connection)
            records.run("lock_bounds", site=site)
            records.run("forget_bounds", **measured)
            records.run_many("add_bound", rows)
