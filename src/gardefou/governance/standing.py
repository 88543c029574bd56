"""What signed acts make of a site: the charter in force, who signs, and whether it is suspended (S18, S32)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from gardefou.governance.acts import Act, ActKind, EffectedAct, Verify, signers
from gardefou.governance.charter import Charter
from gardefou.governance.terms.parties import Parties, Party, Side
from gardefou.governance.tightness import changes, only_tightens
from gardefou.kernel.errors import Refused, Stop

OF_LIMITS, OF_VETO, OF_CONSULTATION = "S32", "S18", "S17"
LONGEST_REASON = 2000
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a clock may stand behind what was written last, as clocks of several machines do."""
ANY_ZONE = timedelta(days=1)
"""The day that it is somewhere differs by one at most from the day in UTC; S32 closes a site by its own zone."""
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What reading a document raises that is not what it has to be; ValidationError is a ValueError."""


@dataclass(frozen=True, slots=True)
class SignedScorecard:
    """A scorecard that both sides signed, with the models that it was signed for and what was measured of it.

    `agreement` has the lower bound of the agreement with people for each criterion that was measured.
    """

    digest: str
    document: Mapping[str, Any]
    models: tuple[str, ...]
    agreement: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site stands by what was signed; `retired` are keys that signed once and never may again.

    `stop` says whose the suspension in force is. `closures` are what closed the site without an act, in order: a
    restored backup may be older than a suspension.
    """

    charter: Charter | None = None
    parties: Parties | None = None
    suspension: UUID | None = None
    stop: Stop | None = None
    scorecard: SignedScorecard | None = None
    retired: frozenset[str] = frozenset()
    latest: datetime | None = None
    closures: tuple[UUID, ...] = ()

    @property
    def stopped_by(self) -> UUID | None:
        """What a resumption names: what closed the site last without an act, else the suspension in force."""
        return self.closures[-1] if self.closures else self.suspension


NOTHING_SIGNED = Standing()


def standing_of(
    acts: Iterable[EffectedAct], *, simulated: bool, verify: Verify, closures: Iterable[UUID] = ()
) -> Standing:
    """What these acts, in the order in which they took effect, make of their site; `closures` are all there ever were.

    Raises Refused when one of them could not have taken effect: something was altered.
    """
    standing = Standing(closures=tuple(closures))
    for each in acts:
        signed = signers(each.act, each.signatures, verify)
        standing = effect(standing, each.act, signed, each.at, simulated=simulated)
    return standing


def effect(standing: Standing, act: Act, signed: frozenset[str], at: datetime, *, simulated: bool) -> Standing:
    """The standing once the act has taken effect, signed by these keys.

    Raises Refused saying what is missing, which leaves everything as it was. No clock hinders a suspension.
    """
    latest = standing.latest or at
    if act.kind is not ActKind.SUSPENSION and at < latest - CLOCK_TOLERANCE:
        raise _refused(standing, OF_LIMITS, "the clock stands before what was signed last; set it right")
    after = _EFFECTS[act.kind](standing, act, signed, at, simulated)
    return replace(after, latest=max(at, latest))


def signing_keys(standing: Standing, act: Act) -> frozenset[str]:
    """The keys whose signature can count for an act."""
    parties = standing.parties
    if parties is None:
        return charter_of(act).parties.named if act.kind is ActKind.CHARTER else frozenset()
    known = parties.employees.keys | parties.employer.keys
    if act.kind is not ActKind.SUCCESSION:
        return known
    side, successor = succession_of(act)
    before = parties.of(side)
    return before.named | successor.keys


def missing(standing: Standing, side: Side, signed: frozenset[str]) -> int:
    """How many signatures of a side are still missing for what needs all that it requires."""
    if standing.parties is None:
        return 1
    party = standing.parties.of(side)
    return max(party.required - len(party.keys & signed), 0)


def _charter(standing: Standing, act: Act, signed: frozenset[str], at: datetime, simulated: bool) -> Standing:
    charter = charter_of(act)
    if charter.simulated is not simulated:
        raise _refused(
            standing,
            OF_CONSULTATION,
            "a charter of simulated calls serves simulated installations only, and they no other",
        )
    if act.site not in charter.sites:
        raise _refused(standing, OF_CONSULTATION, "this charter does not name this site")
    if at.date() > charter.valid_until + ANY_ZONE:
        raise _refused(standing, OF_LIMITS, "this charter has expired; negotiate another")
    if charter.parties.lacking:
        raise _refused(standing, OF_LIMITS, "a signatory has no key yet; nothing can be signed")
    parties = standing.parties or charter.parties
    if charter.parties != parties:
        raise _refused(standing, OF_LIMITS, "other signatories are named by a succession, which their side signs")
    if standing.parties is None and not parties.named <= signed:
        raise _refused(
            standing, OF_LIMITS, "the first charter is signed with every key it names, to show whose each is"
        )
    enough = {side for side in Side if _has_quorum(parties.of(side), signed)}
    if standing.charter is not None and only_tightens(changes(standing.charter, charter)) and enough:
        return replace(standing, charter=charter)
    _need_both(standing, enough)
    return replace(standing, charter=charter, parties=parties)


