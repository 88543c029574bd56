"""A real installation for tests of what simulated ones are exempt from: people sign, and everything is on record."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from tests.installations import notice
from tests.spec.scene import INTAKE, Scene, sound

from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.signing.ed25519 import SigningKey
from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.bootstrap.simulated_signatories import consultation_of
from gardefou.flows.reception import Receiving
from gardefou.flows.registers import RegisterKeeping
from gardefou.flows.trainings import Training, TrainingKeeping
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.acts import ActKind, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.draw import day_of
from gardefou.governance.register_documents import EntryKind
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import OwnFile, SiteWork
from gardefou.governance.terms.places import Feature
from gardefou.intake.model import PersonNotice, Received

ZONE = "Europe/Paris"
FEATURES = (Feature.RECORDING, Feature.EVALUATION)
NAMED = [each.value for each in FEATURES]
BODY = "CSE"
REFERENCE = {"reference": "kept in the registry, folder 12"}
DOCUMENTS: dict[EntryKind, dict[str, Any]] = {
    EntryKind.OPINION: {"body": BODY, "features": NAMED, "opinion": "unfavourable", **REFERENCE},
    EntryKind.IMPACT_ASSESSMENT: {"features": NAMED, **REFERENCE},
    EntryKind.RISK_REGISTER: REFERENCE,
    EntryKind.NOTICE: {"features": NAMED, **REFERENCE},
    EntryKind.BASELINE: {
        "figures": ["calls that come back within a week: 12 %"],
        "objectives": [{"text": "fewer calls one after the other", "working_conditions": True}],
        **REFERENCE,
    },
}


class RealScene(Scene):
    """Sites of real calls, each with a charter that both sides signed."""

    def __init__(self, installation: Installation, directory: Any) -> None:
        super().__init__(installation, directory)
        self._keys = {side: SigningKey.generate(side) for side in ("employees", "employer")}

    def charter(self, code: str, **changes: Any) -> Charter:
        """A charter of real calls, with changes."""
        parties = {
            side: {"required": 1, "signatories": [{"name": f"of {side}", "organisation": side, "key": key.public}]}
            for side, key in self._keys.items()
        }
        document = {
            "name": "real calls",
            "version": "1",
            "parties": parties,
            "valid_from": self.today - timedelta(days=300),
            "valid_until": self.today + timedelta(days=700),
            "sites": {code: {"features": NAMED}},
            "purposes": ["quality"],
            "draw": {"rate": 0.5, "weekly_cap": 1000, "necessity": "a test"},
            "retention": {"recordings_days": 30, "analyses_days": 60},
        }
        return Charter.model_validate(document | changes)

    def open_site(self, code: str, advisers: int = 1, **charter: Any) -> list[str]:
        """A site whose charter is in force, its people, and nothing on record."""
        with administration_of(self.installation) as administration:
            administration.add_site(code, ZONE)
            numbers = [f"{code}-{index}" for index in range(advisers)]
            administration.put_people([_person(each, code, PersonRole.ADVISER) for each in numbers])
        self.adopt(code, **charter)
        return numbers

    def adopt(self, code: str, **changes: Any) -> None:
        """Have both sides sign a charter for a site."""
        self.sign(code, ActKind.CHARTER, self.charter(code, **changes).document)

    def sign(self, code: str, kind: ActKind, document: Any) -> None:
        """Have both sides sign an act."""
        consultation = consultation_of(self.installation)
        act = consultation.propose(operator(), code, kind, document)
        with self.gate("owner").transaction(operator(), operation(Verb.READ_ACTS), SiteWork(code)) as tx:
            statement = tx.acts.get(act).act.statement
        for key in self._keys.values():
            signed = consultation.sign(operator(), code, act, Signature(key.public, key.sign(statement)))
        assert signed.in_force

    @property
    def today(self) -> date:
        return day_of(datetime.now(UTC), ZONE)

    @cached_property
    def registers(self) -> RegisterKeeping:
        return RegisterKeeping(self.gate("web"))

    @cached_property
    def trainings(self) -> TrainingKeeping:
        return TrainingKeeping(self.gate("web"))

    def registers_at(self, now: datetime) -> RegisterKeeping:
        """The registers at another time."""
        return RegisterKeeping(self.gate("web", now))

    def at_the_table(self, code: str, role: PersonRole) -> Person:
        """Somebody of the site in that function."""
        return self.hire(f"{code}-{role.value}", code, role)

    def record(self, code: str, kind: EntryKind, days_ago: int = 0, **changes: Any) -> UUID:
        """Make an entry as whoever it is for, so many days old."""
        role = PersonRole.REPRESENTATIVE if kind is EntryKind.OPINION else PersonRole.EMPLOYER_SIGNATORY
        day = self.today - timedelta(days=days_ago)
        return self.registers.record(self.at_the_table(code, role), code, kind, DOCUMENTS[kind] | changes, day)

    def record_everything(self, code: str) -> dict[EntryKind, UUID]:
        """All that a site needs, and its people trained; the entries by their kind."""
        days = {EntryKind.NOTICE: 20, EntryKind.IMPACT_ASSESSMENT: 20, EntryKind.OPINION: 30}
        entries = {kind: self.record(code, kind, days.get(kind, 0)) for kind in EntryKind}
        for number in self._people(code):
            self.train(code, number)
        return entries

    def train(self, code: str, number: str, minutes: int = 840, support: bool = True) -> None:
        """Write down so much training in person, ten hours a day, and who supports them."""
        employer = self.at_the_table(code, PersonRole.EMPLOYER_SIGNATORY)
        helper = f"{code}-{PersonRole.EMPLOYER_SIGNATORY.value}" if support else None
        days = [min(600, minutes - done) for done in range(0, minutes, 600)]
        given = [
            Training(number, self.today - timedelta(days=ago), length, True, "how drafts are read", helper)
            for ago, length in enumerate(days)
        ]
        self.trainings.train(employer, code, given)

    def volunteer(self, number: str, *, takes_part: bool = True) -> None:
        """Have an adviser take part in the experiment, or withdraw."""
        person = self.person(number)
        with self.gate("web").transaction(person, operation(Verb.TAKE_PART), OwnFile(person.id)) as tx:
            if takes_part:
                tx.participation.begin(frozenset(FEATURES))
            else:
                tx.participation.end()

    def arrives(self, code: str, external_id: str = "", now: datetime | None = None, **changes: Any) -> Received:
        """Have a real call come in, an hour before that moment."""
        installation = self.installation
        gate: PostgresGate = self.gate("worker", now)
        reception = Receiving(gate, installation.sounds, installation.secrets, INTAKE, 3_600_000)
        started = (now or datetime.now(UTC)) - timedelta(hours=1)
        given = {"site": code, "adviser": f"{code}-0", "simulated": False, "started_at": started} | changes
        return reception.receive(notice(external_id or str(uuid4()), **given), iter([sound()]))

    def drawn(self, code: str, **changes: Any) -> Received:
        """Have calls come in until one is drawn."""
        found = (self.arrives(code, **changes) for _ in range(200))
        return next(each for each in found if each.call)

    def _people(self, code: str) -> list[str]:
        rows = self.ask(
            "SELECT p.number FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id WHERE s.code = %s"
            " AND NOT p.roles && ARRAY['representative', 'employer_signatory', 'data_protection_officer']",
            code,
        )
        return [row["number"] for row in rows]


def _person(number: str, site: str, role: PersonRole) -> PersonNotice:
    return PersonNotice(number, f"Name {number}", site, None, frozenset({role}))
