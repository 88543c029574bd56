"""What is given to somebody who asks for a copy of what is kept about them (GDPR article 15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from gardefou.flows.ports import Gate
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import ContentErased, InputRefused, Refused
from gardefou.kernel.subject import SubjectCall
from gardefou.kernel.transcript import Role, Segment


@dataclass(frozen=True, slots=True)
class CopiedCall:
    """One call; `said` is what the person said, None where it is not given; `withheld` names the clause or cause."""

    call: SubjectCall
    said: tuple[Segment, ...] | None = None
    withheld: str = ""


class SubjectCopies:
    """Makes copies through the gate, so that each reading is decided and logged."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def of_customer(self, officer: Person, calls: Iterable[SubjectCall]) -> list[CopiedCall]:
        """The calls of a customer with the customer's own words; what the adviser said is about somebody else."""
        return [self._copied(officer, call) for call in calls]

    def of_adviser(self, calls: Iterable[SubjectCall]) -> list[CopiedCall]:
        """The list of an adviser's calls: their content is theirs to take, on a page of their own."""
        return [CopiedCall(call) for call in calls]

    def _copied(self, officer: Person, call: SubjectCall) -> CopiedCall:
        try:
            return CopiedCall(call, self._said(officer, call.id))
        except Refused as refused:
            return CopiedCall(call, withheld=refused.clause)
        except (InputRefused, ContentErased):
            return CopiedCall(call, withheld="erased")

    def _said(self, officer: Person, call: UUID) -> tuple[Segment, ...]:
        with self._gate.transaction(officer, operation(Verb.EXPORT_FOR_SUBJECT), KeptCall(call)) as tx:
            transcript = tx.requests.transcript(call)
        return tuple(each for each in transcript.segments if each.role is Role.CUSTOMER) if transcript else ()
