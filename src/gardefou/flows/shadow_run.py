"""Scorecards and models that nobody signed, over a call: what they would say, to compare with what people decided."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.flows.drafting import FIRST_VERSION, Evaluable, read_evaluable
from gardefou.flows.ports import Engines, Gate
from gardefou.flows.repositories import Transaction
from gardefou.flows.signed_scorecard import card_of, signed_at
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
        """Run all that is proposed at the call's site, and what the settings name where both sides signed another one.

        Raises Refused naming the clause, InputRefused when the call is gone.
        """
        with self._gate.transaction(self._worker, Action(Verb.SHADOW), KeptCall(call)) as tx:
            evaluable, proposed = read_evaluable(tx, call), tx.scorecards.open_proposals() | self._of_settings(tx)
        self._write(call, {digest: self._shadow(digest, each, evaluable) for digest, each in proposed.items()})

    def run_signed(self, call: UUID, step: str, look_again_after: timedelta) -> None:
        """Run the signed scorecard with a model that nobody signed, once; the step that waits looks again later.

        Raises Refused naming the clause, InputRefused when the call is gone.
        """
        with self._gate.transaction(self._worker, Action(Verb.SHADOW), KeptCall(call)) as tx:
            scorecard = card_of(signed_at(tx))
            tx.jobs.enqueue(step, call, tx.now + look_again_after)
            if tx.evaluations.has_shadow(call, FIRST_VERSION, scorecard.digest, self._engines.model):
                return
            evaluable = read_evaluable(tx, call)
        self._write(call, {scorecard.digest: self._shadow(scorecard.digest, scorecard, evaluable)})

    def run_one(self, call: UUID, digest: str, scorecard: Scorecard) -> None:
        """Run one of them.

        Raises Refused naming the clause, InputRefused when the call is gone.
        """
        with self._gate.transaction(self._worker, Action(Verb.SHADOW), KeptCall(call)) as tx:
            evaluable = read_evaluable(tx, call)
        self._write(call, {digest: self._shadow(digest, scorecard, evaluable)})

    def _of_settings(self, tx: Transaction) -> dict[str, Scorecard]:
        signed, named = tx.site.standing.scorecard, self._engines.scorecard
        return {named.digest: named} if signed and signed.digest != named.digest else {}

    def _shadow(self, digest: str, scorecard: Scorecard, evaluable: Evaluable) -> Shadow:
        try:
            return self._engines.shadow(scorecard, evaluable.transcript, evaluable.measures, evaluable.reason)
        except Exception as error:  # whatever is wrong with what nobody signed, calls go on
            LOG.warning("the scorecard %s could not be run in shadow: %s", digest[:12], type(error).__name__)
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
