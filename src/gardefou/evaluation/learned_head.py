"""What a criterion of meaning has learned: small enough to stand in a scorecard, so that its digest covers it."""

import base64
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Weights = npt.NDArray[np.float64]
LARGEST_WEIGHTS = 200_000
MOST_LOG_ODDS = 1_000.0


def packed(weights: Weights) -> str:
    """Numbers as text: half precision, little end first, base64."""
    return base64.b64encode(weights.astype("<f2").tobytes()).decode("ascii")


def unpacked(text: str) -> Weights:
    """The numbers of `packed`.

    Raises ValueError when the text is not what `packed` writes.
    """
    try:
        numbers = np.frombuffer(base64.b64decode(text, validate=True), "<f2").astype(np.float64)
    except ValueError:
        raise ValueError("the learned numbers cannot be read: train the criterion again") from None
    if not np.isfinite(numbers).all():
        raise ValueError("the learned numbers are not all finite: train the criterion again")
    return numbers


def _readable(text: str) -> str:
    unpacked(text)
    return text


Packed = Annotated[str, Field(max_length=LARGEST_WEIGHTS), AfterValidator(_readable)]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Calibration(_Frozen):
    """From the highest score of a call, and whether the words of `phrases` were said, to log-odds of met."""

    slope: float = Field(gt=0, le=MOST_LOG_ODDS)
    offset: float = Field(ge=-MOST_LOG_ODDS, le=MOST_LOG_ODDS)
    words: float = Field(
        ge=0, le=MOST_LOG_ODDS, description="added when the words were said, taken away when they were not"
    )


class CurvePoint(_Frozen):
    """How well the criterion is answered on calls kept aside, when trained on fewer calls.

    `right` is the share of decided verdicts that people or readers agree with, `decided` the share decided.
    """

    calls: int = Field(ge=0)
    right: float | None = Field(ge=0, le=1)
    decided: float = Field(ge=0, le=1)


class LearnedHead(_Frozen):
    """A classifier of sentences and its calibration on whole calls.

    `sentence` weighs the dimensions of the embeddings, `words` the slots that words and pairs of words fall into.
    Between `not_met_below` and `met_from`, calibrated probabilities, the program cannot tell.
    """

    embeddings: str
    features: Literal["sentence-and-words-1"]
    sentence: Packed
    words: Packed
    bias: float = Field(ge=-MOST_LOG_ODDS, le=MOST_LOG_ODDS)
    calibration: Calibration
    met_from: float = Field(ge=0.5, le=1)
    not_met_below: float = Field(ge=0, le=0.5)
    met_calls: int = Field(ge=0)
    not_met_calls: int = Field(ge=0)
    groups: int = Field(ge=0, description="speakers, or other groups, that the calls come from")
    curve: tuple[CurvePoint, ...] = ()

    @model_validator(mode="after")
    def _has_weights(self) -> "LearnedHead":
        if not self.sentence_weights.size or not self.word_weights.size:
            raise ValueError("the learned numbers are missing: train the criterion again")
        return self

    @cached_property
    def sentence_weights(self) -> Weights:
        """One number a dimension of the embeddings."""
        return unpacked(self.sentence)

    @cached_property
    def word_weights(self) -> Weights:
        """One number a slot."""
        return unpacked(self.words)

    def __eq__(self, other: object) -> bool:
        """The same numbers; what was unpacked from them does not count."""
        return isinstance(other, LearnedHead) and self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all its parts, in hexadecimal."""
        return sha256(self.model_dump_json().encode()).hexdigest()
