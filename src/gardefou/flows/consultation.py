"""Both sides agree: propose -> comment -> sign -> in force; one side alone tightens and stops (S18, S32)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.flows.signed_scorecard import check_document
from gardefou.governance.act_forms import check_form
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Person
from gardefou.governance.acts import Act, ActKind, IsKey, Signature, Verify, signers
from gardefou.governance.lacking import Lacking, lacking, needs_both
from gardefou.governance.negotiation import ProposedAct, still_tightening
from gardefou.governance.roles import PersonRole
from gardefou.governance.seen import holds_unseen
from gardefou.governance.standing import Standing, effect, signing_keys
from gardefou.governance.subjects import SiteWork
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import InputRefused, Refused

LONGEST_COMMENT = 4000
SEATS = {Side.EMPLOYEES: PersonRole.REPRESENTATIVE, Side.EMPLOYER: PersonRole.EMPLOYER_SIGNATORY}
OF_THE_OTHER_SIDE = "a side gives up what it proposed itself, not what the other side can do alone"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature led to: in force, or which signatures are still missing.

    `hindrance` is what else keeps the act from taking effect.
    """

    in_force: bool
    lacking: Lacking = field(default_factory=Lacking)
    hindrance: Refused | None = None


class _Fits(Exception):
    """Ends a look at a signature that fits: what is done with it is written down, not the look."""


class Consultation:
    """What those at the table do at one site; every act is verified again by whoever relies on it."""

    def __init__(self, gate: Gate, verify: Verify, is_key: IsKey, *, simulated: bool) -> None:
        self._gate = gate
        self._verify = verify
        self._is_key = is_key
        self._simulated = simulated

    def propose(self, actor: Actor, site: str, kind: ActKind, document: Mapping[str, Any]) -> UUID:
        """Propose something to be signed, and return its id.

        Raises Refused where it could not take effect however many sign, InputRefused where it cannot be read or people
        could not see all of it.
        """
        act_id = self._gate.new_id()
        with self._gate.transaction(actor, operation(Verb.NEGOTIATE), SiteWork(site)) as tx:
            act = Act(act_id, tx.acts.installation(), site, kind, document)
            self.check(tx.site.standing, act, tx.now)
            tx.acts.propose(act, side_of(actor))
        return act_id

    def sign(self, actor: Actor, site: str, act_id: UUID, signature: Signature) -> Signed:
        """Add a signature; once enough have signed, the act is in force when this returns.

        Whoever runs the machine brings a signature back to an act that took effect, where its row was lost.

        Raises InputRefused for a signature that does not fit or an act that is not open, Refused for a key of no
        signatory.
        """
        self._look(actor, site, act_id, signature)
        with self._gate.transaction(actor, operation(Verb.SIGN), SiteWork(site)) as tx:
            proposed = tx.acts.get(act_id)
            self._check_signature(tx, actor, proposed, signature)
            if proposed.effected_at:
                tx.acts.sign(act_id, signature)
                tx.acts.verify_again()
                return Signed(True)
            tx.acts.sign(act_id, signature)
            signed = signers(proposed.act, (*proposed.signatures, signature), self._verify)
            try:
                standing = effect(tx.site.standing, proposed.act, signed, tx.now, simulated=self._simulated)
            except Refused as refused:
                still = lacking(tx.site.standing, proposed.act, signed)
                return Signed(False, still, refused if still.is_complete else None)
            tx.acts.take_effect(act_id, standing)
            tx.acts.close_superseded(act_id, still_tightening(standing, proposed.act.kind, tx.acts.listed()))
        return Signed(True)

    def give_up(self, actor: Actor, site: str, act_id: UUID, reason: str = "") -> bool:
        """Close an act that has not taken effect, saying why if one wishes; False when it is not open.

        Raises Refused when the other side proposed it and could bring it about alone.
        """
        with self._gate.transaction(actor, operation(Verb.NEGOTIATE), SiteWork(site)) as tx:
            proposed = tx.acts.get(act_id)
            if not proposed.is_open:
                return False
            side = side_of(actor)
            if proposed.side is not side and not (side and needs_both(tx.site.standing, proposed.act)):
                raise Refused("S32", OF_THE_OTHER_SIDE, None)
            if reason.strip():
                tx.acts.comment(act_id, _said(reason))
            return tx.acts.close(act_id)

    def comment(self, actor: Actor, site: str, act_id: UUID, text: str) -> None:
        """Say something of a proposal, to those at the table.

        Raises InputRefused for an empty or too long text, or an act that is not open.
        """
        said = _said(text)
        with self._gate.transaction(actor, operation(Verb.NEGOTIATE), SiteWork(site)) as tx:
            if not tx.acts.get(act_id).is_open:
                raise InputRefused(f"act {act_id}", "is not open any more")
            tx.acts.comment(act_id, said)

    def _look(self, actor: Actor, site: str, act_id: UUID, signature: Signature) -> None:
        """Check a signature before anything waits for it, so that what does not fit keeps nobody waiting."""
        work = SiteWork(site, holds=False)
        with suppress(_Fits), self._gate.transaction(actor, operation(Verb.SIGN), work) as tx:
            self._check_signature(tx, actor, tx.acts.get(act_id), signature)
            raise _Fits

    def _check_signature(self, tx: Transaction, actor: Actor, proposed: ProposedAct, signature: Signature) -> None:
        """Refuse what does not count; whoever runs the machine brings back what an act in force was signed with."""
        is_brought_back = proposed.effected_at and not isinstance(actor, Person)
        if not (proposed.is_open or is_brought_back):
            raise InputRefused(f"act {proposed.act.id}", "is not open any more; what it was about needs another")
        if proposed.is_open and signature.key not in signing_keys(tx.site.standing, proposed.act):
            raise Refused("S32", "this key is of no signatory of this site", None)
        if not self._verify(signature.key, signature.value, proposed.act.statement):
            raise InputRefused(f"act {proposed.act.id}", "this signature does not fit; sign the statement as it is")

    def check(self, standing: Standing, act: Act, now: datetime) -> None:
        """Raise Refused or InputRefused for what could not take effect even if everybody signed it."""
        check_form(act, self._is_key)
        if act.kind is ActKind.SCORECARD:
            check_document(act.document)
        effect(standing, act, signing_keys(standing, act), now, simulated=self._simulated)


def side_of(actor: Actor) -> Side | None:
    """Whose side somebody sits on; whoever has both roles sits on none (S10)."""
    roles = actor.roles if isinstance(actor, Person) else frozenset()
    sides = [side for side, role in SEATS.items() if role in roles]
    return sides[0] if len(sides) == 1 else None


def _said(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not 0 < len(said) <= LONGEST_COMMENT:
        raise InputRefused("comment", f"write between 1 and {LONGEST_COMMENT} characters")
    if holds_unseen(said):
        raise InputRefused("the text", "holds a sign that cannot be seen; leave it out")
    return said
