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
from gardefou.kernel.transcript import ESTIMATED, Role, Segment, Transcript, Unheard


@dataclass(frozen=True, slots=True)
class CopiedCall:
    """One call; `said` is what the person said, None where it is not given; `withheld` names the clause or cause.

    `unheard` is where they may have said more that could not be transcribed.
    """

    call: SubjectCall
    said: tuple[Segment, ...] | None = None
    withheld: str = ""
    unheard: tuple[Unheard, ...] = ()


class SubjectCopies:
    """Makes copies through the gate, so that each reading is decided and logged."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def of_customer(self, officer: Person, calls: Iterable[SubjectCall]) -> list[CopiedCall]:
        """The calls of a customer with the customer's own words; what the adviser said is about somebody else.

        Where who speaks is an estimate, no words are given: the adviser's may be among them.
        """
        return [self._copied(officer, call) for call in calls]

    def of_adviser(self, calls: Iterable[SubjectCall]) -> list[CopiedCall]:
        """The list of an adviser's calls: their content is theirs to take, on a page of their own."""
        return [CopiedCall(call) for call in calls]

    def _copied(self, officer: Person, call: SubjectCall) -> CopiedCall:
        try:
            transcript = self._transcript(officer, call.id)
        except Refused as refused:
            return CopiedCall(call, withheld=refused.clause)
        except (InputRefused, ContentErased):
            return CopiedCall(call, withheld="erased")
        if transcript is None:
            return CopiedCall(call, ())
        if transcript.is_estimated:
            return CopiedCall(call, withheld=ESTIMATED, unheard=transcript.unheard)
        unheard = tuple(each for each in transcript.unheard if Role.CUSTOMER in transcript.roles_on(each.channel))
        return CopiedCall(call, transcript.of(Role.CUSTOMER), unheard=unheard)

    def _transcript(self, officer: Person, call: UUID) -> Transcript | None:
        with self._gate.transaction(officer, operation(Verb.EXPORT_FOR_SUBJECT), KeptCall(call)) as tx:
            return tx.requests.transcript(call)
