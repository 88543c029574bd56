"""The lines of a site's registers, and what the gate makes of them (S17, S20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gardefou.governance.register_documents import EntryKind
from gardefou.governance.registers import SiteRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.terms.places import Feature


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `brought_by` is the account of whoever runs the machine, where they brought what `name` wrote."""

    id: UUID
    kind: EntryKind
    document: Mapping[str, Any]
    on_day: date
    role: PersonRole
    name: str
    brought_by: str | None
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_name: str | None = None
    withdrawal_brought_by: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the employer, whose last day was fixed when it was asked."""

    id: UUID
    text: str
    asked_on: date
    due_on: date
    answer: str | None
    answered_on: date | None
    withdrawn_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_on is None and self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class Trained:
    """What is on record of a person's training; no number and name for whoever only reads how many there are."""

    number: str | None
    name: str | None
    minutes: int
    in_person_minutes: int
    has_support: bool


@dataclass(frozen=True, slots=True)
class Participation:
    """That somebody takes part in an experiment, or took part until then."""

    feature: Feature
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """What decides of an entry in force."""

    kind: EntryKind
    on_day: date
    body: str | None = None
    features: frozenset[Feature] = frozenset()
    for_working_conditions: bool = False


def site_records(facts: Iterable[RecordedFact], question_due: date | None) -> SiteRecords:
    """The records of a site from its entries in force, in the order of their recording: the last one counts."""
    opinions: dict[str, frozenset[Feature]] = {}
    assessments: dict[Feature, date] = {}
    notices: dict[Feature, date] = {}
    risk_register, baseline = None, None
    for fact in facts:
        match fact.kind:
            case EntryKind.OPINION:
                body = fact.body or ""
                opinions[body] = opinions.get(body, frozenset()) | fact.features
            case EntryKind.IMPACT_ASSESSMENT:
                assessments |= dict.fromkeys(fact.features, fact.on_day)
            case EntryKind.NOTICE:
                notices |= dict.fromkeys(fact.features, fact.on_day)
            case EntryKind.RISK_REGISTER:
                risk_register = fact.on_day
            case EntryKind.BASELINE:
                baseline = fact
    return SiteRecords(
        opinions,
        assessments,
        risk_register,
        notices,
        baseline.on_day if baseline else None,
        bool(baseline and baseline.for_working_conditions),
        question_due,
    )
