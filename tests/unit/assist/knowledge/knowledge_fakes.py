"""Cards and calls to try suggestions on."""

from datetime import date

from gardefou.assist.knowledge.cards import Card
from gardefou.kernel.transcript import Role, Segment, Transcript, Word
from gardefou.query.parse import parse_query

TODAY = date(2026, 11, 22)
WORD_MS = 300


def card(id: str, *triggers: str, **others: object) -> Card:
    values = {
        "title": id.capitalize(),
        "passages": (f"Ce qu'il faut savoir de {id}.",),
        "source": "Fiche 1",
        "language": "fr",
        "triggers": tuple(map(parse_query, triggers)),
        **others,
    }
    return Card(id=id, **values)  # type: ignore[arg-type]


def said(text: str, at_s: float, role: Role = Role.CUSTOMER) -> Segment:
    start = round(at_s * 1000)
    texts = text.split()
    words = tuple(
        Word(start + WORD_MS * place, start + WORD_MS * (place + 1), each) for place, each in enumerate(texts)
    )
    channel = 0 if role is Role.ADVISER else 1
    return Segment(channel, role, start, start + WORD_MS * len(texts), text, None, words)


def call(*segments: Segment, language: str = "fr") -> Transcript:
    return Transcript(max(each.end_ms for each in segments), language, "fake", segments)
