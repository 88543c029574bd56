"""Who has signed an act, who can, and what is missing, as pages tell it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from gardefou.adapters.pages.committee_words import (
    AND,
    MISSING,
    NEWCOMERS,
    NOBODY_MISSING,
    ONE_SUFFICES,
    OR,
    OR_RECOVERY,
)
from gardefou.adapters.pages.wording import wording
from gardefou.adapters.signing.ed25519 import fingerprint
from gardefou.governance.acts import ActKind
from gardefou.governance.lacking import Lacking
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.standing import charter_of, succession_of
from gardefou.governance.terms.parties import Parties, Party, Side

SHOWN_OF_KEY = 9


@dataclass(frozen=True, slots=True)
class SignatoryView:
    """A person who can sign an act, and when they did."""

    name: str
    organisation: str
    key: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of an act: how many have to sign, and who did; `is_spared` where the other side's signatures suffice.

    `or_other` says that either side suffices, and neither has signed enough.
    """

    side: Side
    required: int
    people: tuple[SignatoryView, ...]
    is_spared: bool = False
    or_other: bool = False

    @property
    def received(self) -> int:
        """How many have signed."""
        return sum(each.at is not None for each in self.people)


def parties_at(acts: Sequence[ProposedAct], proposed: ProposedAct) -> Parties | None:
    """Who signed for each side when an act took effect, or who does while it is open."""
    if proposed.act.kind is ActKind.CHARTER:
        return charter_of(proposed.act).parties
    before = sorted((each for each in acts if each.sequence is not None), key=lambda each: each.sequence or 0)
    parties: Parties | None = None
    for each in before:
        if proposed.sequence is not None and (each.sequence or 0) >= proposed.sequence:
            break
        if each.act.kind is ActKind.CHARTER:
            parties = charter_of(each.act).parties
        elif each.act.kind is ActKind.SUCCESSION and parties:
            parties = parties.with_side(*succession_of(each.act))
    return parties


def sides_of(
    proposed: ProposedAct,
    parties: Parties | None,
    needed: Mapping[Side, int],
    *,
    is_first: bool = False,
    one_suffices: bool = False,
) -> tuple[SideView, ...]:
    """The sides that sign an act; new signatories are one side's alone, a first charter is signed with every key."""
    if parties is None:
        return ()
    times = {each.key: at for each, at in zip(proposed.signatures, proposed.signed_at, strict=True)}
    if is_first:
        return tuple(SideView(side, len(parties.of(side).named), _all(parties.of(side), times)) for side in Side)
    if proposed.act.kind is not ActKind.SUCCESSION:
        sides = [SideView(side, needed[side], _people(parties.of(side), times)) for side in Side]
        return _of_either(sides) if one_suffices else tuple(sides)
    side, successor = succession_of(proposed.act)
    before = parties.of(side)
    fresh = [each for each in _people(successor, times) if each.key not in {_short(key) for key in before.keys}]
    signing = [each for each in _holder(before, times) if each.at]
    return (SideView(side, before.required, (*_people(before, times), *signing, *fresh)),)


def _of_either(sides: Sequence[SideView]) -> tuple[SideView, ...]:
    enough = [each.received >= each.required for each in sides]
    return tuple(
        replace(each, is_spared=any(enough) and not is_enough, or_other=not any(enough))
        for each, is_enough in zip(sides, enough, strict=True)
    )


def said_missing(lacking: Lacking, code: str) -> str:
    """What an act still needs, in one sentence."""
    say = wording(code).gettext
    if lacking.is_complete:
        return say(NOBODY_MISSING)
    parts = list(_counted(lacking.of_sides, code))
    if lacking.recovery and parts:
        parts[-1] = say(OR_RECOVERY).replace("{first}", parts[-1]).replace("{holder}", lacking.recovery)
    if lacking.newcomers:
        parts.append(say(NEWCOMERS).replace("{names}", ", ".join(lacking.newcomers)))
    joined = say(OR if lacking.one_suffices else AND)
    what = reduce(lambda first, second: joined.replace("{first}", first).replace("{second}", second), parts)
    return say(ONE_SUFFICES if lacking.one_suffices else MISSING).replace("{what}", what)


def _counted(counts: Mapping[Side, int], code: str) -> Iterator[str]:
    ngettext = wording(code).ngettext
    for side, count in counts.items():
        if not count:
            continue
        if side is Side.EMPLOYEES:
            said = ngettext(
                "%(num)d signature des représentants du personnel",
                "%(num)d signatures des représentants du personnel",
                count,
            )
        else:
            said = ngettext("%(num)d signature de l'employeur", "%(num)d signatures de l'employeur", count)
        yield said % {"num": count}


def _people(party: Party, times: Mapping[str, datetime]) -> tuple[SignatoryView, ...]:
    return tuple(
        SignatoryView(each.name, each.organisation, _short(each.key), times.get(each.key or ""))
        for each in party.signatories
    )


def _holder(party: Party, times: Mapping[str, datetime]) -> tuple[SignatoryView, ...]:
    """Who keeps the recovery key of a side, where it has one."""
    recovery = party.recovery
    return (SignatoryView(recovery.holder, "", _short(recovery.key), times.get(recovery.key)),) if recovery else ()


def _all(party: Party, times: Mapping[str, datetime]) -> tuple[SignatoryView, ...]:
    return (*_people(party, times), *_holder(party, times))


def _short(key: str | None) -> str:
    return fingerprint(key)[:SHOWN_OF_KEY] if key else ""
