"""Scorecards of a site as a page lists them: those that served, those that run in shadow, those somebody changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.proposals import Proposal
from gardefou.review.agreement import Agreement, by_criterion
from gardefou.review.model import AgreementPair


@dataclass(frozen=True, slots=True)
class ScorecardUse:
    """A scorecard, and how many verdicts people have decided with it."""

    digest: str
    scorecard: Scorecard
    decided: int


@dataclass(frozen=True, slots=True)
class ShadowRow:
    """What a proposed criterion said in shadow, beside what people decided."""

    question_id: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with the agreement on its criteria that people decided about, in its own order."""

    proposal: Proposal
    rows: tuple[ShadowRow, ...]

    @property
    def n(self) -> int:
        """How many verdicts people decided where it ran."""
        return sum(row.found.n for row in self.rows)


def uses(scorecards: Mapping[str, Scorecard], pairs: Sequence[AgreementPair]) -> list[ScorecardUse]:
    """Every scorecard that drafts answered, the latest version of each first."""
    found = [
        ScorecardUse(digest, each, sum(pair.pairs for pair in pairs if pair.scorecard == digest))
        for digest, each in scorecards.items()
    ]
    return sorted(found, key=lambda each: (each.scorecard.id, each.scorecard.version), reverse=True)


def proposal_view(proposal: Proposal, pairs: Sequence[AgreementPair]) -> ProposalView:
    """A proposal with its agreement so far."""
    found = by_criterion(
        (pair.criterion, pair.draft, pair.decided)
        for pair in pairs
        if pair.scorecard == proposal.digest
        for _ in range(pair.pairs)
    )
    rows = (ShadowRow(each.id, found[each.id]) for each in proposal.scorecard.criteria() if each.id in found)
    return ProposalView(proposal, tuple(rows))
