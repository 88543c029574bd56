"""The agreement of a criterion with people that is sure, as far as the reviews of a site show it (S12)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gardefou.kernel.verdict import Verdict
from gardefou.review.agreement import lower_bound

LEAST_DECIDED = 30
"""Fewer decided reviews do not say how a criterion does at a site."""


@dataclass(frozen=True, slots=True)
class DecidedPairs:
    """How often the program said one thing on a criterion and people decided another, or the same.

    `is_blind` says that those who decided were not shown what the program said.
    """

    criterion: str
    is_blind: bool
    program: Verdict
    decided: Verdict
    pairs: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What the agreement is above with 95 % confidence, by `n` decided reviews; None where they cannot tell."""

    lower: float | None
    n: int
    is_blind: bool = False
    at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether there are enough reviews for it to count."""
        return self.n >= LEAST_DECIDED


def bounds(pairs: Iterable[DecidedPairs]) -> dict[str, Bound]:
    """The bound of every criterion that people decided: by blind reviews alone where there are enough, else by all."""
    found: dict[str, list[DecidedPairs]] = {}
    for each in pairs:
        found.setdefault(each.criterion, []).append(each)
    return {criterion: _bound(each) for criterion, each in found.items()}


def _bound(pairs: Iterable[DecidedPairs]) -> Bound:
    every = list(pairs)
    blind = _counted(each for each in every if each.is_blind)
    if blind.total() >= LEAST_DECIDED:
        return Bound(lower_bound(blind), blind.total(), is_blind=True)
    counted = _counted(every)
    return Bound(lower_bound(counted), counted.total())


def _counted(pairs: Iterable[DecidedPairs]) -> Counter[tuple[Verdict, Verdict]]:
    counts: Counter[tuple[Verdict, Verdict]] = Counter()
    for each in pairs:
        counts[each.program, each.decided] += each.pairs
    return counts


def established(own: Bound | None, signed: float | None) -> float | None:
    """What agreement is above: by the site's own reviews where they are enough, else as signed; None where unknown."""
    return own.lower if own and own.counts else signed


def is_tested(floor: float, lower: float | None) -> bool:
    """Whether agreement is established above the floor; what cannot be told is not."""
    return lower is not None and floor <= lower <= 1


@dataclass(frozen=True, slots=True)
class Trials:
    """How the criteria of the scorecard in force stand at a site, against the floor that both sides signed."""

    digest: str
    floor: float
    lower: Mapping[str, float | None]

    @property
    def on_trial(self) -> frozenset[str]:
        """Those whose agreement with people is not established above the floor; none where there is no floor."""
        if not self.floor:
            return frozenset()
        return frozenset(name for name, lower in self.lower.items() if not is_tested(self.floor, lower))


def lowest(found: Iterable[Mapping[str, Bound]]) -> dict[str, Bound]:
    """Of several models, the bound of the one that does worst on each criterion; what cannot be told is worst."""
    worst: dict[str, Bound] = {}
    for each in found:
        for criterion, bound in each.items():
            before = worst.get(criterion)
            if before is None or _rank(bound) < _rank(before):
                worst[criterion] = bound
    return worst


def _rank(bound: Bound) -> float:
    return -2.0 if bound.lower is None else bound.lower
