"""What an act did to what was signed before it: whose signatures alone, after which charter, and what it ended."""

from collections.abc import Sequence
from datetime import timedelta

from gardefou.adapters.pages.committee_words import ALONE, BEFORE_IT
from gardefou.adapters.pages.wording import wording
from gardefou.governance.acts import ActKind
from gardefou.governance.lacking import needs_both
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.standing import Standing, charter_of
from gardefou.governance.terms.parties import Parties, Side
from gardefou.governance.tightness import changes, only_tightens

ENDED_WITHIN = timedelta(seconds=5)
"""What takes effect closes the others in the same transaction, and the database writes both moments."""


def charter_before(acts: Sequence[ProposedAct], proposed: ProposedAct) -> ProposedAct | None:
    """The charter that was in force when another took effect, or the one in force while it is open."""
    earlier = [
        each
        for each in acts
        if each.act.kind is ActKind.CHARTER
        and each.sequence is not None
        and (proposed.sequence is None or each.sequence < proposed.sequence)
    ]
    return max(earlier, key=lambda each: each.sequence or 0, default=None)


def one_side_suffices(acts: Sequence[ProposedAct], proposed: ProposedAct, standing: Standing) -> bool:
    """Whether either side alone can bring an act about, or could when it took effect."""
    act = proposed.act
    if act.kind is ActKind.SUSPENSION:
        return True
    if act.kind is not ActKind.CHARTER:
        return False
    if proposed.is_open:
        return not needs_both(standing, act)
    before = charter_before(acts, proposed)
    return before is not None and only_tightens(changes(charter_of(before.act), charter_of(act)))


def needed_of(acts: Sequence[ProposedAct], proposed: ProposedAct, parties: Parties) -> dict[Side, int]:
    """How many of each side sign: to stop a site, what the charter of that moment asks."""
    needed = {side: parties.of(side).required for side in Side}
    if proposed.act.kind is not ActKind.SUSPENSION:
        return needed
    before = charter_before(acts, proposed)
    most = charter_of(before.act).suspension.signatures if before else 1
    return {side: min(most, count) for side, count in needed.items()}


def said_alone(acts: Sequence[ProposedAct], proposed: ProposedAct, code: str) -> str:
    """That one side alone tightened what both had signed; empty for everything else."""
    before = charter_before(acts, proposed)
    sides = _sides_that_signed(proposed)
    if proposed.act.kind is not ActKind.CHARTER or proposed.sequence is None or before is None or len(sides) != 1:
        return ""
    say = wording(code).gettext
    agreed = before
    while len(_sides_that_signed(agreed)) == 1:
        earlier = charter_before(acts, agreed)
        if earlier is None:
            break
        agreed = earlier
    text = say(ALONE[sides[0]] if agreed is before else BEFORE_IT[sides[0]])
    return text.replace("{what}", _version(before)).replace("{agreed}", _version(agreed))


def ender(acts: Sequence[ProposedAct], proposed: ProposedAct) -> ProposedAct | None:
    """The act of the same kind whose effect closed an open one; None where a person closed it, or nobody can tell."""
    closed_at = proposed.closed_at
    if closed_at is None or proposed.closed_by:
        return None
    near = [
        each
        for each in acts
        if each.act.kind is proposed.act.kind
        and each.effected_at
        and timedelta(0) <= closed_at - each.effected_at <= ENDED_WITHIN
    ]
    return max(near, key=lambda each: each.sequence or 0, default=None)


def stop_of(acts: Sequence[ProposedAct], proposed: ProposedAct) -> ProposedAct | None:
    """The suspension that a resumption ends; None for other acts, and where no act closed the site."""
    named = proposed.act.document.get("suspension") if proposed.act.kind is ActKind.RESUMPTION else None
    return next((each for each in acts if str(each.act.id) == str(named)), None)


def _sides_that_signed(proposed: ProposedAct) -> tuple[Side, ...]:
    """The sides with as many signatures as the charter requires of them."""
    parties = charter_of(proposed.act).parties if proposed.act.kind is ActKind.CHARTER else None
    signed = {each.key for each in proposed.signatures}
    return tuple(side for side in Side if parties and len(parties.of(side).keys & signed) >= parties.of(side).required)


def _version(proposed: ProposedAct) -> str:
    return str(proposed.act.document.get("version", ""))
