"""Drafts of one call: by the scorecard in force, and in shadow by those that are proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.flows.ports import Engines
from gardefou.flows.repositories import Transaction
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.transcript import Transcript

FIRST_VERSION = 1


class CallReplies:
    """What a language model answered about one call: what is known, and what came new."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self.new: dict[str, str] = {}

    def get(self, digest: str) -> str | None:
        """An answer given before."""
        return self._known.get(digest) or self.new.get(digest)

    def add(self, digest: str, reply: str) -> None:
        """Remember an answer."""
        self.new[digest] = reply


@dataclass(frozen=True, slots=True)
class Evaluable:
    """All that drafts of a call are made from."""

    transcript: Transcript
    measures: Measures
    reason: Reason | None
    replies: CallReplies


def read_evaluable(tx: Transaction, call: UUID) -> Evaluable:
    """What the store has of a call that was classified."""
    return Evaluable(
        tx.transcripts.get(call, FIRST_VERSION),
        tx.measures.get(call, FIRST_VERSION),
        tx.calls.get(call).reason,
        CallReplies(tx.evaluations.replies(call)),
    )


def draft(engines: Engines, scorecard: Scorecard, evaluable: Evaluable) -> Evaluation:
    """What a scorecard says of a call."""
    return engines.evaluate(scorecard, evaluable.transcript, evaluable.measures, evaluable.reason, evaluable.replies)
