"""Reads a phrase book."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from gardefou.adapters.documents.entries_once import refuse_twice
from gardefou.adapters.documents.yaml_document import read_marked
from gardefou.assist.phrases.model import Situation

MOST_SITUATIONS = 40


class _Book(BaseModel):
    model_config = ConfigDict(extra="forbid")

    situations: tuple[Situation, ...] = Field(min_length=1, max_length=MOST_SITUATIONS)


def read_phrases(path: Path) -> tuple[Situation, ...]:
    """The situations of a phrase book, in the order they are shown.

    Raises InputRefused naming the line, column and field of the first fault.
    """
    marked = read_marked(path, _Book)
    refuse_twice(path, marked, "situations", [each.id for each in marked.content.situations])
    return marked.content.situations
