"""What people ask for their data is written down, answered in time, or extended while that may be."""

import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.draw import day_of
from gardefou.governance.requests import MONTHS_EXTENDED, Because, Outcome, RequestKind, SubjectRequest, due_on
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.subject import SubjectCall, Whom

LONGEST_REFERENCE = 200


def customer_hash(secret: bytes, reference: str) -> bytes:
    """What is kept of a customer's reference: only who has the installation's secret can tell which it was."""
    return hmac.digest(secret, reference.encode(), "sha256")


@dataclass(frozen=True, slots=True)
class BeforeErasure:
    """Whether somebody's request for erasure waits in the register, and which calls still wait for an answer."""

    is_asked: bool
    under_answer: frozenset[UUID]


class Requests:
    """The register of one site's requests, for its data-protection officer."""

    def __init__(self, gate: Gate, customer_secret: bytes) -> None:
        self._gate = gate
        self._secret = customer_secret

    def whom(self, number: str, reference: str) -> Whom:
        """Whom a request is about, from what was typed.

        Raises InputRefused unless exactly one of both is given.
        """
        number, reference = number.strip(), reference.strip()
        if bool(number) is bool(reference):
            raise InputRefused("the request", "give an adviser's number, or a customer's reference, and not both")
        if len(reference) > LONGEST_REFERENCE or len(number) > LONGEST_REFERENCE:
            raise InputRefused("the request", f"a number or reference has at most {LONGEST_REFERENCE} characters")
        return Whom(number=number) if number else Whom(reference=customer_hash(self._secret, reference))

    def listed(self, officer: Person, site: str) -> tuple[tuple[SubjectRequest, ...], date]:
        """Every request, the most urgent first, and the site's today."""
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            return tx.requests.all(), _today(tx)

    def record(self, officer: Person, site: str, kind: RequestKind, whom: Whom, received_on: date) -> UUID:
        """Write a request down; its month runs from the day that it came.

        Raises InputRefused when that day is to come or over a year ago, or nobody has the number.
        """
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            return _recorded(tx, kind, whom, received_on)

    def extend(self, officer: Person, site: str, request: UUID, because: Because) -> None:
        """Take two months more for an answer, which is told to the person within the first month.

        Raises InputRefused after it, or the second time.
        """
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            found = _request(tx, request)
            today = _today(tx)
            later = due_on(found.received_on, MONTHS_EXTENDED)
            if not found.may_be_extended(today) or not tx.requests.extend(request, today, later, because):
                raise InputRefused("the request", "more time is taken once, and told within the first month")

    def answer(self, officer: Person, site: str, request: UUID, outcome: Outcome) -> None:
        """Write down that the person has an answer.

        Raises InputRefused when it was answered before.
        """
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            _request(tx, request)
            if not tx.requests.answer(request, _today(tx), outcome):
                raise InputRefused("the request", "it was answered before")

    def calls_of(self, officer: Person, site: str, whom: Whom) -> tuple[SubjectCall, ...]:
        """The calls of somebody at the site, without content."""
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            return tx.requests.calls_of(whom)

    def before_erasure(self, officer: Person, site: str, whom: Whom) -> BeforeErasure:
        """What there is to know before everything of somebody is erased."""
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            calls = [each.id for each in tx.requests.calls_of(whom) if not each.is_frozen]
            return BeforeErasure(tx.requests.is_open(RequestKind.ERASURE, whom), tx.requests.under_answer(calls))

    def calls_to_erase(self, officer: Person, site: str, whom: Whom, received_on: date | None) -> list[UUID]:
        """The calls of somebody who asked for their erasure: that is in the register, or written into it now.

        Raises InputRefused when neither.
        """
        with self._gate.transaction(officer, operation(Verb.ANSWER_REQUESTS), SiteWork(site)) as tx:
            if not tx.requests.is_open(RequestKind.ERASURE, whom):
                if received_on is None:
                    raise InputRefused("the request", "nobody asked for this; give the day that the request came")
                _recorded(tx, RequestKind.ERASURE, whom, received_on)
            return [each.id for each in tx.requests.calls_of(whom)]


def _recorded(tx: Transaction, kind: RequestKind, whom: Whom, received_on: date) -> UUID:
    if not 0 <= (_today(tx) - received_on).days <= 366:
        raise InputRefused("the request", "give the day that it came: today, or a day of the last year")
    added = tx.requests.add(kind, whom, received_on, due_on(received_on))
    if added is None:
        raise InputRefused("the request", "nobody of this site has that number")
    return added


def _request(tx: Transaction, request: UUID) -> SubjectRequest:
    found = next((each for each in tx.requests.all() if each.id == request), None)
    if found is None:
        raise InputRefused("the request", "it is not in this site's register")
    return found


def _today(tx: Transaction) -> date:
    return day_of(tx.now, tx.site.zone)
