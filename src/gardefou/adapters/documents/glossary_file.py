"""Reads a glossary: names of products and offers, as they are written and as they sound."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from gardefou.adapters.documents.yaml_document import Marked, read_marked
from gardefou.hearing.glossary.model import Entry, Glossary
from gardefou.hearing.glossary.sounds import sound_of
from gardefou.hearing.glossary.windows import plain
from gardefou.kernel.errors import InputRefused

MOST_ENTRIES = 300
LONGEST_NAME = 60
FEWEST_SOUNDS = 4
_NAME = re.compile(r"[^\W_](?:[\w '’.&+-]*[^\W_])?")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text) or "  " in text:
        raise PydanticCustomError("name", "expected words of letters and digits, with ' - . & + inside at most")
    if sum(map(str.isalpha, sound_of(text))) < FEWEST_SOUNDS:
        raise PydanticCustomError(
            "short", "has fewer than four sounds, and would be heard everywhere; write it with what it is said with"
        )
    return text


Name = Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(_name)]


class _Part(BaseModel):
    """What has named fields; anything else is refused in the words of whoever writes the file."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _has_fields(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            fields = " and ".join(f"{name}:" for name in cls.model_fields)
            raise PydanticCustomError("fields", "expected {fields} here", {"fields": fields})
        return given


class _Entry(_Part):
    write: Name
    sounds: tuple[Name, ...] = Field(default=(), max_length=8)


class _Glossary(_Part):
    entries: tuple[_Entry, ...] = Field(min_length=1, max_length=MOST_ENTRIES)


def read_glossary(path: Path) -> Glossary:
    """The glossary of a file.

    Raises InputRefused naming the line and column of the first entry that cannot be used.
    """
    marked = read_marked(path, _Glossary)
    _check_once(path, marked)
    return Glossary(tuple(Entry(each.write, each.sounds) for each in marked.content.entries))


def _check_once(path: Path, marked: Marked[_Glossary]) -> None:
    """Refuse a spelling that stands for two names, or twice: which one was meant could not be told."""
    known: set[str] = set()
    for number, entry in enumerate(marked.content.entries):
        places = [("write", entry.write), *((f"sounds.{index}", each) for index, each in enumerate(entry.sounds))]
        for field, spelling in places:
            if plain(spelling) in known:
                place = tuple(int(part) if part.isdigit() else part for part in field.split("."))
                line, column = marked.position(("entries", number, *place))
                cause = f"entries.{number}.{field}: this spelling stands here before; leave it out, or write another"
                raise InputRefused(path, f"line {line}, column {column}: {cause}")
            known.add(plain(spelling))
