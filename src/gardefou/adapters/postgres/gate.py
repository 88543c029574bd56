"""The gate on PostgreSQL: decision, audit entry and change in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from gardefou.adapters.postgres.noting import NoteBook, Noting
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.postgres.registers import SiteRegisters, person_records
from gardefou.adapters.postgres.sealing import CallContent, Recordings
from gardefou.adapters.postgres.standings import Standings
from gardefou.adapters.postgres.transaction import PostgresTransaction
from gardefou.governance.actions import ASKED_AGAIN, CONTENT, TRACELESS, Action, Verb
from gardefou.governance.actors import Actor, Person, Sender
from gardefou.governance.audit import LONGEST_NAME, audit_entry, told
from gardefou.governance.clauses.s1_purpose import resolved
from gardefou.governance.decision import refusal
from gardefou.governance.retention import ExpiryDates
from gardefou.governance.subjects import (
    ArrivingCall,
    CallFacts,
    Installation,
    KeptCall,
    OwnFile,
    Request,
    ReviewFacts,
    SiteFacts,
    SiteWork,
    Subject,
)
from gardefou.kernel.call import CallKey, CallStatus
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.kernel.review import ReviewState


class PostgresGate:
    """Opens a transaction when every clause allows it; what was signed at a site is verified once for each revision."""

    def __init__(
        self, pool: Pool, content: CallContent, simulated: bool, clock: Callable[[], datetime], journal: NoteBook
    ) -> None:
        self._pool = pool
        self._content = content
        self._simulated = simulated
        self._clock = clock
        self._journal = journal
        self._standings = Standings(simulated)
        self._registers = SiteRegisters()

    def new_id(self) -> UUID:
        """An id for a call that may come, in the order of time."""
        with database_failures(), self._pool.connection() as connection:
            return UUID(str(Records(connection).sole("new_id")["id"]))

    @contextmanager
    def transaction(self, actor: Actor, action: Action, subject: Subject) -> Iterator[PostgresTransaction]:
        """Decide, write the audit entry, and give the repositories; everything commits when the block ends.

        Raises Refused naming the clause, which is logged, also one that the block raises, and InputRefused for a call,
        person or site that is not here.
        """
        with database_failures(), self._pool.connection() as connection:
            records = Records(connection)
            noting = Noting(self._journal, lambda: self._standings.installation(records))
            with connection.transaction():
                request = self._request(records, actor, action, subject)
                refused = refusal(request)
                if refused is None:
                    content = _SubjectsContent(self._content, request)
                    person = actor.id if isinstance(actor, Person) else None
                    opened = PostgresTransaction(
                        records, content, request.now, request.site, request.charter, noting, person
                    )
                    try:
                        with connection.transaction():
                            records.run("add_audit", **asdict(audit_entry(request, None)))
                            yield opened
                            noting.before_commit()
                    except Refused as inside:  # a clause that had to see more; nothing of the block stays
                        refused = inside
                if refused and action.verb not in TRACELESS:
                    records.run("add_audit", **asdict(audit_entry(request, refused.clause)))
        if refused:
            raise refused
        noting.after_commit()

    def permit(self, actor: Actor, action: Action, subject: Subject) -> None:
        """Decide about what opens no repository and is written down nowhere, allowed or refused (S7).

        Raises Refused naming the clause, InputRefused for a site that is not here, and LookupError for a verb that
        leaves a trace.
        """
        if action.verb not in TRACELESS:
            raise LookupError(f"{action.verb} is written down; open a transaction for it")
        with database_failures(), self._pool.connection() as connection, connection.transaction():
            request = self._request(Records(connection), actor, action, subject)
        refused = refusal(replace(request, reaches_store=False))
        if refused:
            raise refused

    @contextmanager
    def again(self, actor: Actor, action: Action, subject: Subject) -> Iterator[PostgresTransaction]:
        """Decide anew about what goes on since a transaction, and give repositories that nothing can be written to.

        No entry is written. Raises Refused naming the clause, InputRefused for a site that is not here, and LookupError
        for a verb that does not go on.
        """
        if action.verb not in ASKED_AGAIN:
            raise LookupError(f"{action.verb} does not go on; open a transaction for it")
        with database_failures(), self._pool.connection() as connection, connection.transaction():
            records = Records(connection)
            request = self._request(records, actor, action, subject)
            if refused := refusal(request):
                raise refused
            records.run("write_nothing")
            yield PostgresTransaction(
                records,
                _SubjectsContent(self._content, request),
                request.now,
                request.site,
                request.charter,
                Noting(self._journal, lambda: self._standings.installation(records)),
                None,
            )

    def _request(self, records: Records, actor: Actor, action: Action, subject: Subject) -> Request:
        row = _facts(records, actor, action, subject)
        site = self._site(records, row) if row else None
        charter = site.standing.charter if site else None
        call = _call(row, subject) if row else None
        asked = Action(action.verb, resolved(action, charter))
        marks = person_records(row["actor_marks"]) if row else None
        return Request(actor, asked, subject, self._clock(), self._simulated, site, charter, call, marks)

    def _site(self, records: Records, row: Row) -> SiteFacts:
        """A site as it stands; a simulated installation needs no records of it."""
        site = self._standings.site(records, row)
        return site if self._simulated else replace(site, records=self._registers.of(records, row))


class _SubjectsContent:
    """Content of the call that the gate decided about, for an action that reaches content; of no other."""

    def __init__(self, content: CallContent, request: Request) -> None:
        self._content = content
        subject = request.subject
        self._call = subject.id if isinstance(subject, KeptCall) and request.action.verb in CONTENT else None

    def seal(self, call: UUID, label: str, content: bytes) -> bytes:
        """The ciphertext.

        Raises LookupError when this transaction is not about the call's content.
        """
        self._check(call)
        return self._content.seal(call, label, content)

    def unseal(self, call: UUID, label: str, sealed: bytes) -> bytes:
        """The content.

        Raises LookupError when this transaction is not about the call's content.
        """
        self._check(call)
        return self._content.unseal(call, label, sealed)

    def recordings(self, call: UUID) -> Recordings:
        """What people may hear of the call.

        Raises LookupError when this transaction is not about the call's content.
        """
        self._check(call)
        return self._content

    def _check(self, call: UUID) -> None:
        if call != self._call:
            raise LookupError(f"this transaction is not about the content of call {call}")


def _facts(records: Records, actor: Actor, action: Action, subject: Subject) -> Row | None:
    """What the database knows of the subject, in one round trip that also notes who asks for row-level security."""
    who = {
        "person": str(actor.id) if isinstance(actor, Person) else "",
        "sender": str(actor.id) if isinstance(actor, Sender) else "",
    }
    match subject:
        case Installation():
            records.one("set_actor", **who)
            records.one("name_actor", kind=actor.kind, name=told(actor.name, LONGEST_NAME))
            return None
        case ArrivingCall(key=CallKey(site=code)) | SiteWork(site=code):
            holds = action.verb == Verb.SIGN and isinstance(subject, SiteWork) and subject.holds
            row = records.one("site_for_signing" if holds else "site_for_gate", code=code, **who)
            if row is None:
                raise InputRefused(f"site {code}", "there is no such site here; open it with gardefou site")
            return row
        case OwnFile(person=person):
            row = records.one("person_for_gate", about=person, **who)
            if row is None:
                raise InputRefused(f"person {person}", "there is nobody of that id here")
            return row
        case KeptCall(id=call):
            row = records.one("call_for_gate", call=call, **who)
            if row is None:
                raise InputRefused(f"call {call}", "there is no such call here")
            return row


def _call(row: Row, subject: Subject) -> CallFacts | None:
    match subject:
        case ArrivingCall():
            return CallFacts(subject.started_at, subject.simulated, subject.drawn)
        case KeptCall():
            expiry = ExpiryDates(row["recording_expires_at"], row["analyses_expire_at"])
            status = CallStatus(row["status"])
            adviser, review = row["adviser_id"], _review(row)
            marks: dict[str, Any] = row["marks"]
            return CallFacts(
                row["started_at"],
                row["simulated"],
                True,
                status,
                adviser,
                expiry,
                review,
                is_frozen=bool(marks.get("is_frozen")),
                is_to_go=bool(marks.get("is_to_go")),
                adviser_records=person_records(row["adviser_marks"]),
            )
        case _:
            return None


def _review(row: Row) -> ReviewFacts | None:
    if row["review_state"] is None:
        return None
    state = ReviewState(row["review_state"])
    return ReviewFacts(state, row["is_reviewer"], row["is_second_reviewer"], row["stood_aside"], row["leads"])
