"""A proposed scorecard over kept calls: what it would say, shown to nobody, to compare with what people decided."""

from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.flows.drafting import draft, read_evaluable, write_shadows
from gardefou.flows.ports import Engines, Gate
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Process
from gardefou.governance.subjects import KeptCall


class ShadowRun:
    """Runs one scorecard over calls, one at a time; over a call it ran on before, it changes nothing."""

    def __init__(self, gate: Gate, engines: Engines, worker: Process, digest: str, scorecard: Scorecard) -> None:
        self._gate = gate
        self._engines = engines
        self._worker = worker
        self._digest = digest
        self._scorecard = scorecard

    def run(self, call: UUID) -> None:
        """Read a call, draft outside of any transaction, and write the verdicts down.

        Raises Refused naming the clause, InputRefused when the call is gone.
        """
        action, subject = Action(Verb.SHADOW), KeptCall(call)
        with self._gate.transaction(self._worker, action, subject) as tx:
            evaluable = read_evaluable(tx, call)
        drafted = draft(self._engines, self._scorecard, evaluable)
        with self._gate.transaction(self._worker, action, subject) as tx:
            write_shadows(tx, call, self._engines.model, {self._digest: drafted})
            tx.evaluations.add_replies(call, evaluable.replies.new)
