"""What a test of a safeguard needs of an installation, and what it sends there."""

import io
import wave
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from tests.installations import HEARD, RecordedEngines, notice, open_site, simulated_charter

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.analysis.rules import measure
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, process
from gardefou.flows.drafting import CallReplies
from gardefou.flows.human_review import offer
from gardefou.flows.recorded_call import FIRST_VERSION
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Actor, Person, ProcessName
from gardefou.governance.charter import Draw
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, Subject
from gardefou.hearing.redaction import redact_transcript
from gardefou.intake.model import PersonNotice, Received
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import Refused
from gardefou.kernel.transcript import Transcript

INTAKE = process(ProcessName.INTAKE)
WORKER = process(ProcessName.WORKER)
ALL = Draw(rate=1.0, weekly_cap=1000, necessity="simulated calls concern nobody")
MOST_ROLES = frozenset(PersonRole) - {PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY}
"""As many as one person can have: nobody sits at the table and has a part in what is negotiated there."""
AUDIT = (
    "SELECT actor_kind, actor, verb, purpose, s.code AS site, call_id, a.charter_digest, refused_by"
    " FROM gardefou.audit a LEFT JOIN gardefou.sites s ON s.id = a.site_id WHERE a.id > %s ORDER BY a.id"
)


class Scene:
    """What a test of a safeguard needs of an installation."""

    def __init__(self, installation: Installation, directory: Any) -> None:
        self.installation = installation
        self.directory = directory

    def gate(self, role: str = "worker", now: datetime | None = None) -> PostgresGate:
        """The gate, at another time if one is given."""
        installation = self.installation
        if now is None:
            return installation.gate(role)
        pool, simulated = installation.pool(role), installation.simulated
        return PostgresGate(pool, installation.sounds, simulated, lambda: now, installation.journal)

    def open_site(self, code: str, advisers: int = 1, **charter: Any) -> list[str]:
        """A site under the charter of simulated calls with changes, and the numbers of its advisers."""
        numbers = [f"{code}-{index}" for index in range(advisers)]
        people = [PersonNotice(number, number, code, None, frozenset({PersonRole.ADVISER})) for number in numbers]
        open_site(self.installation, code, simulated_charter(**({"draw": ALL} | charter)))
        with administration_of(self.installation) as administration:
            administration.put_people(people)
        return numbers

    def person(self, number: str) -> Person:
        with administration_of(self.installation) as administration:
            return Person(*administration.person(number))

    def hire(self, number: str, site: str, *roles: PersonRole, team: str | None = None) -> Person:
        """Somebody of the site with these roles."""
        with administration_of(self.installation) as administration:
            administration.put_people([PersonNotice(number, f"Name {number}", site, team, frozenset(roles))])
        return self.person(number)

    def receive(self, site: str, external_id: str, sender: Actor = INTAKE, **changes: Any) -> Received:
        reception = self.installation.receiving(self.installation.gate("worker"), sender)
        given = {"site": site, "adviser": f"{site}-0"} | changes
        return reception.receive(notice(external_id, **given), iter([sound()]))

    def kept(self, site: str, external_id: str, **changes: Any) -> UUID:
        call = self.receive(site, external_id, **changes).call
        assert call is not None
        return call

    def offered(self, site: str, external_id: str, **changes: Any) -> UUID:
        """A call that went through every step, as if the engine had heard a sample call in it."""
        call = self.kept(site, external_id, **changes)
        engines = RecordedEngines(self.installation.settings)
        measures = measure(transcript())
        with self.gate().transaction(WORKER, Action(Verb.HEAR), KeptCall(call)) as tx:
            tx.transcripts.add(call, FIRST_VERSION, transcript())
            tx.measures.add(call, FIRST_VERSION, measures)
            draft = engines.evaluate(engines.scorecard, transcript(), measures, None, CallReplies({}))
            tx.evaluations.add(call, FIRST_VERSION, engines.scorecard, engines.model, draft)
            offer(tx, call, PublicHolidays())
            for before, after in zip(CallStatus, list(CallStatus)[1:], strict=False):
                assert tx.calls.advance(call, before, after)
        return call

    def refused(self, actor: Actor, action: Action, subject: Subject, **gate: Any) -> Refused | None:
        """The refusal of a request, None when its transaction opens."""
        try:
            with self.gate(**gate).transaction(actor, action, subject):
                return None
        except Refused as refused:
            return refused

    def ask(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """Ask the database itself, as its owner."""
        with self.installation.pool("owner").connection() as connection:
            done = connection.execute(statement.encode(), values)
            return done.fetchall() if done.description else []

    def logged(self, act: Callable[[], object]) -> list[dict[str, Any]]:
        """The audit entries that something leaves."""
        last = self.ask(
            "SELECT coalesce(max(id::text), '00000000-0000-0000-0000-000000000000') AS id FROM gardefou.audit"
        )
        act()
        return self.ask(AUDIT, last[0]["id"])


@cache
def sound() -> bytes:
    """A tenth of a second of two silent channels."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((2, 2, 8000, 800, "NONE", ""))
        file.writeframes(bytes(800 * 4))
    return content.getvalue()


@cache
def transcript() -> Transcript:
    return redact_transcript(read_transcript(HEARD / "invoice_dispute.json"))


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)
