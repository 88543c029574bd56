"""Tells from words which of two speakers is the adviser: who greets for a company, asks for names, offers help."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from gardefou.hearing.speakers.signs import OF_ADVISERS, OF_CUSTOMERS, Signs

MOST_TIMES = 3
"""A sign counts at most so often for a speaker, as habits of speech repeat."""
LEAST_SURE = 0.75
"""With less, nobody is named."""
FIRST_SPEAKER = 0.7
"""How much speaking first counts: advisers greet more often than they are greeted. In log-odds, as all weights."""


@dataclass(frozen=True, slots=True)
class AdviserFound:
    """Which of two speakers is the adviser, 0 or 1; `confidence` in .5..1."""

    speaker: int
    confidence: float


def find_adviser(said: Sequence[str], first: int) -> AdviserFound:
    """The adviser among two speakers, from all that each of them said; `first` is who spoke first."""
    lead = _signs(said[0]) - _signs(said[1]) + (FIRST_SPEAKER if first == 0 else -FIRST_SPEAKER)
    likely = 1 / (1 + exp(-abs(lead)))
    return AdviserFound(0 if lead > 0 else 1, likely)


def _signs(text: str) -> float:
    """What a speaker's words say for being the adviser, in both languages, as one call may hold both."""
    plain = text.lower().replace("’", "'")
    return _counted(plain, OF_ADVISERS) - _counted(plain, OF_CUSTOMERS)


def _counted(text: str, signs: Signs) -> float:
    return sum(weight * min(MOST_TIMES, len(re.findall(sign, text))) for weight, sign in signs)
