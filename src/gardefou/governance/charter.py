"""What employer and representatives agreed on, as the program reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from gardefou.governance.canonical import digest_of
from gardefou.governance.purposes import Purpose
from gardefou.governance.terms.part import Day, Name, Part, Tighter
from gardefou.governance.terms.parties import Parties
from gardefou.governance.terms.places import Feature, Place, SiteCode
from gardefou.governance.terms.rules_of_calls import HIGHEST_RATE, OCCASIONAL_RATE, Draw, Retention
from gardefou.governance.terms.rules_of_people import Alerts, Review, Suspension, Training
from gardefou.governance.terms.rules_of_records import Experiment, Records
from gardefou.kernel.call import OriginalAudio

LOWEST_FLOOR = 0.4
LONGEST_VALIDITY_DAYS = 1096

__all__ = ["HIGHEST_RATE", "OCCASIONAL_RATE", "Charter", "Draw", "Experiment", "Retention", "Review", "Training"]


class Charter(Part):
    """The rules of one or several sites."""

    name: Annotated[Name, Field(description="what people call it"), Tighter.NEVER]
    version: Annotated[
        str,
        Field(pattern=r"^[0-9A-Za-z.\-]{1,40}$", description='what refusals name, in quotes, such as "1"'),
        Tighter.NEUTRAL,
    ]
    simulated: Annotated[
        bool,
        Field(strict=True, description="true for simulated calls: it never serves real ones (S17)"),
        Tighter.NEVER,
    ] = False
    parties: Annotated[Parties, Field(description="who signs for each side (S18, S32)"), Tighter.APART]
    valid_from: Annotated[Day, Field(description="its first day"), Tighter.LATER]
    valid_until: Annotated[Day, Field(description="its last day; after it the sites close (S32)"), Tighter.EARLIER]
    sites: Annotated[
        dict[SiteCode, Place],
        Field(min_length=1, description="where it holds, by code, and what is done there (S17, S30)"),
        Tighter.FEWER,
    ]
    purposes: Annotated[
        tuple[Purpose, ...],
        Field(min_length=1, description="what calls are listened to for, each once (S1)"),
        Tighter.FEWER,
    ]
    draw: Annotated[Draw, Field(description="how calls are drawn (S5)"), Tighter.INSIDE]
    original_audio: Annotated[
        OriginalAudio,
        Field(
            description="what becomes of sound as it came: encrypted until it was heard, in memory only, or kept "
            "without card data (S16)"
        ),
        Tighter.ORDERED,
    ] = OriginalAudio.QUARANTINE
    retention: Annotated[Retention, Field(description="how long anything is kept (S14)"), Tighter.INSIDE]
    review: Annotated[Review, Field(description="how people review drafts (S3, S4, S10)"), Tighter.INSIDE] = Review()
    agreement_floor: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            strict=True,
            description="the agreement with people below which a criterion shows no automatic verdict (S12)",
        ),
        Tighter.HIGHER,
    ] = 0.6
    alerts: Annotated[Alerts, Field(description="what alerts may be about (S10)"), Tighter.ORDERED] = Alerts.NONE
    training: Annotated[
        Training, Field(description="what comes before a tool opens to a person (S27)"), Tighter.INSIDE
    ] = Training()
    records: Annotated[Records, Field(description="what comes before a site opens (S17, S28)"), Tighter.INSIDE] = (
        Records()
    )
    experiment: Annotated[
        Experiment | None,
        Field(description="the terms of an experiment with volunteers, where this is one (S19, S20)"),
        Tighter.INSIDE,
    ] = None
    suspension: Annotated[Suspension, Field(description="how a side stops everything (S18)"), Tighter.INSIDE] = (
        Suspension()
    )
    erasure_by_adviser: Annotated[
        bool,
        Field(strict=True, description="whether an adviser may have a call of theirs erased (S8, S14)"),
        Tighter.ON,
    ] = False
    learning_from_reviews: Annotated[
        bool, Field(strict=True, description="whether criteria may learn from reviewed calls (S15)"), Tighter.OFF
    ] = False

    @field_validator("valid_until")
    @classmethod
    def _ends(cls, until: date, others: ValidationInfo) -> date:
        start = others.data.get("valid_from")
        if start and not 0 <= (until - start).days <= LONGEST_VALIDITY_DAYS:
            raise ValueError("must be after valid_from, and three years after it at the latest (S32)")
        return until

    @field_validator("purposes")
    @classmethod
    def _each_once(cls, purposes: tuple[Purpose, ...]) -> tuple[Purpose, ...]:
        if len(set(purposes)) < len(purposes):
            raise ValueError("a purpose stands twice (S1)")
        return purposes

    @field_validator("draw")
    @classmethod
    def _draws_within_the_limit(cls, draw: Draw, others: ValidationInfo) -> Draw:
        if draw.rate > HIGHEST_RATE and not others.data.get("simulated", False):
            raise ValueError(f"rate must not be more than {HIGHEST_RATE} where calls are real (S5)")
        return draw

    @field_validator("agreement_floor")
    @classmethod
    def _has_a_floor(cls, floor: float, others: ValidationInfo) -> float:
        if floor < LOWEST_FLOOR and not others.data.get("simulated", False):
            raise ValueError(f"must be at least {LOWEST_FLOOR} where calls are real (S12)")
        return floor

    @field_validator("experiment")
    @classmethod
    def _within_validity(cls, experiment: Experiment | None, others: ValidationInfo) -> Experiment | None:
        start, until = others.data.get("valid_from"), others.data.get("valid_until")
        if experiment and start and until and not start <= experiment.starts_on <= until:
            raise ValueError("starts_on must be within valid_from and valid_until (S19)")
        return experiment

    @property
    def document(self) -> Mapping[str, Any]:
        """All its rules, as plain data."""
        return self.model_dump(mode="json")

    @property
    def digest(self) -> str:
        """The SHA-256 of all its rules in canonical form, in hexadecimal: what is signed."""
        return digest_of(self.document)

    @property
    def title(self) -> str:
        """How a refusal names it."""
        return f"charter {self.version}"

    def features(self, site: str) -> frozenset[Feature]:
        """What it lets be done at a site."""
        place = self.sites.get(site)
        return frozenset(place.features) if place else frozenset()
