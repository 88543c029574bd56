"""Which telling words of cards were said: BM25 over stems, with rare words counting most.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from gardefou.assist.knowledge.cards import Card
from gardefou.query.inflection import UNINFLECTED, inflection_of
from gardefou.query.model import Not, Phrase, Query, parts_of
from gardefou.query.text import written_tokens

SATURATION = 1.2
LENGTH_SHARE = 0.5
FEWEST_LETTERS = 3
OF_TITLE, OF_SENTENCES, OF_PASSAGES = 3, 2, 1
"""How often a word counts, by where in the card it stands."""


def stems(text: str, language: str) -> set[str]:
    """What the words of a text have in common with their other forms; words of grammar and short ones are left out."""
    found: set[str] = set()
    for written in text.split():
        for token in written_tokens(written):
            if len(token.text) >= FEWEST_LETTERS and token.text not in UNINFLECTED:
                found |= inflection_of(language).keys(token.accented) or {token.text}
    return found


class CardWords:
    """The words of all cards of one language."""

    def __init__(self, cards: Sequence[Card], language: str) -> None:
        self.language = language
        self._counts = [_counted(card, language) for card in cards]
        lengths = [sum(each.values()) for each in self._counts]
        usual = sum(lengths) / len(lengths) if lengths else 1
        self._room = [SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / usual) for length in lengths]
        holding = Counter(stem for each in self._counts for stem in each)
        self._rarity = {stem: _rarity(count, len(cards)) for stem, count in holding.items()}

    def said_of(self, text: str) -> list[float]:
        """For each card, how many of its telling words a text has."""
        said = stems(text, self.language) & self._rarity.keys()
        return [
            sum(self._rarity[stem] * counts[stem] / (counts[stem] + room) for stem in said if stem in counts)
            for counts, room in zip(self._counts, self._room, strict=True)
        ]


def _rarity(holding: int, cards: int) -> float:
    """Near 1 for a word of one card, whatever their number; near 0 for one of all."""
    return log(1 + (cards - holding + 0.5) / (holding + 0.5)) / log(1 + (cards - 0.5) / 1.5)


def _counted(card: Card, language: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    parts = (
        (OF_TITLE, (card.title,)),
        (OF_SENTENCES, (*card.answers, *card.products, *(word for each in card.triggers for word in _named(each)))),
        (OF_PASSAGES, card.passages),
    )
    for often, texts in parts:
        for text in texts:
            for stem in stems(text, language):
                counts[stem] += often
    return counts


def _named(query: Query) -> Iterable[str]:
    """The words that a trigger looks for."""
    if isinstance(query, Phrase):
        yield " ".join(query.words).replace("*", "")
    elif not isinstance(query, Not):
        for part in parts_of(query):
            yield from _named(part)
