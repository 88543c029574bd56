"""The sample of drafts that people review: at most so many of each adviser and month, by a rule anybody can redo."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID


def place(call: UUID) -> bytes:
    """Where a call stands in the order of the sample: its id was given by chance, so its hash is too."""
    return sha256(call.bytes).digest()


def is_sampled(call: UUID, others: Iterable[UUID], sampled: int, most: int) -> bool:
    """Whether a call is in the sample of its adviser and month.

    `others` are the adviser's other calls of that month that are here so far, `sampled` how many of them are in the
    sample already. The first calls of a month are in it more often, and all of them where there are few.
    """
    before = sum(place(other) < place(call) for other in others)
    return sampled < most and before < most
