"""A call is kept and not used while somebody's request about it is open (GDPR article 18)."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.charter import Review
from gardefou.governance.draw import day_of
from gardefou.governance.requests import AskedBy, Freeze, StoppedDays
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import InputRefused
from gardefou.review.ports import Calendar
from gardefou.review.worked_days import DAY, WorkedDays


class Freezing:
    """Stops everything about a call, its dates included, until it is lifted."""

    def __init__(self, gate: Gate, calendar: Calendar) -> None:
        self._gate = gate
        self._calendar = calendar

    def freeze(self, officer: Person, call: UUID, asked_by: AskedBy) -> None:
        """Freeze a call.

        Raises InputRefused when it is frozen already.
        """
        with self._gate.transaction(officer, operation(Verb.FREEZE), KeptCall(call)) as tx:
            if not tx.freezes.freeze(call, asked_by):
                raise InputRefused(f"call {call}", "is frozen already")

    def lift(self, officer: Person, call: UUID) -> None:
        """Lift a freeze: what is left of each window goes on from the next worked day.

        Raises InputRefused when it is not frozen.
        """
        with self._gate.transaction(officer, operation(Verb.LIFT), KeptCall(call)) as tx:
            freeze = tx.freezes.get(call)
            if freeze is None or not tx.freezes.lift(call, self._moved(tx, freeze)):
                raise InputRefused(f"call {call}", "is not frozen")

    def _moved(self, tx: Transaction, freeze: Freeze) -> StoppedDays:
        days = self._calendar.worked_days(_rules(tx).holidays)
        since, today = day_of(freeze.since, tx.site.zone), day_of(tx.now, tx.site.zone)
        return StoppedDays(*(moved(days, since, today, each) for each in _days(freeze.days)))


def moved(days: WorkedDays, since: date, today: date, last: date | None) -> date | None:
    """The last day of a window that stood still from `since` until `today`; what was left of it is left again."""
    if last is None or last < since:
        return last
    left = days.remaining(since, last)
    return max(last, days.last_day(today - DAY, left)) if left else max(last, today)


def _rules(tx: Transaction) -> Review:
    """Which country's days are worked, without a charter too: a freeze is lifted whatever was signed."""
    with suppress(LookupError):
        return tx.charter.review
    return Review()


def _days(days: StoppedDays) -> tuple[date | None, date | None, date | None]:
    return days.closes_on, days.reply_closes_on, days.due_on
