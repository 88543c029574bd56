"""Reads which lines a wrap-up has."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from gardefou.adapters.documents.entries_once import refuse_twice
from gardefou.adapters.documents.yaml_document import read_marked
from gardefou.assist.wrap_up.model import SlotRule
from gardefou.query.lexicon import Lexicon
from gardefou.query.written import LEXICON

MOST_SLOTS = 20


class _WrapUp(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slots: tuple[SlotRule, ...] = Field(min_length=1, max_length=MOST_SLOTS)


def read_wrap_up(path: Path, lexicon: Lexicon) -> tuple[SlotRule, ...]:
    """The lines of a wrap-up, in the order they are shown.

    Raises InputRefused naming the line, column and field of the first fault.
    """
    marked = read_marked(path, _WrapUp, {LEXICON: lexicon})
    refuse_twice(path, marked, "slots", [each.id for each in marked.content.slots])
    return marked.content.slots
