"""How far signed scorecards agree with people at each site, measured again whenever people have decided (S12)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gardefou.review.bounds import Bound, DecidedPairs, bounds


class DecidedReviews(Protocol):
    """What people decided, nobody named, and what was measured by it."""

    def due(self, now: datetime) -> Iterable[tuple[UUID, str]]:
        """Sites with the digest of their scorecard whose reviews went on since they were measured last."""
        ...

    def pairs(self, site: UUID, digest: str) -> Mapping[str, Iterable[DecidedPairs]]:
        """What the program said and people decided there, by the model that said it."""
        ...

    def keep(self, site: UUID, digest: str, found: Mapping[str, Mapping[str, Bound]]) -> None:
        """Write what was measured in place of what was before, by model and criterion."""
        ...


def measure_agreement(reviews: DecidedReviews, now: datetime) -> int:
    """Measure what is due, and return on how many sites it was."""
    sites = list(reviews.due(now))
    for site, digest in sites:
        found = {model: bounds(pairs) for model, pairs in reviews.pairs(site, digest).items()}
        reviews.keep(site, digest, found)
    return len(sites)
