"""A phrase book as people write it."""

from typing import Annotated

from pydantic import Field

from gardefou.assist.written import Id, Written
from gardefou.kernel.wording import Wording

LONGEST_PHRASE = 300
MOST_PHRASES = 3

Phrase = Annotated[str, Field(min_length=1, max_length=LONGEST_PHRASE)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=MOST_PHRASES)]


class PhrasesByLanguage(Written):
    """Formulations in the languages that calls are in."""

    fr: Phrases
    en: Phrases

    def into(self, language: str) -> tuple[str, ...]:
        """Those of a language, French when there is none."""
        return self.en if language == "en" else self.fr


class Situation(Written):
    """A situation of a call, with words for it."""

    id: Id
    label: Wording
    phrases: PhrasesByLanguage
