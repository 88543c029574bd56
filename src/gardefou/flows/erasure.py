"""An adviser has a call erased: its rows and its keys go together."""

from uuid import UUID

from gardefou.flows.ports import Gate, SoundVault
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import InputRefused


def erase(gate: Gate, vault: SoundVault, adviser: Person, call: UUID) -> None:
    """Make everything of a call unreadable and forget it; sent again, it does not come back.

    Interrupted, it can be asked again. Raises Refused where the charter does not leave it to the adviser.
    """
    with gate.transaction(adviser, operation(Verb.ERASE), KeptCall(call)) as tx:
        if not tx.own_file.forget(call):
            raise InputRefused(f"call {call}", "it is not here any more")
        vault.destroy_content(call)
