"""Finds which cards fit the words just said, and the words that show it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gardefou.assist.knowledge.cards import Card
from gardefou.assist.knowledge.confidence import WITH_MEANING, WITHOUT_MEANING, Signs, Weights, share_wanted
from gardefou.assist.knowledge.triggers import Moment, moment_of, triggered
from gardefou.assist.knowledge.words import CardWords, stems
from gardefou.assist.model import Said
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors
from gardefou.kernel.transcript import Role, Segment, Transcript


@dataclass(frozen=True, slots=True)
class Fit:
    """A card with how probably it is wanted, its passage that answers, and what was said."""

    card: Card
    confidence: float
    passage: str
    because: Said


class _Judged(NamedTuple):
    """A card by its place on the shelf, and what tells of it."""

    place: int
    signs: Signs
    confidence: float
    because: Said


class _Shelf:
    """The cards of one language, made ready."""

    def __init__(self, cards: Sequence[Card], language: str, embeddings: SentenceEmbeddings | None) -> None:
        self.cards = cards
        self.language = language
        self.words = CardWords(cards, language)
        self.answers = [_embedded(embeddings, (card.title, *card.answers)) for card in cards]
        self.passages = [_embedded(embeddings, card.passages) for card in cards]


class CardFinder:
    """All cards, made ready once for many calls; without embeddings, triggers and words tell alone."""

    def __init__(self, cards: Sequence[Card], embeddings: SentenceEmbeddings | None = None) -> None:
        by_language: dict[str, list[Card]] = defaultdict(list)
        for card in cards:
            by_language[card.language].append(card)
        self._embeddings = embeddings
        self._shelves = {each: _Shelf(found, each, embeddings) for each, found in by_language.items()}
        self.weights: Weights = WITH_MEANING if embeddings else WITHOUT_MEANING

    def fits(self, call: Transcript, new: Segment) -> list[Fit]:
        """The cards of the call's language that are probably wanted, the likeliest first."""
        shelf, moment = self._shelves.get(call.language[:2].lower()), moment_of(call, new)
        if shelf is None or moment is None:
            return []
        said = _embedded(self._embeddings, [each.quote for each in moment.sentences])
        judged = self._judged(shelf, moment, said)
        found = [each for each in judged if each.confidence >= self.weights.least]
        found.sort(key=lambda each: -each.confidence)
        return [_fit(shelf, moment, said, each) for each in found]

    def signs(self, call: Transcript, new: Segment) -> list[tuple[str, Signs]]:
        """What tells of every card of the call's language that it is wanted, by its id."""
        shelf, moment = self._shelves.get(call.language[:2].lower()), moment_of(call, new)
        if shelf is None or moment is None:
            return []
        said = _embedded(self._embeddings, [each.quote for each in moment.sentences])
        return [(shelf.cards[each.place].id, each.signs) for each in self._judged(shelf, moment, said)]

    def _judged(self, shelf: _Shelf, moment: Moment, said: Vectors | None) -> Iterator[_Judged]:
        likenesses = [_likenesses(said, answers) for answers in shelf.answers]
        nearest = [max(each, default=0.0) for each in likenesses]
        first, second = ([*sorted(nearest, reverse=True), 0.0, 0.0])[:2]
        words = shelf.words.said_of(moment.text)
        customer = float(moment.new.role is Role.CUSTOMER)
        for place, card in enumerate(shelf.cards):
            shown = triggered(card, moment)
            lead = nearest[place] - (second if nearest[place] == first else first)
            signs = Signs(float(shown is not None), words[place], nearest[place], lead, customer)
            near = moment.sentences[int(np.argmax(likenesses[place])) if likenesses[place] else -1]
            yield _Judged(place, signs, share_wanted(signs, self.weights), shown or near)


def _fit(shelf: _Shelf, moment: Moment, said: Vectors | None, judged: _Judged) -> Fit:
    card = shelf.cards[judged.place]
    return Fit(card, judged.confidence, _passage(shelf, judged.place, moment, said), judged.because)


def _embedded(embeddings: SentenceEmbeddings | None, texts: Sequence[str]) -> Vectors | None:
    return embeddings.embed(texts) if embeddings and texts else None


def _likenesses(sentences: Vectors | None, answers: Vectors | None) -> list[float]:
    """For each sentence said, how near it is to the nearest that the card answers."""
    if sentences is None or answers is None:
        return []
    return [float(each) for each in (sentences @ answers.T).max(axis=1)]


def _passage(shelf: _Shelf, place: int, moment: Moment, said: Vectors | None) -> str:
    """The passage of the card that is nearest to what was said; the first where none is nearer."""
    texts, vectors = shelf.cards[place].passages, shelf.passages[place]
    if said is not None and vectors is not None:
        return texts[int(np.argmax((vectors @ said.T).max(axis=1)))]
    new = stems(moment.new.text, shelf.language)
    return max(texts, key=lambda each: len(stems(each, shelf.language) & new))
