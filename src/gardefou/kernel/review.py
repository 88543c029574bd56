"""How far the review of a call by people has come."""

from enum import IntEnum, StrEnum


class ReviewState(StrEnum):
    """Where a review stands; the last three are ends."""

    OFFERED = "offered"
    QUEUED = "queued"
    IN_REVIEW = "in_review"
    DECIDED = "decided"
    CONTESTED = "contested"
    IN_SECOND_REVIEW = "in_second_review"
    FINAL = "final"
    UNREVIEWED = "unreviewed"
    LAPSED = "lapsed"


class Round(IntEnum):
    """The first review answers the draft, the second one a contest."""

    FIRST = 1
    SECOND = 2


ENDS = frozenset({ReviewState.FINAL, ReviewState.UNREVIEWED, ReviewState.LAPSED})
ANSWERABLE = frozenset({ReviewState.OFFERED, ReviewState.DECIDED})
"""The adviser may comment, contest and answer."""

WAITING = frozenset({ReviewState.QUEUED, ReviewState.CONTESTED})
"""A reviewer may take it."""

UNDER_WAY = frozenset({ReviewState.IN_REVIEW, ReviewState.IN_SECOND_REVIEW})
"""A reviewer has it."""

DECIDED_BY_A_PERSON = frozenset(
    {ReviewState.DECIDED, ReviewState.CONTESTED, ReviewState.IN_SECOND_REVIEW, ReviewState.FINAL}
)
"""A named person has decided at least once."""
