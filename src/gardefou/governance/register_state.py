"""How a site's registers stand against its charter: what is missing, and what is good until when (S17-S28)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gardefou.governance.charter import Charter
from gardefou.governance.clauses import (
    s17_consultation,
    s19_experiment,
    s20_baseline,
    s27_training,
    s28_transparency,
)
from gardefou.governance.clauses.s17_consultation import RECORDED
from gardefou.governance.register_documents import EntryKind
from gardefou.governance.register_entries import Trained
from gardefou.governance.registers import PersonRecords, SiteRecords
from gardefou.governance.terms.places import Feature

SOON = timedelta(days=30)
"""What ends within these days is said beforehand."""


class Light(StrEnum):
    """How a clause stands at a site."""

    IN_FORCE = "on"
    WAITS = "wait"
    TRIAL = "shadow"


@dataclass(frozen=True, slots=True)
class Lack:
    """What a clause refuses for, in its own words; `features` are those that it stops."""

    text: str
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Until:
    """A record that is good until a day, or from a day on where it `begins`."""

    kind: EntryKind | None
    feature: Feature | None
    on: date
    last_day: date | None = None
    begins: date | None = None

    def is_soon(self, today: date) -> bool:
        """Whether it ends within a month."""
        return self.last_day is not None and today <= self.last_day <= today + SOON


@dataclass(frozen=True, slots=True)
class ClauseState:
    """One clause at a site: what it waits for, and what is good until when.

    `on_trial` of its `criteria` show no automatic verdict, as nobody knows yet how they agree with people.
    """

    clause: str
    lacks: tuple[Lack, ...]
    untils: tuple[Until, ...] = ()
    untrained: int = 0
    on_trial: int = 0
    criteria: int = 0

    @property
    def light(self) -> Light:
        """Whether it waits for something: a record, or somebody's training; what is on trial lacks no record."""
        if self.on_trial:
            return Light.TRIAL
        return Light.WAITS if self.lacks or self.untrained else Light.IN_FORCE


@dataclass(frozen=True, slots=True)
class State:
    """Every clause that reads registers, and how many people were trained of all who have to be."""

    clauses: tuple[ClauseState, ...]
    ready: int
    people: int
    experiment_until: date | None

    @property
    def waiting(self) -> int:
        """How many clauses wait for something."""
        return sum(each.light is Light.WAITS for each in self.clauses)


def state_of(charter: Charter, site: str, records: SiteRecords, trained: Sequence[Trained], today: date) -> State:
    """How these records stand against the charter on a day."""
    features = [each for each in Feature if each in charter.features(site) and each in RECORDED.values()]
    ready = sum(is_ready(charter, each) for each in trained)
    outside = s19_experiment.outside(charter.experiment, today) if charter.experiment else None
    lacking_baseline = s20_baseline.lacking(charter, records)
    unanswered = s28_transparency.lacking(records, today)
    clauses = (
        ClauseState(
            s17_consultation.CLAUSE,
            _consultation(charter, records, features, today),
            tuple(_untils(charter, records, features)),
        ),
        ClauseState(s19_experiment.CLAUSE, _lacks(outside)),
        ClauseState(s20_baseline.CLAUSE, _lacks(lacking_baseline)),
        ClauseState(s27_training.CLAUSE, (), untrained=len(trained) - ready),
        ClauseState(s28_transparency.CLAUSE, _lacks(unanswered)),
    )
    last = s19_experiment.last_day(charter.experiment) if charter.experiment else None
    return State(clauses, ready, len(trained), last)


def is_ready(charter: Charter, trained: Trained) -> bool:
    """Whether somebody's tools and calls are open."""
    records = PersonRecords(trained.minutes, trained.in_person_minutes, trained.has_support)
    return s27_training.is_trained(charter.training, records)


def _consultation(charter: Charter, records: SiteRecords, features: Iterable[Feature], today: date) -> tuple[Lack, ...]:
    found: dict[str, list[Feature]] = {}
    for feature in features:
        for text in s17_consultation.lacking(charter.records, records, feature, today):
            found.setdefault(text, []).append(feature)
    return tuple(Lack(text, tuple(stopped)) for text, stopped in found.items())


def _untils(charter: Charter, records: SiteRecords, features: Iterable[Feature]) -> Iterator[Until]:
    rules = charter.records
    for feature in features:
        if done := records.impact_assessment.get(feature):
            yield Until(EntryKind.IMPACT_ASSESSMENT, feature, done, done + timedelta(days=rules.impact_assessment_days))
        if given := records.notice.get(feature):
            yield Until(EntryKind.NOTICE, feature, given, begins=given + timedelta(days=rules.notice_days))
    if records.risk_register:
        last = records.risk_register + timedelta(days=rules.risk_register_days)
        yield Until(EntryKind.RISK_REGISTER, None, records.risk_register, last)


def _lacks(text: str | None) -> tuple[Lack, ...]:
    return (Lack(text),) if text else ()
