"""The scorecard that both sides signed: read from what was signed, and put before them to be signed (S12, S17)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gardefou.evaluation.criteria import Identifier
from gardefou.evaluation.model import Scorecard
from gardefou.flows.repositories import Transaction
from gardefou.governance.standing import SignedScorecard
from gardefou.kernel.errors import InputRefused, Refused

UNREADABLE = "the signed scorecard is not what its digest says; both sides sign it anew"
MOST_MODELS = 10
ModelName = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=500)]


class Measured(BaseModel):
    """What was measured before signing: `agreement` has the lower bound of kappa for each criterion, at 95 %."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Words
    date: date
    n: Words | Annotated[int, Field(ge=1)]
    agreement: dict[Identifier, Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]] = Field(max_length=300)


class _ScorecardAct(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    scorecard: dict[str, Any]
    models: Annotated[tuple[ModelName, ...], Field(min_length=1, max_length=MOST_MODELS)]
    agreement: dict[Identifier, Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]]
    measured: dict[str, str]


def scorecard_document(scorecard: Scorecard, models: Sequence[str], measured: Measured | None = None) -> dict[str, Any]:
    """What an act contains that puts a scorecard in force.

    Raises InputRefused when something was measured that the scorecard does not ask.
    """
    words = {name: str(getattr(measured, name)) for name in ("source", "date", "n")} if measured else {}
    document = {
        "digest": scorecard.digest,
        "scorecard": scorecard.model_dump(mode="json"),
        "models": list(models),
        "agreement": dict(measured.agreement) if measured else {},
        "measured": words,
    }
    check_document(document)
    return document


def check_document(document: Mapping[str, Any]) -> None:
    """Find out whether an act of a scorecard can be read, before anybody signs it.

    Raises InputRefused naming the fault.
    """
    try:
        read = _ScorecardAct.model_validate(document)
        scorecard = Scorecard.model_validate(read.scorecard)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise InputRefused("scorecard", f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if scorecard.digest != read.digest:
        raise InputRefused("scorecard", "digest: is of another scorecard; propose the file itself")
    if scorecard.model_dump(mode="json") != read.scorecard:
        raise InputRefused("scorecard", "is not written in full, with every field as the program writes it")
    unknown = sorted(read.agreement.keys() - {each.id for each in scorecard.criteria()})
    if unknown:
        raise InputRefused("scorecard", f"agreement: it has no criterion {unknown[0]}; leave that out")


def card_of(signed: SignedScorecard) -> Scorecard:
    """The scorecard that was signed.

    Raises Refused when what was signed is not the one of the signed digest.
    """
    known = _KNOWN.get(signed.digest)
    if known is None:
        known = _read(signed)
        _KNOWN[signed.digest] = known
    return known


def _read(signed: SignedScorecard) -> Scorecard:
    try:
        scorecard = Scorecard.model_validate(dict(signed.document))
    except (ValidationError, TypeError, ValueError):
        raise Refused("S12", UNREADABLE, None) from None
    if scorecard.digest != signed.digest:
        raise Refused("S12", UNREADABLE, None)
    return scorecard


_KNOWN: dict[str, Scorecard] = {}
"""Scorecards by their digests, which never change: reading one costs more than an answer."""


def signed_at(tx: Transaction) -> SignedScorecard:
    """The scorecard in force at the site of a transaction.

    Raises LookupError where none is signed, which the gate does not let come so far.
    """
    signed = tx.site.standing.scorecard
    if signed is None:
        raise LookupError("both sides have signed no scorecard for this site")
    return signed


def scorecard_in_force(tx: Transaction) -> Scorecard | None:
    """The scorecard that drafts answer at the site of a transaction, None where both sides have signed none."""
    signed = tx.site.standing.scorecard
    return card_of(signed) if signed else None
