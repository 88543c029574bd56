"""What waits for signatures already, so that nothing is proposed twice and no signature is spent on a second act."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gardefou.governance.acts import ActKind
from gardefou.governance.canonical import canonical
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.standing import Standing
from gardefou.governance.terms.parties import Side


def same_waiting(acts: Sequence[ProposedAct], kind: ActKind, document: Mapping[str, Any]) -> ProposedAct | None:
    """The open act that says the same to the last sign."""
    wanted = canonical(document)
    return next(
        (each for each in acts if each.is_open and each.act.kind is kind and canonical(each.act.document) == wanted),
        None,
    )


def stop_waiting(acts: Sequence[ProposedAct], standing: Standing, side: Side | None) -> ProposedAct | None:
    """The suspension that somebody of a side has signed and that waits for more of them; never one of the other side.

    A side is not held to the words of the other: what only the other signed hinders no suspension of its own.
    """
    parties = standing.parties
    keys = parties.of(side).keys if parties and side else frozenset[str]()
    return _most_signed(acts, ActKind.SUSPENSION, keys)


def resumption_waiting(acts: Sequence[ProposedAct], standing: Standing) -> ProposedAct | None:
    """The resumption that somebody has signed and that is about what stops the site."""
    stopped, parties = str(standing.stopped_by), standing.parties
    keys = parties.employees.keys | parties.employer.keys if parties else frozenset[str]()
    about = [each for each in acts if each.act.document.get("suspension") == stopped]
    return _most_signed(about, ActKind.RESUMPTION, keys)


def side_of_key(standing: Standing, key: str) -> Side | None:
    """The side that a key signs for; None for a key of nobody."""
    parties = standing.parties
    return next((side for side in Side if parties and key in parties.of(side).keys), None)


def has_signed(proposed: ProposedAct, key: str) -> bool:
    """Whether a key signed an act already."""
    return any(each.key == key for each in proposed.signatures)


def _most_signed(acts: Sequence[ProposedAct], kind: ActKind, keys: Collection[str]) -> ProposedAct | None:
    counts = [
        (sum(signature.key in keys for signature in each.signatures), each)
        for each in acts
        if each.is_open and each.act.kind is kind
    ]
    signed = [pair for pair in counts if pair[0]]
    return max(signed, key=lambda pair: pair[0])[1] if signed else None
