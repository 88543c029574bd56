"""A knowledge card: what an adviser may want to know at a moment of a call."""

from dataclasses import dataclass
from datetime import date

from gardefou.query.model import Query


@dataclass(frozen=True, slots=True)
class Card:
    """Short passages that answer, and what tells that they are asked for.

    `answers` are sentences that the card answers, as somebody would say them.
    """

    id: str
    title: str
    passages: tuple[str, ...]
    source: str
    language: str
    triggers: tuple[Query, ...] = ()
    answers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    valid_until: date | None = None

    def is_valid(self, today: date) -> bool:
        """Whether it may still be shown."""
        return self.valid_until is None or today <= self.valid_until
