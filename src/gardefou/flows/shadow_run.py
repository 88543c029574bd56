"""Proposed scorecards over a call: what they would say, shown to nobody, to compare with what people decided."""

import logging
from collections.abc import Mapping
from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.flows.drafting import FIRST_VERSION, Evaluable, read_evaluable
from gardefou.flows.ports import Engines, Gate
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Process
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.evaluation import Evaluation

LOG = logging.getLogger(__name__)
Shadow = Evaluation | str
"""What a proposed scorecard says of a call, or the kind of error that kept it from running."""


class ShadowRun:
    """Runs scorecards over calls, one call at a time; over a call that one ran on before, it changes nothing.

    It asks no language model: nobody has signed that words of calls go to one.
    """

    def __init__(self, gate: Gate, engines: Engines, worker: Process) -> None:
        self._gate = gate
        self._engines = engines
        self._worker = worker

    def run(self, call: UUID) -> None:
        """Run all that is proposed at the call's site.

        Raises Refused naming the clause, InputRefused when the call is gone.
        """
        with self._gate.transaction(self._worker, Action(Verb.SHADOW), KeptCall(call)) as tx:
            evaluable, proposed = read_evaluable(tx, call), tx.scorecards.open_proposals()
        self._write(call, {digest: self._shadow(digest, each, evaluable) for digest, each in proposed.items()})

    def run_one(self, call: UUID, digest: str, scorecard: Scorecard) -> None:
        """Run one of them.

        Raises Refused naming the clause, InputRefused when the call is gone.
        """
        with self._gate.transaction(self._worker, Action(Verb.SHADOW), KeptCall(call)) as tx:
            evaluable = read_evaluable(tx, call)
        self._write(call, {digest: self._shadow(digest, scorecard, evaluable)})

    def _shadow(self, digest: str, scorecard: Scorecard, evaluable: Evaluable) -> Shadow:
        try:
            return self._engines.shadow(scorecard, evaluable.transcript, evaluable.measures, evaluable.reason)
        except Exception as error:  # whatever is wrong with what nobody signed, calls go on
            LOG.warning("the proposed scorecard %s could not be run: %s", digest[:12], type(error).__name__)
            return type(error).__name__

    def _write(self, call: UUID, shadows: Mapping[str, Shadow]) -> None:
        """Write verdicts down, and no more."""
        model = self._engines.model
        with self._gate.transaction(self._worker, Action(Verb.SHADOW), KeptCall(call)) as tx:
            for digest, shadow in shadows.items():
                if isinstance(shadow, str):
                    tx.evaluations.fail_shadow(call, FIRST_VERSION, digest, model, shadow)
                else:
                    tx.evaluations.add_shadow(call, FIRST_VERSION, digest, model, shadow)
