"""How probably a card is wanted now, from what tells of it in the words just said.

Logistic regressions, learned by `python -m evals.suggestions --learn` on the labelled moments of part "development".
"""

from dataclasses import dataclass
from math import exp
from typing import NamedTuple


class Signs(NamedTuple):
    """What tells that a card is wanted.

    `trigger` is 1 where a trigger found its words, `words` how many telling words of the card were said, `meaning` the
    likeness of a sentence with one that the card answers, `lead` how far that is above every other card, and
    `customer` is 1 where the customer speaks. `meaning` and `lead` are 0 without a model of meaning.
    """

    trigger: float
    words: float
    meaning: float
    lead: float
    customer: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What a unit of each sign adds to the log-odds that the card is wanted, beside `offset`.

    Below `least` nothing is shown.
    """

    trigger: float
    words: float
    meaning: float
    lead: float
    customer: float
    offset: float
    least: float


WITH_MEANING = Weights(trigger=3.87, words=0.96, meaning=5.35, lead=3.48, customer=1.88, offset=-8.28, least=0.25)
WITHOUT_MEANING = Weights(trigger=5.07, words=1.15, meaning=0.0, lead=0.0, customer=2.01, offset=-7.72, least=0.35)


def share_wanted(signs: Signs, weights: Weights) -> float:
    """How probably the card is wanted."""
    total = (
        weights.trigger * signs.trigger
        + weights.words * signs.words
        + weights.meaning * signs.meaning
        + weights.lead * signs.lead
        + weights.customer * signs.customer
        + weights.offset
    )
    return 1 / (1 + exp(-total))
