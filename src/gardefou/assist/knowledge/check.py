"""What may mislead in knowledge cards: found before an adviser meets it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from gardefou.assist.knowledge.cards import Card
from gardefou.assist.knowledge.words import stems
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.transcript import Transcript
from gardefou.query.match import Searcher

Place = tuple[str | int, ...]
SOON = timedelta(days=30)
NEARLY_EVERY = 0.3
"""Share of sample sentences above which a trigger tells nothing."""
ALIKE_IN_WORDS = 0.6
ALIKE_IN_MEANING = 0.9
LONG = 350
"""Letters of a passage that take more than a glance."""


class Severity(StrEnum):
    """An error keeps a card from being shown; a warning is for its author to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a card, where, and the way out."""

    card: str
    place: Place
    severity: Severity
    code: str
    cause: str


def check_cards(
    cards: Sequence[Card], sentences: Sequence[Transcript], today: date, embeddings: SentenceEmbeddings | None = None
) -> list[Finding]:
    """Everything found; `sentences` are what people say, one in each, to try triggers on."""
    found = [finding for card in cards for finding in (*_of_dates(card, today), *_of_text(card))]
    found += _of_triggers(cards, sentences)
    found += _alike(cards, embeddings)
    return found


def _of_dates(card: Card, today: date) -> Iterator[Finding]:
    place = ("valid_until",)
    if card.valid_until is None:
        yield _warned(card, (), "undated", "has no valid_until: it is shown for ever; give a day to look at it again")
    elif not card.is_valid(today):
        cause = f"expired on {card.valid_until}: it is not shown; check it and give a new day, or delete it"
        yield Finding(card.id, place, Severity.ERROR, "expired", cause)
    elif card.valid_until < today + SOON:
        yield _warned(card, place, "expires_soon", f"expires on {card.valid_until}; check it and give a new day")


def _of_text(card: Card) -> Iterator[Finding]:
    if not card.source:
        yield _warned(card, (), "no_source", "names no source: an adviser cannot tell what it rests on; add source")
    for number, passage in enumerate(card.passages, 1):
        if len(passage) > LONG:
            cause = f"passage {number} has {len(passage)} letters: more than a glance; divide it by an empty line"
            yield _warned(card, (), "long_passage", cause)


def _of_triggers(cards: Sequence[Card], sentences: Sequence[Transcript]) -> Iterator[Finding]:
    """Triggers tried on sample sentences, and on the sentences that their own card answers."""
    searchers = [(each.language, Searcher(each)) for each in sentences]
    for card in cards:
        spoken = [searcher for language, searcher in searchers if language == card.language]
        own = [Searcher(replace(each, language=card.language)) for each in _as_said(card, sentences)]
        for number, trigger in enumerate(card.triggers):
            if not spoken:
                break
            holds = sum(each.find(trigger).found for each in spoken)
            if holds > NEARLY_EVERY * len(spoken):
                cause = f"holds in {holds} of {len(spoken)} sample sentences: it tells nothing; ask for more words"
                yield _warned(card, ("triggers", number), "holds_everywhere", cause)
            elif not holds and not any(each.find(trigger).found for each in own):
                cause = "holds in no sample sentence and in none of its own answers; try it, or add an answer it finds"
                yield _warned(card, ("triggers", number), "holds_nowhere", cause)


def _as_said(card: Card, sentences: Sequence[Transcript]) -> Iterator[Transcript]:
    """The answers of a card as sentences of either speaker."""
    for like in {each.segments[0].role: each for each in sentences}.values():
        for text in card.answers:
            yield spoken_like(like, text)


def spoken_like(other: Transcript, text: str) -> Transcript:
    """A transcript of one sentence by the speaker of another one."""
    segment = other.segments[0]
    base = segment.words_or_whole[0]
    words = tuple(
        replace(base, start_ms=200 * place, end_ms=200 * place + 200, text=each)
        for place, each in enumerate(text.split())
    )
    made = replace(segment, start_ms=0, end_ms=200 * len(words), text=" ".join(text.split()), words=words)
    return replace(other, duration_ms=made.end_ms, segments=(made,))


def _alike(cards: Sequence[Card], embeddings: SentenceEmbeddings | None) -> Iterator[Finding]:
    """Cards of one language that would come up together."""
    words = [stems(" ".join((card.title, *card.passages)), card.language) for card in cards]
    titles = embeddings.embed([f"{card.title}. {card.passages[0]}" for card in cards]) if embeddings and cards else None
    for place, card in enumerate(cards):
        for other in range(place):
            if cards[other].language != card.language:
                continue
            shared = len(words[place] & words[other]) / max(1, len(words[place] | words[other]))
            meant = float(titles[place] @ titles[other]) if titles is not None else 0.0
            if shared >= ALIKE_IN_WORDS or meant >= ALIKE_IN_MEANING:
                cause = f"says nearly what {cards[other].id} says; make one card of both, or tell them apart"
                yield _warned(card, (), "near_duplicate", cause)


def _warned(card: Card, place: Place, code: str, cause: str) -> Finding:
    return Finding(card.id, place, Severity.WARNING, code, cause)
