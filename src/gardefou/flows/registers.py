"""Those who keep a site's registers write down what has to come first, ask, and answer (S17, S20, S28)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from gardefou.flows.drafting import trials_at
from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Operator, Person
from gardefou.governance.clauses import s12_tested_criteria
from gardefou.governance.clauses.s10_adviser_first import OF_ROLES
from gardefou.governance.clauses.s17_consultation import CLAUSE, may_bring, may_write
from gardefou.governance.draw import day_of
from gardefou.governance.register_documents import ANSWERED_BY, ASKED_BY, DOCUMENTS, RECORDED_BY, EntryKind, Opinion
from gardefou.governance.register_entries import Entry, Question, Trained
from gardefou.governance.register_state import ClauseState, State, state_of
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork
from gardefou.governance.terms.part import Part
from gardefou.governance.terms.rules_of_records import Records
from gardefou.kernel.errors import InputRefused, Refused

LONGEST_QUESTION = 4000
LONGEST_ANSWER = 8000
LONGEST_AGO_DAYS = 3660


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
    """The registers of sites; whoever runs the machine speaks for the person `by`, which is noted beside the entry.

    For representatives nobody speaks: an opinion that the employer's administrator could bring would be worth nothing.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def read(self, actor: Actor, site: str) -> Kept:
        """All of them."""
        with self._gate.transaction(actor, operation(Verb.READ_REGISTERS), SiteWork(site)) as tx:
            today, charter = today_of(tx), tx.site.standing.charter
            trained = tx.trainings.all()
            state = state_of(charter, tx.site.code, tx.registers.in_force(), trained, today) if charter else None
            state = _with_trials(tx, actor, state) if state else None
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
                raise InputRefused(f"entry {entry}", "was withdrawn before, or this is not theirs at this site")

    def ask(self, actor: Actor, site: str, text: str, by: Person | None = None) -> UUID:
        """Ask a question; its last day is fixed now, by the charter in force.

        Raises InputRefused for an empty or too long one.
        """
        asked = said("question", text, LONGEST_QUESTION)
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            _, speaker, _ = _speaker(actor, by, ASKED_BY)
            charter, today = tx.site.standing.charter, today_of(tx)
            days = (charter.records if charter else Records()).answer_days
            return _added(tx.registers.ask(asked, today, date.fromordinal(today.toordinal() + days), speaker))

    def answer(self, actor: Actor, site: str, question: UUID, text: str, by: Person | None = None) -> None:
        """Answer a question.

        Raises InputRefused for an empty or too long answer, or a question that waits for none.
        """
        answer = said("answer", text, LONGEST_ANSWER)
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            _, speaker, _ = _speaker(actor, by, ANSWERED_BY)
            if not tx.registers.answer(question, answer, today_of(tx), speaker):
                raise InputRefused(f"question {question}", "is not one that waits for an answer")

    def withdraw_question(self, actor: Actor, site: str, question: UUID, by: Person | None = None) -> None:
        """Have a question wait no more.

        Raises InputRefused when it does not wait.
        """
        with self._gate.transaction(actor, operation(Verb.RECORD), SiteWork(site)) as tx:
            _speaker(actor, by, ASKED_BY)
            if not tx.registers.withdraw_question(question, today_of(tx)):
                raise InputRefused(f"question {question}", "is not one that waits for an answer")


def _with_trials(tx: Transaction, actor: Actor, state: State) -> State:
    """The same with the criteria on trial, for those who may read how the program agrees with people."""
    readers, _ = OF_ROLES[Verb.READ_AGREEMENT]
    is_reader = bool(readers & actor.roles) if isinstance(actor, Person) else isinstance(actor, Operator)
    found = trials_at(tx) if is_reader else None
    if found is None:
        return state
    _, trials = found
    tested = ClauseState(s12_tested_criteria.CLAUSE, (), on_trial=len(trials.on_trial), criteria=len(trials.lower))
    return replace(state, clauses=(tested, *state.clauses))


def _speaker(
    actor: Actor, by: Person | None, whose: Sequence[PersonRole]
) -> tuple[PersonRole, UUID | None, str | None]:
    """In which function an entry is made, by whom where the machine's operator brings it, and who that operator is."""
    speaker = actor if isinstance(actor, Person) else by
    if speaker is None:
        raise InputRefused("--by", "name who says this, by their number: whoever runs the machine only brings it")
    refusal = may_write(whose, speaker.roles) or (may_bring(whose) if isinstance(actor, Operator) else None)
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
    today = today_of(tx)
    if kind is EntryKind.BASELINE and on != today:
        raise InputRefused("on", "a baseline is frozen on the day that it is written down: today")
    if not 0 <= (today - on).days <= LONGEST_AGO_DAYS:
        raise InputRefused("on", "give the day of the document: today, or a day of the last ten years")


def _check_body(tx: Transaction, body: str) -> None:
    charter = tx.site.standing.charter
    bodies = charter.records.opinions if charter else ()
    if bodies and body not in bodies:
        raise InputRefused("body", f"is none of those that the charter names: {', '.join(bodies)}")


def said(field: str, text: str, longest: int) -> str:
    """What was typed, without spaces around.

    Raises InputRefused when it is empty or too long.
    """
    typed = text.strip()
    if not 0 < len(typed) <= longest:
        raise InputRefused(field, f"write between 1 and {longest} characters")
    return typed


def _added(entry: UUID | None) -> UUID:
    if entry is None:
        raise InputRefused("the register", "whoever says this does not work at the site in that function")
    return entry


def today_of(tx: Transaction) -> date:
    """The day at the site of a transaction."""
    return day_of(tx.now, tx.site.zone)
