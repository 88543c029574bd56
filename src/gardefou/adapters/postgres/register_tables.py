"""The registers of a site, and what somebody takes part in, as one transaction sees them."""

from datetime import date
from uuid import UUID

from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.records import Records, Row
from gardefou.adapters.postgres.registers import read_site_records
from gardefou.governance.register_documents import EntryKind
from gardefou.governance.register_entries import Entry, Participation, Question, Trained
from gardefou.governance.registers import SiteRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteFacts
from gardefou.governance.terms.part import Part
from gardefou.governance.terms.places import Feature
from gardefou.kernel.journal import PartEnded


class RegisterTable:
    """The registers of one site; `by` speaks where `brought_by`, who runs the machine, brings what they said."""

    def __init__(self, records: Records, site: SiteFacts) -> None:
        self._records = records
        self._site = site

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, the latest first, those that were withdrawn too."""
        return tuple(_entry(row) for row in self._records.all("register_of_site", site=self._site.id))

    def in_force(self) -> SiteRecords:
        """What is on record, in a simulated installation too."""
        return read_site_records(self._records, self._site.id)

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
        found: UUID | None = self._records.sole(
            "add_register_entry",
            site=self._site.id,
            kind=kind.value,
            document=Jsonb(document.model_dump(mode="json")),
            on=on_day,
            role=role.value,
            by=by,
            brought=brought_by,
        )["id"]
        return found

    def withdraw(self, entry: UUID, role: PersonRole, by: UUID | None = None, brought_by: str | None = None) -> bool:
        """Have an entry count no more; False when it is not here, not theirs, or was withdrawn."""
        given = {"entry": entry, "role": role.value, "by": by, "brought": brought_by}
        return self._done("withdraw_register_entry", **given)

    def questions(self) -> tuple[Question, ...]:
        """Every question, those that wait first."""
        return tuple(Question(**row) for row in self._records.all("questions_of_site", site=self._site.id))

    def ask(self, text: str, on: date, due_on: date, by: UUID | None = None) -> UUID | None:
        """Write a question down; None when that is not theirs."""
        given = {"text": text, "on": on, "due_on": due_on, "by": by}
        found: UUID | None = self._records.sole("ask_question", site=self._site.id, **given)["id"]
        return found

    def answer(self, question: UUID, text: str, on: date, by: UUID | None = None) -> bool:
        """Write an answer down; False when the question does not wait for one."""
        return self._done("answer_question", question=question, text=text, on=on, by=by)

    def withdraw_question(self, question: UUID, on: date) -> bool:
        """Have a question wait no more; False when it does not."""
        return self._done("withdraw_question", question=question, on=on)

    def _done(self, query: str, **given: object) -> bool:
        return bool(self._records.sole(query, site=self._site.id, **given)["done"])


class TrainingTable:
    """What the people of one site were trained for."""

    def __init__(self, records: Records, site: SiteFacts) -> None:
        self._records = records
        self._site = site

    def all(self) -> tuple[Trained, ...]:
        """Everybody whose tools or calls wait for training; without names for whoever does not write it down."""
        return tuple(Trained(**row) for row in self._records.all("training_of_site", site=self._site.id))

    def add(
        self, number: str, on: date, minutes: int, *, in_person: bool, what: str, brought_by: str | None = None
    ) -> bool | None:
        """Write a training down; False when it is here already, None when nobody here has that number."""
        given = {"number": number, "on": on, "minutes": minutes, "in_person": in_person, "what": what}
        added: bool | None = self._records.sole("add_training", site=self._site.id, **given, brought=brought_by)[
            "added"
        ]
        return added

    def withdraw(self, number: str, on: date, what: str) -> bool:
        """Have a training count no more; False when it is not on record."""
        given = {"number": number, "on": on, "what": what}
        return bool(self._records.sole("withdraw_training", site=self._site.id, **given)["done"])

    def support(self, number: str, supporter: str, since: date, brought_by: str | None = None) -> bool | None:
        """Write down who supports somebody; False when it is here already, None when one of both is not."""
        given = {"number": number, "supporter": supporter, "since": since, "brought": brought_by}
        added: bool | None = self._records.sole("add_support", site=self._site.id, **given)["added"]
        return added


class ParticipationTable:
    """What whoever asks takes part in; nobody else reads it."""

    def __init__(self, records: Records, noting: Noting, person: UUID | None) -> None:
        self._records = records
        self._noting = noting
        self._person = person

    def all(self) -> tuple[Participation, ...]:
        """Each part, those that are over too."""
        rows = self._records.all("own_participation")
        return tuple(Participation(Feature(row["feature"]), row["since"], row["until"]) for row in rows)

    def begin(self, features: frozenset[Feature]) -> None:
        """Take part in these from now on."""
        self._records.one("take_part", features=sorted(each.value for each in features))

    def end(self) -> None:
        """Take part in nothing from now on."""
        begun = [each.since for each in self.all() if each.until is None]
        self._records.one("stop_taking_part")
        if begun and self._person:
            self._noting.add(PartEnded(person=self._person, since=max(begun)))


def _entry(row: Row) -> Entry:
    return Entry(**{**row, "kind": EntryKind(row["kind"]), "role": PersonRole(row["role"])})
