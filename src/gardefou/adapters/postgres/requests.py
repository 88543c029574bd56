"""The register of what people ask for their data, and the calls that it is about."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from gardefou.adapters.postgres.content import unpacked
from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.postgres.sealing import Sealing
from gardefou.governance.requests import Because, Outcome, RequestKind, SubjectRequest
from gardefou.kernel.subject import SubjectCall, Whom
from gardefou.kernel.transcript import Transcript


class RequestTable:
    """The register of a site, as one transaction of its data-protection officer sees it."""

    def __init__(self, records: Records, sealing: Sealing) -> None:
        self._records = records
        self._sealing = sealing

    def all(self) -> tuple[SubjectRequest, ...]:
        """Every request: those that wait first, the most urgent one at the head."""
        return tuple(_request(row) for row in self._records.all("requests_of_site"))

    def add(self, kind: RequestKind, whom: Whom, received_on: date, due_on: date) -> UUID | None:
        """Write a request down; None when nobody here has that number."""
        values = {"kind": kind.value, "number": whom.number, "reference": whom.reference}
        return self._uuid("add_request", **values, received_on=received_on, due_on=due_on)

    def extend(self, request: UUID, on: date, due_on: date, because: Because) -> bool:
        """Take more time for an answer; False when that is not possible any more."""
        row = self._records.sole("extend_request", id=request, on=on, due_on=due_on, because=because.value)
        return bool(row["done"])

    def answer(self, request: UUID, on: date, outcome: Outcome) -> bool:
        """Write down how a request was answered; False when it was before."""
        return bool(self._records.sole("answer_request", id=request, on=on, outcome=outcome.value)["done"])

    def calls_of(self, whom: Whom) -> tuple[SubjectCall, ...]:
        """The calls of somebody at this site, the latest first; no content."""
        rows = self._records.all("calls_of_subject", number=whom.number, reference=whom.reference)
        return tuple(SubjectCall(**row) for row in rows)

    def is_open(self, kind: RequestKind, whom: Whom) -> bool:
        """Whether somebody's request of this kind waits for an answer."""
        values = {"kind": kind.value, "number": whom.number, "reference": whom.reference}
        return bool(self._records.sole("has_open_request", **values)["found"])

    def under_answer(self, calls: Sequence[UUID]) -> frozenset[UUID]:
        """Those of these calls that their adviser can answer, or on which a contest waits for an answer."""
        return frozenset(row["id"] for row in self._records.all("calls_under_answer", calls=list(calls)))

    def transcript(self, call: UUID) -> Transcript | None:
        """The words of the call that this transaction is about; None before it was heard."""
        row = self._records.one("transcript_for_officer", call=call)
        if row is None:
            return None
        return unpacked(self._sealing.unseal(call, f"transcript:{row['version']}", bytes(row["content"])), Transcript)

    def _uuid(self, query: str, **values: str | bytes | date | datetime | None) -> UUID | None:
        found: UUID | None = self._records.sole(query, **values)["id"]
        return found


def _request(row: Row) -> SubjectRequest:
    because, outcome = row.pop("extended_because"), row.pop("outcome")
    row["kind"] = RequestKind(row["kind"])
    return SubjectRequest(
        **row, extended_because=Because(because) if because else None, outcome=Outcome(outcome) if outcome else None
    )
