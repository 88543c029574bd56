"""What is written into a site's registers, and what the gate makes of it (S17, S20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from gardefou.governance.registers import SiteRecords
from gardefou.governance.roles import PersonRole
from gardefou.governance.terms.part import Name, Part, Words
from gardefou.governance.terms.places import Feature

Features = Annotated[tuple[Feature, ...], Field(min_length=1, max_length=len(Feature))]


class EntryKind(StrEnum):
    """What an entry is about."""

    OPINION = "opinion"
    IMPACT_ASSESSMENT = "impact_assessment"
    RISK_REGISTER = "risk_register"
    NOTICE = "notice"
    BASELINE = "baseline"


class Advice(StrEnum):
    """What a body said; where the law lets its time run out, that is on record too."""

    FAVOURABLE = "favourable"
    WITH_RESERVATIONS = "with_reservations"
    UNFAVOURABLE = "unfavourable"
    TIME_RAN_OUT = "time_ran_out"


class Opinion(Part):
    """The opinion of a body that had to be consulted."""

    body: Name
    features: Features
    opinion: Advice
    reference: Words


class ImpactAssessment(Part):
    """A data-protection impact assessment (GDPR article 35)."""

    features: Features
    reference: Words


class RiskRegister(Part):
    """The employer's register of risks at work, brought up to date."""

    reference: Words


class Notice(Part):
    """What staff were told before the first call."""

    features: Features
    reference: Words


class Objective(Part):
    """What is to become better."""

    text: Words
    working_conditions: bool = False


class Baseline(Part):
    """How things stand before anything starts, and what is to become better."""

    figures: Annotated[tuple[Words, ...], Field(min_length=1, max_length=50)]
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=50)]
    reference: Words


DOCUMENTS: Mapping[EntryKind, type[Part]] = {
    EntryKind.OPINION: Opinion,
    EntryKind.IMPACT_ASSESSMENT: ImpactAssessment,
    EntryKind.RISK_REGISTER: RiskRegister,
    EntryKind.NOTICE: Notice,
    EntryKind.BASELINE: Baseline,
}
RECORDED_BY: Mapping[EntryKind, tuple[PersonRole, ...]] = {
    EntryKind.OPINION: (PersonRole.REPRESENTATIVE,),
    EntryKind.IMPACT_ASSESSMENT: (PersonRole.DATA_PROTECTION_OFFICER, PersonRole.EMPLOYER_SIGNATORY),
    EntryKind.RISK_REGISTER: (PersonRole.EMPLOYER_SIGNATORY,),
    EntryKind.NOTICE: (PersonRole.EMPLOYER_SIGNATORY,),
    EntryKind.BASELINE: (PersonRole.EMPLOYER_SIGNATORY,),
}
"""Who writes what down: an employer's word does not stand for the opinion of a works council."""

ASKED_BY = (PersonRole.REPRESENTATIVE,)
ANSWERED_BY = (PersonRole.EMPLOYER_SIGNATORY,)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `brought_by` is the account of whoever runs the machine, where they brought what others wrote."""

    id: UUID
    kind: EntryKind
    document: Mapping[str, Any]
    on_day: date
    role: PersonRole
    brought_by: str | None
    recorded_at: datetime
    withdrawn_at: datetime | None


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
