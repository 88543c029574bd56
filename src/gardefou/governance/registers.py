"""What has to be on record before anything is done at a site, as the gate knows it (S17, S19, S20, S27, S28)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gardefou.governance.terms.places import Feature


@dataclass(frozen=True, slots=True)
class SiteRecords:
    """The records of a site; days are in its zone, None where there is no record.

    `opinions` has the features on which each body gave its opinion, whatever it was. `question_due` is the last day of
    the oldest question without an answer.
    """

    opinions: Mapping[str, frozenset[Feature]] = field(default_factory=dict)
    impact_assessment: Mapping[Feature, date] = field(default_factory=dict)
    risk_register: date | None = None
    notice: Mapping[Feature, date] = field(default_factory=dict)
    baseline_on: date | None = None
    baseline_for_working_conditions: bool = False
    question_due: date | None = None


@dataclass(frozen=True, slots=True)
class PersonRecords:
    """What is on record of one person: minutes of training, and what they take part in as volunteers."""

    training_minutes: int = 0
    in_person_minutes: int = 0
    has_support: bool = False
    volunteers_for: frozenset[Feature] = frozenset()
