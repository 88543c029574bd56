"""How sure each heard word is: the share of such words that were truly said, from what the model thought of them.

A logistic regression, learned by `python -m evals.reliability --learn` on the half "development" with the model base.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import NamedTuple

from gardefou.kernel.transcript import Word

SUREST = 0.999
"""The model's probabilities are kept between 1 less this, and this."""
MOST_LETTERS = 8


class Signs(NamedTuple):
    """What tells of a word whether it was said.

    `own` is the model's log-odds for it, `near` their mean over the words beside it; `letters` are counted up to
    MOST_LETTERS; `first` is 1 for the first word of a passage and 0 for others.
    """

    own: float
    near: float
    letters: float
    first: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What a unit of each sign adds to the log-odds that a word was said, beside `offset`."""

    own: float
    near: float
    letters: float
    first: float
    offset: float


LEARNED = Weights(own=0.738, near=0.271, letters=-0.105, first=0.748, offset=0.273)


def calibrated(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a passage with how probably each was said, instead of how probable the model held its tokens.

    Words without confidence stay without.
    """
    signs = signs_of(words)
    return tuple(
        word if each is None else replace(word, confidence=share_right(each))
        for word, each in zip(words, signs, strict=True)
    )


def signs_of(words: Sequence[Word]) -> list[Signs | None]:
    """The signs of each word of a passage; None for words that the model gave no probability."""
    odds = [None if word.confidence is None else _log_odds(word.confidence) for word in words]
    return [None if own is None else _signs(words, odds, place, own) for place, own in enumerate(odds)]


def share_right(signs: Signs, weights: Weights = LEARNED) -> float:
    """How probably a word was said."""
    total = (
        weights.own * signs.own
        + weights.near * signs.near
        + weights.letters * signs.letters
        + weights.first * signs.first
        + weights.offset
    )
    return round(1 / (1 + exp(-total)), 3)


def _signs(words: Sequence[Word], odds: Sequence[float | None], place: int, own: float) -> Signs:
    beside = [*odds[max(0, place - 1) : place], *odds[place + 1 : place + 2]]
    known = [each for each in beside if each is not None]
    letters = sum(sign.isalnum() for sign in words[place].text)
    return Signs(own, sum(known) / len(known) if known else own, float(min(MOST_LETTERS, letters)), float(place == 0))


def _log_odds(probability: float) -> float:
    within = min(max(probability, 1 - SUREST), SUREST)
    return log(within / (1 - within))
