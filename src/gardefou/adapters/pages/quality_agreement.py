"""How drafts and people agree, criterion by criterion, ready to be drawn and to be read as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.verdict import Verdict
from gardefou.review.agreement import Agreement, agreement, lower_bound
from gardefou.review.bounds import LEAST_DECIDED, Trials, is_tested
from gardefou.review.model import AgreementPair

FLOOR = 0.60
"""What is drawn where the charter signs no floor, as simulated ones may."""
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
    """The agreement on one criterion; `lower` is what it is above with 95 % confidence.

    `on_trial` says that the program's answers to it are shown to nobody.
    """

    criterion: Criterion
    found: Agreement
    lower: float | None
    floor: float
    on_trial: bool = False

    @property
    def same(self) -> int:
        """How many verdicts people left as drafted."""
        return sum(count for (draft, decided), count in self.found.counts.items() if draft is decided)

    @property
    def is_established(self) -> bool:
        """Whether agreement is above the floor for sure, which few reviews cannot show."""
        return is_tested(self.floor, self.lower)


@dataclass(frozen=True, slots=True)
class ScorecardAgreement:
    """The agreement on every criterion of one scorecard; `left` is where the drawn scale begins.

    `in_force` says that drafts at the site answer it.
    """

    digest: str
    scorecard: Scorecard
    rows: tuple[CriterionAgreement, ...]
    differences: tuple[Difference, ...]
    left: float
    in_force: bool = False

    @property
    def n(self) -> int:
        """How many verdicts were decided."""
        return sum(row.found.n for row in self.rows)

    @property
    def established(self) -> int:
        """On how many criteria agreement is established."""
        return sum(row.is_established for row in self.rows)

    @property
    def on_trial(self) -> tuple[CriterionAgreement, ...]:
        """The criteria whose automatic verdicts are shown to nobody."""
        return tuple(row for row in self.rows if row.on_trial)

    def at(self, value: float) -> str:
        """A place on the drawn scale, from its begin to 1, in percent."""
        return f"{100 * (value - self.left) / (1 - self.left):.1f}%"

    def ticks(self) -> tuple[float, ...]:
        """What the scale names."""
        return (-1.0, 0.0, 1.0) if self.left < NO_BETTER_THAN_CHANCE else (0.0, 0.5, 1.0)


def agreements(
    pairs: Sequence[AgreementPair], scorecards: Mapping[str, Scorecard], trials: Trials | None = None
) -> tuple[ScorecardAgreement, ...]:
    """The agreement on every scorecard that people reviewed with: the one in force, then the most reviewed first."""
    digests = dict.fromkeys(each.scorecard for each in pairs)
    if trials and trials.on_trial:
        digests[trials.digest] = None
    found = [_of(digest, scorecards[digest], pairs, trials) for digest in digests if digest in scorecards]
    return tuple(sorted(found, key=lambda each: (not each.in_force, -each.n, each.digest)))


def _of(digest: str, scorecard: Scorecard, pairs: Sequence[AgreementPair], trials: Trials | None) -> ScorecardAgreement:
    mine = [each for each in pairs if each.scorecard == digest]
    floor = (trials.floor if trials else 0) or FLOOR
    here = trials if trials and trials.digest == digest else None
    rows = tuple(_row(each, agreement(_repeated(mine, each.id)), floor, here) for each in scorecard.criteria())
    lows = [row.found.kappa.low for row in rows if row.found.kappa]
    left = -1.0 if any(low < NO_BETTER_THAN_CHANCE for low in lows) else 0.0
    return ScorecardAgreement(digest, scorecard, rows, _differences(rows), left, here is not None)


def _row(criterion: Criterion, found: Agreement, floor: float, trials: Trials | None) -> CriterionAgreement:
    """In force it stands as drafts take it; else by what people decided with it, where that is enough."""
    if trials:
        return CriterionAgreement(
            criterion, found, trials.lower.get(criterion.id), floor, criterion.id in trials.on_trial
        )
    return CriterionAgreement(criterion, found, lower_bound(found.counts) if found.n >= LEAST_DECIDED else None, floor)


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
