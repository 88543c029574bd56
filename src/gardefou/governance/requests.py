"""What people may ask for their data, and by when they have an answer (GDPR article 12(3))."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

MONTHS = 1
MONTHS_EXTENDED = 3


class RequestKind(StrEnum):
    """The right that somebody uses: GDPR articles 15, 16, 17, 18 and 21."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class Because(StrEnum):
    """The two grounds on which an answer may come later: how complex requests are, and how many there are."""

    COMPLEXITY = "complexity"
    NUMBER = "number"


class Outcome(StrEnum):
    """How a request was answered."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AskedBy(StrEnum):
    """Who may have a call frozen: the adviser or the customer that it is about."""

    ADVISER = "adviser"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class StoppedDays:
    """The last days of a review that stand still while its call is frozen, those that there are."""

    closes_on: date | None
    reply_closes_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Freeze:
    """A freeze in force."""

    since: datetime
    asked_by: AskedBy
    days: StoppedDays


@dataclass(frozen=True, slots=True)
class SubjectRequest:
    """One line of the register; `number` is the adviser's, None for a customer, of whom a keyed hash alone is kept."""

    id: UUID
    kind: RequestKind
    number: str | None
    is_of_customer: bool
    received_on: date
    due_on: date
    extended_on: date | None
    extended_because: Because | None
    answered_on: date | None
    outcome: Outcome | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_on is None

    def days_left(self, today: date) -> int:
        """How many days are left, today not included; below zero when it is overdue."""
        return (self.due_on - today).days

    def may_be_extended(self, today: date) -> bool:
        """Whether more time may still be taken: once, and told within the first month."""
        return self.is_open and self.extended_on is None and today <= self.due_on


def due_on(received_on: date, months: int = MONTHS) -> date:
    """The last day for an answer: the same day so many months later, or that month's last; no weekend lengthens it."""
    index = received_on.month - 1 + months
    year, month = received_on.year + index // 12, index % 12 + 1
    return date(year, month, min(received_on.day, monthrange(year, month)[1]))
