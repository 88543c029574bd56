"""Texts that people write in two languages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Wording(BaseModel):
    """A text in the languages that gardefou speaks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def into(self, language: str) -> str:
        """The text in that language, French when there is none."""
        return self.en if language == "en" else self.fr


Sentence = Annotated[str, Field(min_length=1)]


class Sentences(BaseModel):
    """Example sentences by language; embeddings are multilingual, so all serve every call."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fr: tuple[Sentence, ...] = ()
    en: tuple[Sentence, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Every sentence."""
        return self.fr + self.en
