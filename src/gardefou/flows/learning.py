"""What people decided about calls, as examples that criteria learn from; the charter has to allow it."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from gardefou.evaluation.decided import DecidedCall
from gardefou.flows.drafting import FIRST_VERSION
from gardefou.flows.ports import Gate
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Process
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import ContentErased, InputRefused
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.verdict import Verdict


def decided_calls(gate: Gate, learner: Process, reviewed: Iterable[tuple[UUID, UUID]]) -> Iterator[DecidedCall]:
    """The reviewed calls, one at a time; one that is gone meanwhile is left out.

    Raises Refused where the charter does not let criteria learn.
    """
    for call, adviser in reviewed:
        try:
            with gate.transaction(learner, Action(Verb.LEARN), KeptCall(call)) as tx:
                decided = _decided(tx, call, str(adviser))
        except (InputRefused, ContentErased):
            continue
        yield decided


def _decided(tx: Transaction, call: UUID, speaker: str) -> DecidedCall:
    void = tx.reviews.voided(call)
    verdicts: dict[str, Verdict] = {}
    for decision in sorted(tx.reviews.decisions(call), key=lambda each: each.round):
        verdicts[decision.criterion] = decision.after
    kept = {criterion: verdict for criterion, verdict in verdicts.items() if criterion not in void}
    draft = tx.evaluations.latest(call, FIRST_VERSION).evaluation
    evidence = {
        result.id: tuple(each.span for each in result.evidence if each.kind is EvidenceKind.QUOTE)
        for result in draft.criteria
        if kept.get(result.id) is result.verdict is Verdict.MET
    }
    transcript, measures = tx.transcripts.get(call, FIRST_VERSION), tx.measures.get(call, FIRST_VERSION)
    return DecidedCall(speaker, transcript, measures, kept, evidence)
