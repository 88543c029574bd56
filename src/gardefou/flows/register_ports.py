"""The registers, as flows need them of a transaction."""

from datetime import date
from typing import Protocol
from uuid import UUID

from gardefou.governance.register_documents import EntryKind
from gardefou.governance.register_entries import Entry, Participation, Question, Trained
from gardefou.governance.registers import SiteRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.terms.part import Part
from gardefou.governance.terms.places import Feature


class Registers(Protocol):
    """The registers of one site; `by` speaks where `brought_by`, who runs the machine, brings what they said."""

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, the latest first, those that were withdrawn too."""
        ...

    def in_force(self) -> SiteRecords:
        """What is on record, in a simulated installation too."""
        ...

    def add(
        self,
        kind: EntryKind,
        document: Part,
        on_day: date,
        role: PersonRole,
        by: UUID | None = None,
        brought_by: str | None = None,
    ) -> UUID | None:
        """Write an entry down; None when that is not theirs to say."""
        ...

    def withdraw(self, entry: UUID, role: PersonRole, by: UUID | None = None, brought_by: str | None = None) -> bool:
        """Have an entry count no more; False when it is not here, not theirs, or was withdrawn."""
        ...

    def questions(self) -> tuple[Question, ...]:
        """Every question, those that wait first."""
        ...

    def ask(self, text: str, on: date, due_on: date, by: UUID | None = None) -> UUID | None:
        """Write a question down; None when that is not theirs."""
        ...

    def answer(self, question: UUID, text: str, on: date, by: UUID | None = None) -> bool:
        """Write an answer down; False when the question does not wait for one."""
        ...

    def withdraw_question(self, question: UUID, on: date) -> bool:
        """Have a question wait no more; False when it does not."""
        ...


class Trainings(Protocol):
    """What the people of one site were trained for."""

    def all(self) -> tuple[Trained, ...]:
        """Everybody whose tools or calls wait for training; without names for whoever does not write it down."""
        ...

    def add(
        self, number: str, on: date, minutes: int, *, in_person: bool, what: str, brought_by: str | None = None
    ) -> bool | None:
        """Write a training down; False when it is here already, None when nobody here has that number."""
        ...

    def withdraw(self, number: str, on: date, what: str) -> bool:
        """Have a training count no more; False when it is not on record."""
        ...

    def support(self, number: str, supporter: str, since: date, brought_by: str | None = None) -> bool | None:
        """Write down who supports somebody; False when it is here already, None when one of both is not."""
        ...


class Participations(Protocol):
    """What whoever asks takes part in; nobody else reads it."""

    def all(self) -> tuple[Participation, ...]:
        """Each part, those that are over too."""
        ...

    def begin(self, features: frozenset[Feature]) -> None:
        """Take part in these from now on."""
        ...

    def end(self) -> None:
        """Take part in nothing from now on."""
        ...
