"""When another way to write a passage is taken: the model itself has to find it about as likely over the same sound.

Set on development calls and prompts, with names, and words altered by one sound (docs/decisions/0029-glossary.md).
"""

from collections.abc import Sequence
from typing import Protocol, Self

from gardefou.hearing.glossary.likeness import Likenesses, Reading
from gardefou.kernel.transcript import Word

HIGHEST_LOSS = 7.0
"""How much less likely than what was decoded, as a natural logarithm, an entry may be that sounds the same."""
LOSS_OF_DIFFERENCE = 15.0
"""How much of that goes where all sounds differ, and in proportion."""
MOST_ROUNDS = 8
"""So many entries are put into one passage."""


class Passage(Protocol):
    """A passage as decoded, with the sound that it was decoded from."""

    @property
    def words(self) -> Sequence[Word]:
        """Its words in order."""
        ...

    def gains(self, readings: Sequence[Reading]) -> Sequence[float]:
        """How much likelier each reading is over the same sound than the words are, as a natural logarithm."""
        ...

    def read_as(self, reading: Reading) -> Self:
        """The passage with one of the readings whose gain was asked for."""
        ...


def with_glossary(passage: Passage, likenesses: Likenesses) -> Passage:
    """The passage with the entries that it holds; the same passage where it holds none."""
    for _ in range(MOST_ROUNDS):
        readings = likenesses.readings(passage.words)
        best = taken(readings, passage.gains(readings)) if readings else None
        if best is None:
            break
        passage = passage.read_as(best)
    return passage


def taken(readings: Sequence[Reading], gains: Sequence[float]) -> Reading | None:
    """The likeliest of the readings that are likely enough."""
    rated = [
        (gain, reading)
        for reading, gain in zip(readings, gains, strict=True)
        if gain >= LOSS_OF_DIFFERENCE * reading.difference - HIGHEST_LOSS
    ]
    return max(rated, key=lambda each: each[0])[1] if rated else None
