"""How drafts and people agree, criterion by criterion, ready to be drawn and to be read as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.verdict import Verdict
from gardefou.review.agreement import Agreement, agreement
from gardefou.review.model import AgreementPair

FLOOR = 0.60
"""The agreement that S12 asks for, where no charter signs another one."""
MOST_DIFFERENCES = 5
NO_BETTER_THAN_CHANCE = 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How often a draft said one thing and people decided another."""

    criterion: Criterion
    draft: Verdict
    decided: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """The agreement on one criterion."""

    criterion: Criterion
    found: Agreement

    @property
    def same(self) -> int:
        """How many verdicts people left as drafted."""
        return sum(count for (draft, decided), count in self.found.counts.items() if draft is decided)

    @property
    def is_established(self) -> bool:
        """Whether the whole interval lies above the floor, which few reviews cannot do."""
        return self.found.kappa is not None and self.found.kappa.low > FLOOR


@dataclass(frozen=True, slots=True)
class ScorecardAgreement:
    """The agreement on every criterion of one scorecard; `left` is where the drawn scale begins."""

    digest: str
    scorecard: Scorecard
    rows: tuple[CriterionAgreement, ...]
    differences: tuple[Difference, ...]
    left: float

    @property
    def n(self) -> int:
        """How many verdicts were decided."""
        return sum(row.found.n for row in self.rows)

    @property
    def established(self) -> int:
        """On how many criteria agreement is established."""
        return sum(row.is_established for row in self.rows)

    def at(self, value: float) -> str:
        """A place on the drawn scale, from its begin to 1, in percent."""
        return f"{100 * (value - self.left) / (1 - self.left):.1f}%"

    def ticks(self) -> tuple[float, ...]:
        """What the scale names."""
        return (-1.0, 0.0, 1.0) if self.left < NO_BETTER_THAN_CHANCE else (0.0, 0.5, 1.0)


def agreements(pairs: Sequence[AgreementPair], scorecards: Mapping[str, Scorecard]) -> tuple[ScorecardAgreement, ...]:
    """The agreement on every scorecard that people reviewed with, the most reviewed first."""
    digests = dict.fromkeys(each.scorecard for each in pairs if each.scorecard in scorecards)
    found = [_of(digest, scorecards[digest], pairs) for digest in digests]
    return tuple(sorted(found, key=lambda each: (-each.n, each.digest)))


def _of(digest: str, scorecard: Scorecard, pairs: Sequence[AgreementPair]) -> ScorecardAgreement:
    mine = [each for each in pairs if each.scorecard == digest]
    rows = tuple(
        CriterionAgreement(criterion, agreement(_repeated(mine, criterion.id))) for criterion in scorecard.criteria()
    )
    lows = [row.found.kappa.low for row in rows if row.found.kappa]
    left = -1.0 if any(low < NO_BETTER_THAN_CHANCE for low in lows) else 0.0
    return ScorecardAgreement(digest, scorecard, rows, _differences(rows), left)


def _repeated(pairs: Sequence[AgreementPair], criterion: str) -> list[tuple[Verdict, Verdict]]:
    return [pair for each in pairs if each.criterion == criterion for pair in [(each.draft, each.decided)] * each.pairs]


def _differences(rows: Sequence[CriterionAgreement]) -> tuple[Difference, ...]:
    found = [
        Difference(row.criterion, draft, decided, count)
        for row in rows
        for (draft, decided), count in row.found.counts.items()
        if draft is not decided
    ]
    return tuple(sorted(found, key=lambda each: -each.count)[:MOST_DIFFERENCES])
