"""Where a charter holds, and what is done there (S17, S30)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from gardefou.governance.terms.part import Part, Tighter

SiteCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]


class Feature(StrEnum):
    """What may be done at a site; each needs its consultation."""

    RECORDING = "recording"
    EVALUATION = "evaluation"
    ASSIST = "assist"
    ANALYTICS = "analytics"
    LABORATORY = "laboratory"


class Place(Part):
    """One site."""

    features: Annotated[tuple[Feature, ...], Field(description="what is done there, each once"), Tighter.FEWER] = ()

    @field_validator("features")
    @classmethod
    def _each_once(cls, features: tuple[Feature, ...]) -> tuple[Feature, ...]:
        if len(set(features)) < len(features):
            raise ValueError("a feature stands twice")
        if Feature.EVALUATION in features and Feature.RECORDING not in features:
            raise ValueError("evaluation needs recording")
        return features
