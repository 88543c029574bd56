"""One act as pages show it: what it is, what it changes, who signed, what it needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from gardefou.adapters.pages.charter_effects import effect, verdict
from gardefou.adapters.pages.charter_sentences import changed_parties, changed_sentence
from gardefou.adapters.pages.committee_history import charter_before, needed_of, one_side_suffices, said_alone
from gardefou.adapters.pages.committee_signatures import SideView, parties_at, said_missing, sides_of
from gardefou.adapters.pages.committee_words import EFFECTED, OF_SIDE, PROPOSED, SIGNING
from gardefou.adapters.pages.marked_text import Segment
from gardefou.adapters.pages.wording import wording
from gardefou.evaluation.model import Scorecard
from gardefou.governance.acts import ActKind
from gardefou.governance.charter import Charter
from gardefou.governance.lacking import lacking, needs_both
from gardefou.governance.negotiation import Comment, ProposedAct
from gardefou.governance.standing import Standing, charter_of, succession_of
from gardefou.governance.terms.parties import Parties, Side
from gardefou.governance.tightness import changes


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One sentence with what goes and what comes, and what that does."""

    segments: tuple[Segment, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes between two charters, and who has to sign that."""

    changes: tuple[ChangeView, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class ActView:
    """One act; `lacks` says which signatures are missing while it is open, `needs_both` that a side can refuse it.

    `alone` says which side tightened a charter that both had signed; `is_first` is so of a first charter.
    """

    proposed: ProposedAct
    title: str
    signing: str
    sides: tuple[SideView, ...]
    lacks: str = ""
    needs_both: bool = False
    alone: str = ""
    is_first: bool = False
    difference: Difference | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def reason(self) -> str:
        """Why a side suspends or resumes; empty for other acts."""
        return str(self.proposed.act.document.get("reason", ""))

    @property
    def scorecard(self) -> Scorecard | None:
        """The scorecard that is put before both sides; None for other acts, and where it cannot be read."""
        if self.proposed.act.kind is not ActKind.SCORECARD:
            return None
        try:
            return Scorecard.model_validate(self.proposed.act.document["scorecard"])
        except (KeyError, ValidationError):
            return None

    def can_be_given_up_by(self, side: Side | None) -> bool:
        """Whether a side can end it before it takes effect."""
        return self.proposed.is_open and (self.proposed.side is side or self.needs_both)


def act_view(
    acts: Sequence[ProposedAct], proposed: ProposedAct, standing: Standing, code: str, comments: Sequence[Comment] = ()
) -> ActView:
    """An act of a site as it stands."""
    act = proposed.act
    words = wording(code)
    wanted = PROPOSED if proposed.is_open else EFFECTED
    filled = {"{of_side}": words.gettext(OF_SIDE[proposed.side]), "{what}": _what(proposed)}
    parties = parties_at(acts, proposed)
    is_first = act.kind is ActKind.CHARTER and charter_before(acts, proposed) is None
    alone = parties is not None and one_side_suffices(acts, proposed, standing)
    needed = needed_of(acts, proposed, parties) if parties else {}
    return ActView(
        proposed,
        _filled(words.gettext(wanted[act.kind]), filled),
        _filled(words.gettext(SIGNING[act.kind]), filled),
        sides_of(proposed, parties, needed, is_first=is_first, one_suffices=alone),
        _lacks(proposed, standing, code),
        proposed.is_open and needs_both(standing, act),
        said_alone(acts, proposed, code),
        is_first,
        _difference(acts, proposed, standing, parties, code),
        tuple(comments),
    )


def difference(before: Charter, after: Charter, code: str) -> Difference:
    """What changes between two charters in words."""
    found = changes(before, after)
    sentences = [ChangeView(changed_sentence(each, code), effect(each, code)) for each in found]
    sentences += [ChangeView(each, "") for _, each in changed_parties(before.parties, after.parties, code)]
    return Difference(tuple(sentences), verdict(found, code))


def negotiated(before: ProposedAct, standing: Standing, is_open: bool = True) -> Charter:
    """A charter that was signed; what is open is negotiated with those who sign today."""
    charter = charter_of(before.act)
    if is_open and standing.parties:
        return charter.model_copy(update={"parties": standing.parties})
    return charter


def _lacks(proposed: ProposedAct, standing: Standing, code: str) -> str:
    if not proposed.is_open:
        return ""
    signed = frozenset(each.key for each in proposed.signatures)
    return said_missing(lacking(standing, proposed.act, signed), code)


def _difference(
    acts: Sequence[ProposedAct], proposed: ProposedAct, standing: Standing, parties: Parties | None, code: str
) -> Difference | None:
    match proposed.act.kind:
        case ActKind.CHARTER:
            before = charter_before(acts, proposed)
            if before is None or proposed.closed_at is not None:
                return None
            return difference(negotiated(before, standing, proposed.is_open), charter_of(proposed.act), code)
        case ActKind.SUCCESSION if parties:
            side, successor = succession_of(proposed.act)
            try:
                after = parties.with_side(side, successor)
            except ValueError:
                return None
            return Difference(tuple(ChangeView(each, "") for _, each in changed_parties(parties, after, code)), "")
        case _:
            return None


def _what(proposed: ProposedAct) -> str:
    document = proposed.act.document
    match proposed.act.kind:
        case ActKind.CHARTER:
            return str(document.get("version", ""))
        case ActKind.SCORECARD:
            scorecard = document.get("scorecard")
            known = scorecard if isinstance(scorecard, dict) else {}
            return f"{known.get('id', '')} {known.get('version', '')}".strip() or str(document.get("digest", ""))[:12]
        case _:
            return proposed.act.site


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
