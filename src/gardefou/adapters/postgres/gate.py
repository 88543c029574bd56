"""The gate on PostgreSQL: decision, audit entry and change in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.sealing import Sealing
from gardefou.adapters.postgres.transaction import PostgresTransaction
from gardefou.governance.actions import Action
from gardefou.governance.actors import Actor, Person, Sender
from gardefou.governance.charter import Charter
from gardefou.governance.decision import refusal
from gardefou.governance.subjects import (
    ArrivingCall,
    CallFacts,
    Installation,
    KeptCall,
    Request,
    SiteFacts,
    SiteState,
    Subject,
)
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import InputRefused


class PostgresGate:
    """Opens a transaction when every clause allows it; a charter never changes, so each is read once."""

    def __init__(self, pool: Pool, sealing: Sealing, simulated: bool, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._sealing = sealing
        self._simulated = simulated
        self._clock = clock
        self._charters: dict[str, Charter] = {}

    def new_id(self) -> UUID:
        """An id for a call that may come, in the order of time."""
        with database_failures(), self._pool.connection() as connection:
            return UUID(str(Records(connection).sole("new_id")["id"]))

    @contextmanager
    def transaction(self, actor: Actor, action: Action, subject: Subject) -> Iterator[PostgresTransaction]:
        """Decide, write the audit entry, and give the repositories; everything commits when the block ends.

        Raises Refused naming the clause, which is logged, and InputRefused for a call or site that is not here.
        """
        with database_failures(), self._pool.connection() as connection:
            records = Records(connection)
            with connection.transaction():
                request = self._request(records, actor, action, subject)
                refused = refusal(request)
                _log(records, request, refused.clause if refused else None)
                if refused is None:
                    yield PostgresTransaction(records, self._sealing, request.now, request.site, request.charter)
        if refused:
            raise refused

    def _request(self, records: Records, actor: Actor, action: Action, subject: Subject) -> Request:
        _set_actor(records, actor)
        site_id, call = _call_facts(records, subject)
        row = records.one("site_for_gate", site=site_id) if site_id else None
        site = SiteFacts(row["id"], row["code"], row["zone"], SiteState(row["state"])) if row else None
        charter = self._charter(records, row["charter_digest"]) if row else None
        return Request(actor, action, subject, self._clock(), self._simulated, site, charter, call)

    def _charter(self, records: Records, digest: str | None) -> Charter | None:
        if digest is None:
            return None
        if digest not in self._charters:
            self._charters[digest] = Charter.model_validate(records.sole("charter", digest=digest)["document"])
        return self._charters[digest]


def _call_facts(records: Records, subject: Subject) -> tuple[UUID | None, CallFacts | None]:
    match subject:
        case Installation():
            return None, None
        case ArrivingCall():
            row = records.one("site_of_code", code=subject.key.site)
            if row is None or row["id"] is None:
                raise InputRefused(f"site {subject.key.site}", "there is no such site here; open it with gardefou site")
            return row["id"], CallFacts(subject.started_at, subject.simulated, subject.drawn)
        case KeptCall():
            row = records.one("call_for_gate", call=subject.id)
            if row is None:
                raise InputRefused(f"call {subject.id}", "there is no such call here")
            status = CallStatus(row["status"])
            facts = CallFacts(row["started_at"], row["simulated"], row["drawn"], status, row["adviser_id"])
            return row["site_id"], facts


def _set_actor(records: Records, actor: Actor) -> None:
    person = str(actor.id) if isinstance(actor, Person) else ""
    sender = str(actor.id) if isinstance(actor, Sender) else ""
    records.one("set_actor", person=person, sender=sender)


def _log(records: Records, request: Request, refused_by: str | None) -> None:
    """Write who did what; a call that is not kept leaves no name here."""
    records.run(
        "add_audit",
        actor_kind=request.actor.kind,
        actor=request.actor.name,
        verb=request.action.verb,
        purpose=request.action.purpose[:100],
        site=request.site.id if request.site else None,
        call=_call_in_audit(request),
        charter=request.charter.digest if request.charter else None,
        refused_by=refused_by,
    )


def _call_in_audit(request: Request) -> UUID | None:
    match request.subject:
        case KeptCall(id=call):
            return call
        case ArrivingCall(id=call, drawn=True) if request.call:
            return call
        case _:
            return None
