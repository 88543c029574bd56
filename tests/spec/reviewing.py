"""What people do in reviews, for tests of safeguards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.spec.scene import Scene

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import process
from gardefou.flows.human_review import HumanReview
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling
from gardefou.review.rules import to_hear

SWEEPER = process(ProcessName.SWEEP)
DISPUTED = "closing"
"""A criterion that the draft finds not met."""


@dataclass(frozen=True)
class Reviewing:
    """A site with an adviser, reviewers and a line manager."""

    scene: Scene
    site: str
    adviser: Person
    first: Person
    second: Person
    manager: Person

    @classmethod
    def at(cls, scene: Scene, site: str, advisers: int = 1, **charter: object) -> "Reviewing":
        scene.open_site(site, advisers=advisers, **charter)
        analyst, manager = PersonRole.QUALITY_ANALYST, PersonRole.MANAGER
        first, second = (scene.hire(f"{site}-q{i}", site, analyst, team="Q") for i in (1, 2))
        return cls(scene, site, scene.person(f"{site}-0"), first, second, scene.hire(f"{site}-m", site, manager))

    def flow(self, days: float = 0, role: str = "web") -> HumanReview:
        """The flow, so many days from now."""
        now = datetime.now(UTC) + timedelta(days=days) if days else None
        return HumanReview(self.scene.gate(role, now), PublicHolidays())

    def draft(self, call: UUID) -> dict[str, Verdict]:
        """Open the draft as its adviser does, and return its verdicts."""
        with self.scene.gate("web").transaction(self.adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            tx.reviews.open_draft(call)
            return tx.evaluations.verdicts(call)[1]

    def contested(self, call: UUID) -> dict[str, Verdict]:
        """Have the adviser contest a verdict and answer."""
        draft = self.draft(call)
        self.flow().contest(self.adviser, call, DISPUTED, "I said goodbye.", Verdict.MET)
        self.flow().answer(self.adviser, call)
        return draft

    def hear(self, reviewer: Person, call: UUID, contests: Iterable[str], given: dict[str, Verdict]) -> None:
        """Be served all that a decision rests on."""
        gate = self.scene.gate("web")
        with gate.transaction(reviewer, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            evidence = to_hear(tx.evaluations.latest(call, 1).evaluation, frozenset(contests), given)
        with gate.transaction(reviewer, Action(Verb.LISTEN), KeptCall(call)) as tx:
            for span in {each.span for each in evidence}:
                tx.reviews.add_serving(call, reviewer.id, span)

    def decided(self, call: UUID, draft: dict[str, Verdict]) -> None:
        """Have the first reviewer keep everything; the adviser's contest stays open."""
        self.flow().take(self.first, call)
        self.hear(self.first, call, {DISPUTED}, draft)
        self.flow().decide(self.first, call, kept(draft))

    def final(self, call: UUID) -> None:
        """Have it contested, decided, and the contest decided by another person."""
        self.decided(call, self.contested(call))
        self.flow().take(self.second, call)
        self.hear(self.second, call, {DISPUTED}, {DISPUTED: Verdict.MET})
        self.flow().decide(self.second, call, [Ruling(DISPUTED, Verdict.MET, "heard at the very end")])

    def state(self, call: UUID) -> str:
        """Where the review stands."""
        return str(self.scene.ask("SELECT state FROM gardefou.reviews WHERE call_id = %s", call)[0]["state"])


def kept(draft: dict[str, Verdict]) -> list[Ruling]:
    """The draft as it is, with a reason for each verdict."""
    return [Ruling(criterion, verdict, "heard, and kept") for criterion, verdict in draft.items()]
