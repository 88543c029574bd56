"""What is written into a site's registers, and by whom (S17, S20, S28)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

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
