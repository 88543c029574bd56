"""What is proposed and said before it is signed, and what signing it would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gardefou.governance.acts import Act, ActKind, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.standing import Standing, charter_of, signing_keys, succession_of
from gardefou.governance.terms.parties import Side
from gardefou.governance.tightness import changes, only_tightens
from gardefou.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class ProposedAct:
    """An act as it stands: `effected_at` once it took effect, `closed_at` once it was given up.

    `proposed_by` and `closed_by` are names where whoever asks may know them; `side` is None where an act was brought to
    the machine by whoever runs it.
    """

    act: Act
    side: Side | None
    proposed_by: str | None
    proposed_at: datetime
    signatures: tuple[Signature, ...]
    signed_at: tuple[datetime, ...]
    sequence: int | None = None
    effected_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be signed."""
        return self.effected_at is None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person said of a proposal."""

    person: str | None
    text: str
    at: datetime


def latest_charters(acts: Sequence[ProposedAct]) -> tuple[UUID, ...]:
    """The charters that took effect, the latest first."""
    effected = [each for each in acts if each.sequence is not None and each.act.kind == "charter"]
    return tuple(each.act.id for each in sorted(effected, key=lambda each: each.sequence or 0, reverse=True))


def keys_under(acts: Sequence[ProposedAct], proposed: ProposedAct, standing: Standing) -> frozenset[str]:
    """The keys of signatories under an act; a signature of any other key is of nobody at the table."""
    keys = frozenset(each.key for each in proposed.signatures)
    if proposed.is_open:
        return keys & signing_keys(standing, proposed.act)
    effected = (each.act for each in acts if each.sequence is not None)
    return keys & frozenset().union(*map(_named, (*effected, proposed.act)))


def _named(act: Act) -> frozenset[str]:
    if act.kind is ActKind.CHARTER:
        return charter_of(act).parties.named
    return succession_of(act)[1].named if act.kind is ActKind.SUCCESSION else frozenset()


def still_tightening(standing: Standing, kind: ActKind, acts: Iterable[ProposedAct]) -> tuple[UUID, ...]:
    """The open proposals of a charter that only tighten what is in force, so that what tightened less ends none."""
    if kind is not ActKind.CHARTER or standing.charter is None:
        return ()
    proposed = [each.act for each in acts if each.is_open and each.act.kind is kind]
    return tuple(each.id for each in proposed if _tightens(standing.charter, each))


def _tightens(before: Charter, act: Act) -> bool:
    try:
        return only_tightens(changes(before, charter_of(act)))
    except Refused:
        return False
