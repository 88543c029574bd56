"""The scorecard that both sides signed: read from what was signed, and put before them to be signed (S12, S17)."""

from collections.abc import Mapping, Sequence
from math import floor
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gardefou.evaluation.criteria import Identifier
from gardefou.evaluation.model import Scorecard
from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor
from gardefou.governance.standing import SignedScorecard
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.review.bounds import LEAST_DECIDED, DecidedPairs, bounds
from gardefou.review.model import AgreementPair

UNREADABLE = "the signed scorecard is not what its digest says; both sides sign it anew"
MOST_MODELS = 10
ModelName = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=500)]


class Measured(BaseModel):
    """What was measured before signing: `agreement` has the lower bound of kappa for each criterion, at 95 %."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Words
    date: Words
    n: Words
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
    words = {name: getattr(measured, name) for name in ("source", "date", "n")} if measured else {}
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


def put_to_signature(
    gate: Gate, actor: Actor, site: str, digest: str, asked: Sequence[str] = ()
) -> dict[str, Any]:
    """What an act contains that puts a proposal in force which ran in shadow, with what it ran with and how it agreed.

    `asked` are the language models that would answer its criteria of kind judge; in shadow none is asked.

    Raises InputRefused when no such proposal is open there, or it has not run yet.
    """
    with gate.transaction(actor, operation(Verb.READ_ACTS), SiteWork(site)) as tx:
        found = next((each for each in tx.scorecards.proposals() if each.digest == digest and each.is_open), None)
        if found is None:
            raise InputRefused("the proposal", "none of that digest runs in shadow here")
        if found.model is None:
            raise InputRefused("the proposal", "has not run on a call yet; nobody knows with which model it would")
        pairs = [each for each in tx.figures.shadow_pairs() if each.scorecard == digest]
        day = tx.now.date().isoformat()
    return scorecard_document(found.scorecard, (found.model, *asked), _in_shadow(pairs, day, found.calls))


def _in_shadow(pairs: Sequence[AgreementPair], day: str, calls: int) -> Measured:
    blind = (DecidedPairs(each.criterion, True, each.draft, each.decided, each.pairs) for each in pairs)
    agreement = {
        criterion: floor(1000 * bound.lower) / 1000
        for criterion, bound in bounds(blind).items()
        if bound.lower is not None and bound.n >= LEAST_DECIDED
    }
    return Measured(source="shadow run at this site", date=day, n=f"{calls} calls in shadow", agreement=agreement)


def signed_at(tx: Transaction) -> SignedScorecard:
    """The scorecard in force at the site of a transaction.

    Raises Refused where none is signed.
    """
    signed = tx.site.standing.scorecard
    if signed is None:
        raise Refused("S12", "both sides have signed no scorecard for this site", None)
    return signed


def scorecard_in_force(tx: Transaction) -> Scorecard | None:
    """The scorecard that drafts answer at the site of a transaction, None where both sides have signed none."""
    signed = tx.site.standing.scorecard
    return card_of(signed) if signed else None
