"""What the query language asks of others."""

from collections.abc import Iterable
from typing import Protocol

from gardefou.kernel.passages import Passage

USUAL_LIKENESS = 0.62
"""Likeness from which `meaning("...")` without a figure of its own holds."""


class Likeness(Protocol):
    """Compares the sentences of one call with a sentence; made once for a call, it embeds the call once."""

    def near(self, sentence: str, at_least: float) -> Iterable[Passage]:
        """The passages of the call at least that close in meaning, of every speaker."""
        ...
