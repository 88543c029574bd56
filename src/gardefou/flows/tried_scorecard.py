"""A proposal that ran in shadow is put before both sides, with what it ran with and how it agreed with people (S12)."""

from collections.abc import Sequence
from datetime import date
from math import floor
from typing import Any

from gardefou.flows.ports import Gate
from gardefou.flows.signed_scorecard import Measured, scorecard_document
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused
from gardefou.review.bounds import LEAST_DECIDED, DecidedPairs, bounds
from gardefou.review.model import AgreementPair


def put_to_signature(gate: Gate, actor: Actor, site: str, digest: str, asked: Sequence[str] = ()) -> dict[str, Any]:
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
        day = tx.now.date()
    return scorecard_document(found.scorecard, (found.model, *asked), _in_shadow(pairs, day, found.calls))


def _in_shadow(pairs: Sequence[AgreementPair], day: date, calls: int) -> Measured:
    blind = (DecidedPairs(each.criterion, True, each.draft, each.decided, each.pairs) for each in pairs)
    agreement = {
        criterion: floor(1000 * bound.lower) / 1000
        for criterion, bound in bounds(blind).items()
        if bound.lower is not None and bound.n >= LEAST_DECIDED
    }
    return Measured(source="shadow run at this site", date=day, n=f"{calls} calls in shadow", agreement=agreement)
