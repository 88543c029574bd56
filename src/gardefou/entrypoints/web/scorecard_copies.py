"""The working copies of scorecards: each analyst changes their own, which nobody else sees."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.proposals import Working
from gardefou.flows.repositories import Transaction
from gardefou.flows.signed_scorecard import scorecard_in_force
from gardefou.governance.actions import Action, Verb
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Copy:
    """A scorecard as somebody changes it; `before` is what it was begun with, `changed_at` is None before a change."""

    base: str
    before: Scorecard | None
    scorecard: Scorecard
    changed_at: datetime | None
    versions: Collection[tuple[str, str]]
    """Ids and versions of the scorecards that are known here."""
    running: int
    """How many proposals run in shadow here."""

    def criterion(self, name: str) -> Criterion | None:
        """One of its criteria."""
        return next((each for each in self.scorecard.criteria() if each.id == name), None)


class Copies:
    """Opens and keeps working copies through the gate."""

    def __init__(self, gate: PostgresGate) -> None:
        self._gate = gate

    def open(self, visit: Visit, digest: str) -> Copy:
        """What whoever asks changes of a scorecard, or the scorecard itself before they do.

        Raises NotHere when there is neither.
        """
        check_digest(digest)
        with self._gate.transaction(visit.person, Action(Verb.EDIT), SiteWork(visit.site)) as tx:
            working = tx.scorecards.working(digest)
            before = _before(tx, digest)
            proposals = tx.scorecards.proposals()
            served = {(each.id, each.version) for each in tx.figures.scorecards().values()}
        current = working.scorecard if working else before
        if current is None:
            raise NotHere
        proposed = {(each.scorecard.id, each.scorecard.version) for each in proposals}
        running = sum(each.is_open for each in proposals)
        return Copy(digest, before, current, working.changed_at if working else None, proposed | served, running)

    def all(self, visit: Visit) -> tuple[Working, ...]:
        """All that whoever asks is changing."""
        with self._gate.transaction(visit.person, Action(Verb.EDIT), SiteWork(visit.site)) as tx:
            return tx.scorecards.workings()

    def has(self, visit: Visit, digest: str) -> bool:
        """Whether they are changing that scorecard."""
        with self._gate.transaction(visit.person, Action(Verb.EDIT), SiteWork(visit.site)) as tx:
            return tx.scorecards.working(digest) is not None

    def save(self, visit: Visit, base: str, scorecard: Scorecard) -> None:
        """Keep what they changed."""
        with self._gate.transaction(visit.person, Action(Verb.EDIT), SiteWork(visit.site)) as tx:
            tx.scorecards.save_working(base, scorecard)

    def discard(self, visit: Visit, base: str) -> None:
        """Forget what they changed."""
        with self._gate.transaction(visit.person, Action(Verb.EDIT), SiteWork(visit.site)) as tx:
            tx.scorecards.discard_working(base)

    def propose(self, visit: Visit, copy: Copy) -> None:
        """Have it run in shadow; the copy is done with.

        Raises InputRefused when the very same was proposed here before, or too many run.
        """
        with self._gate.transaction(visit.person, Action(Verb.PROPOSE), SiteWork(visit.site)) as tx:
            tx.scorecards.propose(copy.scorecard)
            tx.scorecards.discard_working(copy.base)

    def withdraw(self, visit: Visit, digest: str) -> bool:
        """End a run in shadow; False when none of that digest is open here."""
        with self._gate.transaction(visit.person, Action(Verb.WITHDRAW), SiteWork(visit.site)) as tx:
            return tx.scorecards.withdraw(digest)


def _before(tx: Transaction, digest: str) -> Scorecard | None:
    """A scorecard that is known here: in force, answered by drafts, or proposed."""
    in_force = scorecard_in_force(tx)
    if in_force and in_force.digest == digest:
        return in_force
    try:
        return tx.figures.scorecard(digest)
    except InputRefused:
        return None


def check_digest(digest: str) -> None:
    """Raise NotHere for what is no digest."""
    if not DIGEST.fullmatch(digest):
        raise NotHere
