"""The tables of proposed scorecards, and of those that people are changing."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.records import Records, Row
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.proposals import Proposal, Working
from gardefou.governance.subjects import SiteFacts
from gardefou.kernel.errors import InputRefused
from gardefou.review.bounds import Bound

MOST_OPEN = 3
"""Proposals that run in shadow at one site at once: each costs as much as a draft."""


class ScorecardTable:
    """Scorecards that are not in force, as one transaction of a person sees them."""

    def __init__(self, records: Records, site: SiteFacts, person: UUID | None) -> None:
        self._records = records
        self._site = site
        self._person = person

    def proposals(self) -> tuple[Proposal, ...]:
        """What was proposed at the site, the latest first."""
        return tuple(
            Proposal(
                row["scorecard_digest"],
                Scorecard.model_validate(row["document"]),
                row["proposed_at"],
                row["proposed_by"],
                row["is_open"],
                row["calls"],
                row["failures"],
                row["withdrawn_by"],
                row["model"],
            )
            for row in self._records.all("site_proposals")
        )

    def open_proposals(self) -> dict[str, Scorecard]:
        """What runs in shadow at the site, by its digest."""
        rows = self._records.all("open_proposals", site=self._site.id)
        return {row["digest"]: Scorecard.model_validate(row["document"]) for row in rows}

    def number_of_open_proposals(self) -> int:
        """How many run in shadow at the site."""
        return int(self._records.sole("number_of_open_proposals", site=self._site.id)["n"])

    def propose(self, scorecard: Scorecard) -> None:
        """Have a scorecard run in shadow at the site.

        Raises InputRefused when it was proposed before, or as many as may run there already.
        """
        self._records.one("lock_proposals", site=self._site.id)
        if self.number_of_open_proposals() >= MOST_OPEN:
            raise InputRefused("the scorecard", f"{MOST_OPEN} run in shadow here already; withdraw one first")
        document = Jsonb(scorecard.model_dump(mode="json"))
        values = {"digest": scorecard.digest, "document": document, "person": self._person}
        if not self._records.run("add_proposal", site=self._site.id, **values):
            raise InputRefused("the scorecard", "the very same was proposed here before")

    def withdraw(self, digest: str) -> bool:
        """End its run in shadow; False when none of that digest is open here."""
        return bool(self._records.sole("withdraw_proposal", digest=digest)["done"])

    def bounds(self, digest: str) -> dict[str, dict[str, Bound]]:
        """How far a scorecard agrees with people at the site, by model and criterion."""
        found: dict[str, dict[str, Bound]] = {}
        for row in self._records.all("bounds", site=self._site.id, digest=digest):
            bound = Bound(row["lower"], row["n"], row["is_blind"], row["at"])
            found.setdefault(row["model"], {})[row["criterion"]] = bound
        return found

    def working(self, base: str) -> Working | None:
        """What the person changes of that scorecard."""
        row = self._records.one("working", person=self._person, base=base)
        return _working(row) if row else None

    def workings(self) -> tuple[Working, ...]:
        """All that the person is changing, the latest first."""
        return tuple(_working(row) for row in self._records.all("workings", person=self._person))

    def save_working(self, base: str, scorecard: Scorecard) -> None:
        """Keep the changes."""
        document = Jsonb(scorecard.model_dump(mode="json"))
        self._records.run("save_working", person=self._person, base=base, document=document)

    def discard_working(self, base: str) -> bool:
        """Forget the changes; False when there are none."""
        return self._records.run("discard_working", person=self._person, base=base) > 0


def add_scorecard(records: Records, scorecard: Scorecard) -> None:
    """Write a scorecard down, once."""
    document: Any = Jsonb(scorecard.model_dump(mode="json"))
    records.run("add_scorecard", digest=scorecard.digest, document=document)


def _working(row: Row) -> Working:
    return Working(row["base"], Scorecard.model_validate(row["document"]), row["changed_at"])
