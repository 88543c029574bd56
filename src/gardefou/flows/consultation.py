"""Both sides agree: propose -> comment -> sign -> in force; one side alone tightens and stops (S18, S32)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Person
from gardefou.governance.acts import Act, ActKind, Signature, Verify, signers
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.roles import PersonRole
from gardefou.governance.standing import Standing, charter_of, effect, signing_keys, succession_of
from gardefou.governance.subjects import SiteWork
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import InputRefused, Refused

LONGEST_COMMENT = 4000
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature led to: in force, or what is still missing."""

    in_force: bool
    missing: Refused | None = None


class Consultation:
    """What those at the table do at one site; every act is verified again by whoever relies on it."""

    def __init__(self, gate: Gate, verify: Verify, *, simulated: bool) -> None:
        self._gate = gate
        self._verify = verify
        self._simulated = simulated

    def propose(self, actor: Actor, site: str, kind: ActKind, document: Mapping[str, Any]) -> UUID:
        """Propose something to be signed, and return its id.

        Raises Refused where it could never take effect, InputRefused where it cannot be read.
        """
        act_id = self._gate.new_id()
        with self._gate.transaction(actor, operation(Verb.NEGOTIATE), SiteWork(site)) as tx:
            act = Act(act_id, tx.acts.installation(), site, kind, document)
            _check(tx.site.standing, act)
            tx.acts.propose(act, _side(actor))
        return act_id

    def sign(self, actor: Actor, site: str, act_id: UUID, signature: Signature) -> Signed:
        """Add a signature; once enough have signed, the act is in force when this returns.

        Raises InputRefused for a signature that does not fit or an act that is not open, Refused for a key of no
        signatory.
        """
        with self._gate.transaction(actor, operation(Verb.SIGN), SiteWork(site)) as tx:
            proposed = tx.acts.get(act_id)
            self._check_signature(tx, proposed, signature)
            tx.acts.sign(act_id, signature)
            signed = signers(proposed.act, (*proposed.signatures, signature), self._verify)
            try:
                standing = effect(tx.site.standing, proposed.act, signed, tx.now, simulated=self._simulated)
            except Refused as missing:
                return Signed(False, missing)
            tx.acts.take_effect(act_id, standing)
        return Signed(True)

    def give_up(self, actor: Actor, site: str, act_id: UUID) -> bool:
        """Close an act that has not taken effect; False when it is not open.

        Raises Refused when the other side proposed it.
        """
        with self._gate.transaction(actor, operation(Verb.NEGOTIATE), SiteWork(site)) as tx:
            proposed = tx.acts.get(act_id)
            if isinstance(actor, Person) and proposed.side is not _side(actor):
                raise Refused("S32", "a side gives up what it proposed itself, not what the other side did", None)
            return tx.acts.close(act_id)

    def comment(self, actor: Actor, site: str, act_id: UUID, text: str) -> None:
        """Say something of a proposal, to those at the table.

        Raises InputRefused for an empty or too long text, or an act that is not open.
        """
        said = text.strip()
        if not 0 < len(said) <= LONGEST_COMMENT:
            raise InputRefused("comment", f"write between 1 and {LONGEST_COMMENT} characters")
        with self._gate.transaction(actor, operation(Verb.NEGOTIATE), SiteWork(site)) as tx:
            if not tx.acts.get(act_id).is_open:
                raise InputRefused(f"act {act_id}", "is not open any more")
            tx.acts.comment(act_id, said)

    def _check_signature(self, tx: Transaction, proposed: ProposedAct, signature: Signature) -> None:
        if not proposed.is_open:
            raise InputRefused(f"act {proposed.act.id}", "is not open any more; what it was about needs another")
        if signature.key not in signing_keys(tx.site.standing, proposed.act):
            raise Refused("S32", "this key is of no signatory of this site", None)
        if not self._verify(signature.key, signature.value, proposed.act.statement):
            raise InputRefused(f"act {proposed.act.id}", "this signature does not fit; sign the statement as it is")


def _side(actor: Actor) -> Side | None:
    """Whose side somebody sits on; the representatives' where a person has both roles."""
    if not isinstance(actor, Person):
        return None
    return Side.EMPLOYEES if PersonRole.REPRESENTATIVE in actor.roles else Side.EMPLOYER


def _check(standing: Standing, act: Act) -> None:
    match act.kind:
        case ActKind.CHARTER:
            if act.site not in charter_of(act).sites:
                raise Refused("S17", "this charter does not name this site", None)
        case ActKind.SUCCESSION:
            succession_of(act)
        case ActKind.SUSPENSION | ActKind.RESUMPTION:
            reason = act.document.get("reason")
            if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
                raise InputRefused("reason", f"write between 1 and {LONGEST_REASON} characters; both sides read it")
            if act.kind is ActKind.RESUMPTION and act.document.get("suspension") != str(standing.suspension):
                raise Refused("S18", "this is not about the suspension in force", None)
        case ActKind.SCORECARD:
            return