def _suspension(standing: Standing, act: Act, signed: frozenset[str], at: datetime, simulated: bool) -> Standing:
    charter, parties = _in_force(standing)
    if standing.suspension:
        raise _refused(standing, OF_VETO, "the site is suspended already")
    needed = charter.suspension.signatures
    sides = tuple(
        side for side in Side if len(parties.of(side).keys & signed) >= min(needed, parties.of(side).required)
    )
    if not sides:
        raise _refused(standing, OF_VETO, "no side has signed this suspension")
    return replace(standing, suspension=act.id, stop=Stop(sides, at, _reason(act)))


def _resumption(standing: Standing, act: Act, signed: frozenset[str], at: datetime, simulated: bool) -> Standing:
    _, parties = _in_force(standing)
    named = act.document.get("suspension") if isinstance(act.document, Mapping) else None
    closures = [str(each) for each in standing.closures]
    if named not in closures and (standing.suspension is None or named != str(standing.suspension)):
        raise _refused(standing, OF_VETO, "this is not about the suspension in force")
    enough = {side for side in Side if _has_quorum(parties.of(side), signed)}
    if enough != set(Side):
        raise _refused(standing, OF_VETO, "a suspended site goes on when both sides have signed, never one alone")
    later = standing.closures[closures.index(str(named)) + 1 :] if named in closures else standing.closures
    return replace(standing, suspension=None, stop=None, closures=later)


def _succession(standing: Standing, act: Act, signed: frozenset[str], at: datetime, simulated: bool) -> Standing:
    _, parties = _in_force(standing)
    side, successor = succession_of(act)
    before = parties.of(side)
    if successor.lacking:
        raise _refused(standing, OF_LIMITS, "a signatory has no key yet; nothing can be signed")
    fresh = successor.keys - before.keys
    brought = fresh | (successor.named - before.named)
    if brought & (standing.retired | parties.of(side.other).keys):
        raise _refused(standing, OF_LIMITS, "a key that was given up, or is of the other side, cannot sign here")
    is_named = _has_quorum(before, signed) or (before.recovery is not None and before.recovery.key in signed)
    if not is_named:
        raise _refused(standing, OF_LIMITS, "the side's own signatories name who follows them; too few have signed")
    if not fresh <= signed:
        raise _refused(standing, OF_LIMITS, "whoever is new signs too, to show that the key is theirs")
    try:
        after = parties.with_side(side, successor)
    except ValidationError:
        raise _refused(standing, OF_LIMITS, "a key stands twice; each signatory has a key of their own") from None
    return replace(standing, parties=after, retired=standing.retired | (before.named - successor.named))


def _scorecard(standing: Standing, act: Act, signed: frozenset[str], at: datetime, simulated: bool) -> Standing:
    _, parties = _in_force(standing)
    _need_both(standing, {side for side in Side if _has_quorum(parties.of(side), signed)})
    document = act.document
    try:
        scorecard = SignedScorecard(
            str(document["digest"]),
            document["scorecard"],
            tuple(str(each) for each in document["models"]),
            {str(criterion): float(bound) for criterion, bound in document["agreement"].items()},
        )
    except UNREADABLE:
        raise _unreadable(standing) from None
    return replace(standing, scorecard=scorecard)


_EFFECTS = {
    ActKind.CHARTER: _charter,
    ActKind.SUSPENSION: _suspension,
    ActKind.RESUMPTION: _resumption,
    ActKind.SUCCESSION: _succession,
    ActKind.SCORECARD: _scorecard,
}


def charter_of(act: Act) -> Charter:
    """The charter that an act contains.

    Raises Refused when it is none.
    """
    try:
        return Charter.model_validate(act.document)
    except UNREADABLE:
        raise _unreadable(NOTHING_SIGNED) from None


def succession_of(act: Act) -> tuple[Side, Party]:
    """Whose signatories an act names, and who they are.

    Raises Refused when it says neither.
    """
    try:
        return Side(act.document["side"]), Party.model_validate(act.document["party"])
    except UNREADABLE:
        raise _unreadable(NOTHING_SIGNED) from None


def _reason(act: Act) -> str:
    """Why a side stops a site; an act that is only weighed may be of any form."""
    return str(act.document.get("reason", "")) if isinstance(act.document, Mapping) else ""


def _in_force(standing: Standing) -> tuple[Charter, Parties]:
    if standing.charter is None or standing.parties is None:
        raise _refused(standing, OF_CONSULTATION, "no charter is in force at this site")
    return standing.charter, standing.parties


def _has_quorum(party: Party, signed: frozenset[str]) -> bool:
    return len(party.keys & signed) >= party.required


def _need_both(standing: Standing, enough: set[Side]) -> None:
    if enough == set(Side):
        return
    if not enough:
        raise _refused(standing, OF_LIMITS, "neither side has signed this with as many as it requires")
    raise _refused(standing, OF_LIMITS, "one side has signed; what loosens a limit needs both")


def _unreadable(standing: Standing) -> Refused:
    return _refused(
        standing, OF_LIMITS, "what was to be signed cannot be read; it was altered, or is of another version"
    )


def _refused(standing: Standing, clause: str, text: str) -> Refused:
    return Refused(clause, text, standing.charter.title if standing.charter else None)
