"""Drafts of one call: by the scorecard that both sides signed, with its criteria on trial apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.trial import is_answered, shown, unshown
from gardefou.flows.ports import Engines
from gardefou.flows.repositories import Transaction
from gardefou.flows.signed_scorecard import card_of, signed_at
from gardefou.governance.standing import SignedScorecard
from gardefou.kernel.errors import Refused
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.transcript import Transcript
from gardefou.review.bounds import Bound, Trials, established, lowest

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


@dataclass(frozen=True, slots=True)
class Grid:
    """What a draft answers: the signed scorecard, and those of its criteria that are on trial at the site."""

    signed: SignedScorecard
    scorecard: Scorecard
    on_trial: frozenset[str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a scorecard says of a call: the draft, and apart from it what was found on criteria on trial."""

    draft: Evaluation
    on_trial: Evaluation


class ModelNotSigned(Refused):
    """The scorecard would be answered by a model that both sides did not sign it with."""

    def __init__(self, charter: str | None) -> None:
        text = (
            "both sides signed the scorecard with another model; what this one says stays in shadow until they sign it"
        )
        super().__init__("S17", text, charter)


def read_grid(tx: Transaction, engines: Engines) -> Grid:
    """The scorecard in force at the site, as drafts answer it there.

    Raises ModelNotSigned when the engines have other models than those signed.
    """
    signed = signed_at(tx)
    scorecard = card_of(signed)
    if not set(engines.models(scorecard)) <= set(signed.models):
        raise ModelNotSigned(tx.charter.title)
    own = tx.scorecards.bounds(signed.digest).get(engines.model, {})
    return Grid(signed, scorecard, trials(signed, scorecard, tx.charter.agreement_floor, own).on_trial)


def trials(signed: SignedScorecard, scorecard: Scorecard, floor: float, own: Mapping[str, Bound]) -> Trials:
    """How every criterion that the program answers stands against the floor."""
    answered = [each.id for each in scorecard.criteria() if is_answered(each)]
    lower = {name: established(own.get(name), signed.agreement.get(name)) for name in answered}
    return Trials(signed.digest, floor, lower)


def trials_at(tx: Transaction) -> tuple[Scorecard, Trials] | None:
    """The scorecard in force at a site with its criteria on trial, by the worst of the models that were signed."""
    signed = tx.site.standing.scorecard
    if signed is None:
        return None
    measured, scorecard = tx.scorecards.bounds(signed.digest), card_of(signed)
    own = lowest(measured[model] for model in signed.models if model in measured)
    return scorecard, trials(signed, scorecard, tx.charter.agreement_floor, own)


def draft(engines: Engines, grid: Grid, evaluable: Evaluable) -> Drafted:
    """What the scorecard in force says of a call."""
    reason = evaluable.reason
    found = engines.evaluate(grid.scorecard, evaluable.transcript, evaluable.measures, reason, evaluable.replies)
    return Drafted(shown(grid.scorecard, found, grid.on_trial, reason), unshown(found, grid.on_trial))
