"""Which signatures an act still needs before it takes effect (S18, S32)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gardefou.governance.acts import Act, ActKind
from gardefou.governance.standing import Standing, charter_of, succession_of
from gardefou.governance.terms.parties import Parties, Party, Side
from gardefou.governance.tightness import changes, only_tightens


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing: of each side so many signatures, of both or, where `one_suffices`, of either.

    `newcomers` are the names of those who sign to show that a new key is theirs, which is everybody whom the first
    charter names; `recovery` names who may sign in the place of a side that lost too many keys.
    """

    of_sides: Mapping[Side, int] = field(default_factory=dict)
    one_suffices: bool = False
    newcomers: tuple[str, ...] = ()
    recovery: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        counts = self.of_sides.values()
        enough = not counts or (min(counts) == 0 if self.one_suffices else max(counts) == 0)
        return enough and not self.newcomers


def lacking(standing: Standing, act: Act, signed: frozenset[str]) -> Lacking:
    """What an act needs beside the signatures of these keys.

    Raises Refused when the act cannot be read.
    """
    parties = standing.parties
    if parties is None and act.kind is ActKind.CHARTER:
        return Lacking(newcomers=tuple(_unsigned(charter_of(act).parties, signed)))
    if parties is None:
        return Lacking(dict.fromkeys(Side, 1))
    match act.kind:
        case ActKind.SUCCESSION:
            return _of_succession(parties, *succession_of(act), signed)
        case ActKind.SUSPENSION:
            most = standing.charter.suspension.signatures if standing.charter else 1
            return Lacking(_counts(parties, signed, most), one_suffices=True)
        case _:
            return Lacking(_counts(parties, signed), one_suffices=not needs_both(standing, act))


def needs_both(standing: Standing, act: Act) -> bool:
    """Whether neither side can bring it about alone, so that each can end it by saying no.

    Raises Refused when the act cannot be read.
    """
    match act.kind:
        case ActKind.SUSPENSION | ActKind.SUCCESSION:
            return False
        case ActKind.CHARTER:
            return standing.charter is None or not only_tightens(changes(standing.charter, charter_of(act)))
        case _:
            return True


def _unsigned(parties: Parties, signed: frozenset[str]) -> Iterator[str]:
    """Whoever has a key in the first charter and has not signed with it."""
    for side in Side:
        party = parties.of(side)
        yield from (each.name for each in party.signatories if each.key not in signed)
        if party.recovery and party.recovery.key not in signed:
            yield party.recovery.holder


def _counts(parties: Parties, signed: frozenset[str], most: int | None = None) -> dict[Side, int]:
    return {side: _missing(parties.of(side), signed, most) for side in Side}


def _missing(party: Party, signed: frozenset[str], most: int | None = None) -> int:
    needed = party.required if most is None else min(most, party.required)
    return max(needed - len(party.keys & signed), 0)


def _of_succession(parties: Parties, side: Side, successor: Party, signed: frozenset[str]) -> Lacking:
    before = parties.of(side)
    fresh = {each.name: each.key for each in successor.signatories if each.key and each.key not in before.keys}
    newcomers = tuple(name for name, key in fresh.items() if key not in signed)
    recovery = before.recovery
    is_named = recovery is not None and recovery.key in signed
    missing = 0 if is_named else _missing(before, signed)
    return Lacking({side: missing}, newcomers=newcomers, recovery=recovery.holder if recovery and missing else None)
