"""Those who keep a site's registers write down what has to come first, ask and answer, and say who was trained."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Operator, Person
from gardefou.governance.clauses.s17_consultation import CLAUSE, may_write
from gardefou.governance.draw import day_of
from gardefou.governance.register_entries import (
    ANSWERED_BY,
    ASKED_BY,
    DOCUMENTS,
    RECORDED_BY,
    Entry,
    EntryKind,
    Opinion,
    Question,
    Trained,
)
from gardefou.governance.register_state import State, state_of
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork
from gardefou.governance.terms.part import Part
from gardefou.governance.terms.rules_of_records import Records
from gardefou.kernel.errors import InputRefused, Refused

LONGEST_QUESTION = 4000
LONGEST_ANSWER = 8000
LONGEST_WHAT = 300
MOST_MINUTES_A_DAY = 720
LONGEST_AGO_DAYS = 3660


class Training(NamedTuple):
    """One training of the person of that number, and who supports them in their first weeks."""

    number: str
    day: date
    minutes: int
    in_person: bool
    what: str
    support: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The registers of a site, and how they stand against its charter; `is_needed` is False for simulated calls."""

    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    trained: tuple[Trained, ...]
    state: State | None
    bodies: tuple[str, ...]
    today: date
    is_needed: bool


class RegisterKeeping:
    """The registers of sites; whoever runs the machine speaks for the person `by`, which is noted beside the entry."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def read(self, actor: Actor, site: str) -> Kept:
        """All of them."""
        with self._gate.transaction(actor, operation(Verb.READ_REGISTERS), SiteWork(site)) as tx:
            today, charter = _today(tx), tx.site.standing.charter
            trained = tx.trainings.all()
            state = state_of(charter, tx.site.code, tx.registers.in_force(), trained, today) if charter else None
            bodies = charter.records.opinions if charter else Records().opinions
            is_needed = tx.site.records is not None
            return Kept(tx.registers.entries(), tx.registers.questions(), trained, state, bodies, today, is_needed)

    def record(
        self, actor: Actor, site: str, kind: EntryKind, document: Mapping[str, Any], on: date, by: Person | None = None
    ) -> UUID:
        """Write an entry down.

        Raises Refused when that is for others to say, InputRefused when it is not what such an entry is made of.
        """
        checked = _checked(kind, document)
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            role, speaker, brought_by = _speaker(actor, by, RECORDED_BY[kind])
            _check_day(tx, kind, on)
            if isinstance(checked, Opinion):
                _check_body(tx, checked.body)
            return _added(tx.registers.add(kind, checked, on, role, speaker, brought_by))

    def withdraw(self, actor: Actor, site: str, entry: UUID, by: Person | None = None) -> None:
        """Have an entry that was a mistake count no more; what it had taken the place of counts again.

        Raises Refused when it is others', InputRefused when it is not here or was withdrawn.
        """
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            found = next((each for each in tx.registers.entries() if each.id == entry), None)
            if found is None:
                raise InputRefused(f"entry {entry}", "is not in this site's registers")
            role, speaker, brought_by = _speaker(actor, by, RECORDED_BY[found.kind])
            if not tx.registers.withdraw(entry, role, speaker, brought_by):
                raise InputRefused(f"entry {entry}", "was withdrawn before, or whoever says this does not work at the site")

    def ask(self, actor: Actor, site: str, text: str, by: Person | None = None) -> UUID:
        """Ask a question; its last day is fixed now, by the charter in force.

        Raises InputRefused for an empty or too long one.
        """
        said = _said("question", text, LONGEST_QUESTION)
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            _, speaker, _ = _speaker(actor, by, ASKED_BY)
            charter, today = tx.site.standing.charter, _today(tx)
            days = (charter.records if charter else Records()).answer_days
            return _added(tx.registers.ask(said, today, date.fromordinal(today.toordinal() + days), speaker))

    def answer(self, actor: Actor, site: str, question: UUID, text: str, by: Person | None = None) -> None:
        """Answer a question.

        Raises InputRefused for an empty or too long answer, or a question that waits for none.
        """
        said = _said("answer", text, LONGEST_ANSWER)
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            _, speaker, _ = _speaker(actor, by, ANSWERED_BY)
            if not tx.registers.answer(question, said, _today(tx), speaker):
                raise InputRefused(f"question {question}", "is not one that waits for an answer")

    def withdraw_question(self, actor: Actor, site: str, question: UUID, by: Person | None = None) -> None:
        """Have a question wait no more.

        Raises InputRefused when it does not wait.
        """
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            _speaker(actor, by, ASKED_BY)
            if not tx.registers.withdraw_question(question, _today(tx)):
                raise InputRefused(f"question {question}", "is not one that waits for an answer")

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


def _speaker(
    actor: Actor, by: Person | None, whose: Sequence[PersonRole]
) -> tuple[PersonRole, UUID | None, str | None]:
    """In which function an entry is made, by whom where the machine's operator brings it, and who that operator is."""
    speaker = actor if isinstance(actor, Person) else by
    if speaker is None:
        raise InputRefused("--by", "name who says this, by their number: whoever runs the machine only brings it")
    refusal = may_write(whose, speaker.roles)
    if refusal is not None:
        raise Refused(CLAUSE, refusal, None)
    role = next(each for each in whose if each in speaker.roles)
    return role, speaker.id, actor.account if isinstance(actor, Operator) else None


def _checked(kind: EntryKind, document: Mapping[str, Any]) -> Part:
    try:
        return DOCUMENTS[kind].model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise InputRefused(".".join(map(str, first["loc"])) or kind.value, first["msg"]) from None


def _check_day(tx: Transaction, kind: EntryKind, on: date) -> None:
    today = _today(tx)
    if kind is EntryKind.BASELINE and on != today:
        raise InputRefused("on", "a baseline is frozen on the day that it is written down: today")
    if not 0 <= (today - on).days <= LONGEST_AGO_DAYS:
        raise InputRefused("on", "give the day of the document: today, or a day of the last ten years")


def _check_body(tx: Transaction, body: str) -> None:
    charter = tx.site.standing.charter
    bodies = charter.records.opinions if charter else ()
    if bodies and body not in bodies:
        raise InputRefused("body", f"is none of those that the charter names: {', '.join(bodies)}")


def _trained(tx: Transaction, training: Training, brought_by: str | None) -> bool:
    today, who = _today(tx), f"person {training.number}"
    if not 0 <= (today - training.day).days <= LONGEST_AGO_DAYS:
        raise InputRefused(who, "day: give the day of the training: today, or a day of the last ten years")
    if not 0 < training.minutes <= MOST_MINUTES_A_DAY:
        raise InputRefused(who, f"minutes: from 1 to {MOST_MINUTES_A_DAY} a day")
    what = _said("what", training.what, LONGEST_WHAT)
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


def _said(field: str, text: str, longest: int) -> str:
    said = text.strip()
    if not 0 < len(said) <= longest:
        raise InputRefused(field, f"write between 1 and {longest} characters")
    return said


def _added(entry: UUID | None) -> UUID:
    if entry is None:
        raise InputRefused("the register", "whoever says this does not work at the site in that function")
    return entry


def _today(tx: Transaction) -> date:
    return day_of(tx.now, tx.site.zone)
