"""Calls go before their date: on their adviser's word, at a request, or because a customer objects.

In one transaction the rows go, then the tombstone is written down where backups look for it, then the keys are
destroyed. Stopped before the commit, the call is here with its keys or without: asked again, or by the next nightly
run, which finds its tombstone, it goes.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from gardefou.flows.one_by_one import OneByOne
from gardefou.flows.ports import Gate, SoundVault, Tombstones
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Actor, Person
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.kernel.call import CallKey
from gardefou.kernel.erasure import Objection, Tombstone
from gardefou.kernel.errors import InputRefused, Refused


class Erasure:
    """Makes everything of a call unreadable and forgets it; sent again, it does not come back."""

    def __init__(self, gate: Gate, vault: SoundVault, tombstones: Tombstones) -> None:
        self._gate = gate
        self._vault = vault
        self._tombstones = tombstones

    def own(self, adviser: Person, call: UUID) -> None:
        """Erase a call on its adviser's word.

        Raises Refused where the charter does not leave it to the adviser, or the call is frozen.
        """
        self._erase(adviser, Verb.ERASE, call, lambda tx: tx.erasures.of_own_call(call))

    def for_subject(self, officer: Person, call: UUID) -> None:
        """Erase a call at a request that a data-protection officer answers.

        Raises Refused while it is frozen.
        """
        self._erase(officer, Verb.ERASE_FOR_SUBJECT, call, lambda tx: tx.erasures.at_request(call))

    def all_for_subject(self, officer: Person, calls: Iterable[UUID]) -> tuple[int, int]:
        """Erase calls one by one; return how many went, and how many are frozen and stay."""
        gone = frozen = 0
        for call in calls:
            try:
                self.for_subject(officer, call)
                gone += 1
            except InputRefused:
                continue  # it went meanwhile
            except Refused as refused:
                if refused.clause != "S14":
                    raise
                frozen += 1
        return gone, frozen

    def objected(self, actor: Actor, key: CallKey) -> Objection:
        """Honour the objection of a customer to a call, here or still to come.

        Raises Refused, and InputRefused when there is no such site.
        """
        with self._gate.transaction(actor, operation(Verb.OBJECT), SiteWork(key.site)) as tx:
            objection = tx.erasures.objected(tx.site.id, key)
            self._tombstones.add(objection.tombstone)
            if objection.call:
                self._vault.destroy_content(objection.call)
        return objection

    def finish(self, sweeper: Actor, calls: Iterable[UUID], one_by_one: OneByOne | None = None) -> int:
        """Erase calls whose erasure was asked for and is not done; return how many went."""
        return (one_by_one or OneByOne()).each(
            calls, lambda call: self._erase(sweeper, Verb.EXPIRE, call, lambda tx: tx.erasures.at_request(call))
        )

    def _erase(self, actor: Actor, verb: Verb, call: UUID, forget: Callable[[Transaction], Tombstone | None]) -> None:
        with self._gate.transaction(actor, operation(verb), KeptCall(call)) as tx:
            tombstone = forget(tx)
            if tombstone is None:
                raise InputRefused(f"call {call}", "it is not here any more")
            self._tombstones.add(tombstone)
            self._vault.destroy_content(call)
