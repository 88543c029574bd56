"""What waits for a reviewer, as the page lists it: by date, never by person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gardefou.adapters.pages.quality_words import FILTERS
from gardefou.analysis.model import Taxonomy
from gardefou.kernel.review import ReviewState
from gardefou.kernel.wording import Wording
from gardefou.review.model import Cause, HandedIn, QueuedReview

PAGE_SIZE = 50
SECOND = frozenset({ReviewState.CONTESTED, ReviewState.IN_SECOND_REVIEW})


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One call that waits; `days_left` are the worked days until it is due, where it is due."""

    review: QueuedReview
    label: Wording | None
    days_left: int | None

    @property
    def is_second(self) -> bool:
        """Whether somebody has decided already, and this is the answer to a contest of that."""
        return self.review.state in SECOND


@dataclass(frozen=True, slots=True)
class HandedInRow:
    """One call that whoever reads has decided."""

    handed_in: HandedIn
    label: Wording | None


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of one reviewer: a page of it under one filter, and what all of it counts."""

    rows: tuple[QueueRow, ...]
    counts: Mapping[str, int]
    total: int
    hidden: int
    wanted: str | None
    page: int
    pages: int
    handed_in: tuple[HandedInRow, ...]


def queue(
    reviews: Sequence[QueuedReview],
    handed_in: Sequence[HandedIn],
    taxonomy: Taxonomy,
    days_left: Callable[[date], int],
    wanted: str | None,
    page: int,
) -> Queue:
    """The page of the queue that is asked for; a filter or a page that there is not gives the nearest one."""
    offered = [each for each in reviews if each.is_mine or not each.is_hidden]
    counts = {name: sum(_is_of(each, name) for each in offered) for name in FILTERS}
    chosen = wanted if wanted in FILTERS else None
    found = [each for each in offered if chosen is None or _is_of(each, chosen)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    return Queue(
        rows=tuple(
            QueueRow(each, label_of(taxonomy, each.reason), days_left(each.due_on) if each.due_on else None)
            for each in found[(shown - 1) * PAGE_SIZE : shown * PAGE_SIZE]
        ),
        counts=counts,
        total=len(offered),
        hidden=len(reviews) - len(offered),
        wanted=chosen,
        page=shown,
        pages=pages,
        handed_in=tuple(HandedInRow(each, label_of(taxonomy, each.reason)) for each in handed_in),
    )


def label_of(taxonomy: Taxonomy, reason: str | None) -> Wording | None:
    """How a reason for calling is named, None where nobody looked for it or the taxonomy has it no more."""
    return next((each.label for each in taxonomy.reasons if each.id == reason), None)


def _is_of(review: QueuedReview, name: str) -> bool:
    return review.is_mine if name == "mine" else Cause(name) in review.causes
