"""A site where both sides sit at the table: their people, and the simulated keys of their signatories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.installations import notice, simulated_charter
from tests.spec.scene import INTAKE, Scene

from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.signing.ed25519 import SigningKey, is_usable_public_key, verify
from gardefou.bootstrap.installation import administration_of, operator
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.flows.consultation import Consultation, Signed
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Actor, Person
from gardefou.governance.acts import Act, ActKind, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.roles import PersonRole
from gardefou.governance.standing import Standing
from gardefou.governance.subjects import ArrivingCall, SiteWork
from gardefou.governance.terms.parties import Party, Side

DRAW = {"rate": 0.05, "weekly_cap": 4}
EMPLOYEES = ("Sylvie Marchetti", "Jean-Marc Ouédraogo", "Lucie Thévenet")
EMPLOYER = ("Hélène Vasseur", "Olivier Renard")
ENOUGH = (*EMPLOYEES[:2], *EMPLOYER)
"""As many of each side as the charter requires."""
EVERYBODY = (*EMPLOYEES, *EMPLOYER)
"""Who signs the first charter."""


@dataclass
class Table:
    """One site with a representative and the employer's signatory; keys are those of simulated signatories."""

    scene: Scene
    site: str
    representative: Person
    employer: Person

    @classmethod
    def closed(cls, scene: Scene, site: str) -> "Table":
        """A site where nothing is signed yet."""
        with administration_of(scene.installation) as administration:
            administration.add_site(site, "Europe/Paris")
        people = {"R": PersonRole.REPRESENTATIVE, "E": PersonRole.EMPLOYER_SIGNATORY}
        representative, employer = (scene.hire(f"{site}-{number}", site, role) for number, role in people.items())
        return cls(scene, site, representative, employer)

    @classmethod
    def opened(cls, scene: Scene, site: str, **charter: Any) -> "Table":
        """A site whose charter both sides have signed."""
        table = cls.closed(scene, site)
        act = table.propose(table.charter(**charter))
        assert table.sign(act, *EVERYBODY).in_force
        return table

    def person(self, side: Side) -> Person:
        return self.representative if side is Side.EMPLOYEES else self.employer

    def key(self, name: str) -> SigningKey:
        return SimulatedSignatories(self.scene.installation).key_of(name)

    def charter(self, **changes: Any) -> Charter:
        """A charter of this site that its simulated signatories can sign."""
        place = {self.site: {"features": ["recording", "evaluation"]}}
        given = simulated_charter(**({"draw": DRAW, "sites": place} | changes))
        return SimulatedSignatories(self.scene.installation).with_keys(given)

    def gate(self, now: datetime | None = None, role: str = "web") -> PostgresGate:
        return self.scene.gate(role, now)

    def consultation(self, now: datetime | None = None, role: str = "web") -> Consultation:
        return Consultation(self.gate(now, role), verify, is_usable_public_key, simulated=True)

    def propose(
        self, document: Charter | Mapping[str, Any], kind: ActKind = ActKind.CHARTER, by: Side = Side.EMPLOYEES
    ) -> ProposedAct:
        given = document.document if isinstance(document, Charter) else document
        return self.get(self.consultation().propose(self.person(by), self.site, kind, given))

    def suspend(self, *names: str, by: Side = Side.EMPLOYEES, reason: str = "a test") -> ProposedAct:
        act = self.propose({"reason": reason}, ActKind.SUSPENSION, by)
        self.sign(act, *names, by=by)
        return self.get(act.act.id)

    def resumption(self, by: Side = Side.EMPLOYEES) -> ProposedAct:
        stopped_by = str(self.standing.stopped_by)
        return self.propose({"suspension": stopped_by, "reason": "mended"}, ActKind.RESUMPTION, by)

    def succession(self, side: Side, party: Party) -> ProposedAct:
        document = {"side": side.value, "party": party.model_dump(mode="json")}
        return self.propose(document, ActKind.SUCCESSION, by=side)

    def sign(self, proposed: ProposedAct, *names: str | SigningKey, by: Side = Side.EMPLOYEES) -> Signed:
        """Have these sign in turn, and return what the last signature led to."""
        signed = Signed(False)
        for each in names:
            key = self.key(each) if isinstance(each, str) else each
            signed = self.add(proposed, signature_of(key, proposed.act), by=by)
        return signed

    def add(
        self,
        proposed: ProposedAct,
        signature: Signature,
        by: Side = Side.EMPLOYEES,
        now: datetime | None = None,
    ) -> Signed:
        return self.consultation(now).sign(self.person(by), self.site, proposed.act.id, signature)

    def get(self, act: UUID) -> ProposedAct:
        with self.gate(role="owner").transaction(operator(), operation(Verb.READ_ACTS), SiteWork(self.site)) as tx:
            return tx.acts.get(act)

    @property
    def standing(self) -> Standing:
        with self.gate(role="owner").transaction(operator(), operation(Verb.READ_ACTS), SiteWork(self.site)) as tx:
            return tx.site.standing

    def clause(self, now: datetime | None = None, actor: Actor = INTAKE) -> str | None:
        """The clause that refuses to receive a call, None where the site works."""
        new = notice("new", site=self.site)
        arriving = ArrivingCall(uuid4(), new.key, new.started_at, True)
        refused = self.scene.refused(actor, Action(Verb.RECEIVE), arriving, role="worker", now=now)
        return refused.clause if refused else None


def signature_of(key: SigningKey, act: Act) -> Signature:
    return Signature(key.public, key.sign(act.statement))


def day_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=1)
