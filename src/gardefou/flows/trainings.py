"""The employer writes down who was trained for a tool, and who supports them (S27)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from gardefou.flows.ports import Gate
from gardefou.flows.registers import LONGEST_AGO_DAYS, said, today_of
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Operator
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused

LONGEST_WHAT = 300
MOST_MINUTES_A_DAY = 720


class Training(NamedTuple):
    """One training of the person of that number, and who supports them in their first weeks."""

    number: str
    day: date
    minutes: int
    in_person: bool
    what: str
    support: str | None = None


class TrainingKeeping:
    """The trainings of sites' people."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def train(self, actor: Actor, site: str, trainings: Iterable[Training]) -> tuple[int, int]:
        """Write trainings down, all or none, and return how many are new and how many were here.

        Raises InputRefused for a day to come, a length that cannot be, or a number that nobody at the site has.
        """
        brought_by = actor.account if isinstance(actor, Operator) else None
        with self._gate.transaction(actor, operation(Verb.TRAIN), SiteWork(site)) as tx:
            added = [_trained(tx, each, brought_by) for each in trainings]
        return added.count(True), added.count(False)

    def untrain(self, actor: Actor, site: str, number: str, day: date, what: str) -> None:
        """Have a training that was a mistake count no more.

        Raises InputRefused when it is not on record.
        """
        with self._gate.transaction(actor, operation(Verb.TRAIN), SiteWork(site)) as tx:
            if not tx.trainings.withdraw(number, day, what):
                raise InputRefused(f"person {number}", "has no such training on record at this site")


def _trained(tx: Transaction, training: Training, brought_by: str | None) -> bool:
    today, who = today_of(tx), f"person {training.number}"
    if not 0 <= (today - training.day).days <= LONGEST_AGO_DAYS:
        raise InputRefused(who, "day: give the day of the training: today, or a day of the last ten years")
    if not 0 < training.minutes <= MOST_MINUTES_A_DAY:
        raise InputRefused(who, f"minutes: from 1 to {MOST_MINUTES_A_DAY} a day")
    what = said("what", training.what, LONGEST_WHAT)
    added = tx.trainings.add(
        training.number,
        training.day,
        training.minutes,
        in_person=training.in_person,
        what=what,
        brought_by=brought_by,
    )
    if added is None:
        raise InputRefused(who, "nobody at this site has that number; import people first")
    if training.support and tx.trainings.support(training.number, training.support, training.day, brought_by) is None:
        raise InputRefused(who, f"support: {training.support} is nobody else's number at this site")
    return added
