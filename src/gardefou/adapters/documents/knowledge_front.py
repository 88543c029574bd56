"""Reads what stands between the two lines `---` at the head of a knowledge card."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from yaml.nodes import MappingNode, Node, SequenceNode

from gardefou.adapters.documents.model_faults import Place, clearest
from gardefou.intake.rules import shown, unfit
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language
from gardefou.query.lexicon import Lexicon
from gardefou.query.model import InWindow, Meaning, Measured, Query, inside
from gardefou.query.written import LEXICON, QueryText

MOST_TRIGGERS = 20
MOST_ANSWERS = 20
LONGEST_ID = 64
LONGEST_ANSWER = 200
WAY_OUT = "put texts with : ? # or ' in double quotes"


def _id(text: str) -> str:
    if len(text) > LONGEST_ID or not text.isascii() or not text.replace("-", "").isalnum() or text != text.lower():
        raise PydanticCustomError("id", "expected small letters, digits and -, at most 64, as paiement-carte")
    return text


def _line(text: str) -> str:
    text = text.strip()
    if cause := unfit(text):
        raise ValueError(cause)
    return text


def _trigger(query: Query) -> Query:
    if any(isinstance(each, Measured | InWindow) for each in inside(query)):
        raise ValueError("a trigger looks at the last seconds of a call: no measure(...), no first or last seconds")
    if any(isinstance(each, Meaning) for each in inside(query)):
        raise ValueError("a trigger has no meaning(...); write the sentence under answers")
    return query


Line = Annotated[str, AfterValidator(_line)]
Trigger = Annotated[QueryText, AfterValidator(_trigger)]


class Front(BaseModel):
    """The fields of a card."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    id: Annotated[str, AfterValidator(_id)]
    title: Line
    language: Language
    source: Line = ""
    valid_until: date | None = None
    triggers: tuple[Trigger, ...] = Field(default=(), max_length=MOST_TRIGGERS)
    answers: tuple[Annotated[Line, Field(max_length=LONGEST_ANSWER)], ...] = Field(default=(), max_length=MOST_ANSWERS)
    products: tuple[Line, ...] = Field(default=(), max_length=MOST_ANSWERS)

    @model_validator(mode="after")
    def _can_be_found(self) -> "Front":
        if not self.triggers and not self.answers:
            raise PydanticCustomError("found", "has neither triggers nor answers: nothing would bring this card up")
        return self


def read_front(path: Path, text: str, first_line: int, lexicon: Lexicon | None) -> tuple[Front, dict[Place, int]]:
    """The fields, and the line of each part.

    Raises InputRefused naming the line of the first fault.
    """
    try:
        if any(isinstance(each, yaml.AliasToken | yaml.AnchorToken) for each in yaml.scan(text)):
            raise InputRefused(path, f"line {first_line}: no & and * of YAML may be here; put the value in quotes")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data: Any = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise InputRefused(
            path, f"line {line}: not readable as YAML: {shown(error.problem or 'unknown')}; {WAY_OUT}"
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputRefused(path, f"line {first_line}: not readable as YAML: {shown(error)}") from None
    if not isinstance(root, MappingNode):
        raise InputRefused(path, f"line {first_line}: expected fields such as id, title, language, triggers")
    lines: dict[Place, int] = {(): first_line}
    _note(path, root, (), first_line, lines)
    try:
        return Front.model_validate(data, context={LEXICON: lexicon}), lines
    except ValidationError as error:
        place, cause = clearest(error, data)
        field = ".".join(str(part) for part in place)
        raise InputRefused(path, f"line {line_of(lines, place)}: {shown(f'{field}: ' * bool(field) + cause)}") from None


def line_of(lines: dict[Place, int], place: Place) -> int:
    """The line of the innermost part of a place that the file has."""
    return next(lines[place[:length]] for length in range(len(place), -1, -1) if place[:length] in lines)


def _note(path: Path, node: Node, place: Place, first_line: int, lines: dict[Place, int]) -> None:
    """Note the line of each field and entry; a field that stands twice is refused."""
    lines.setdefault(place, first_line + node.start_mark.line)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            if inner in lines:
                line = first_line + key.start_mark.line
                raise InputRefused(path, f"line {line}: the field {shown(key.value)} stands twice")
            _note(path, value, inner, first_line, lines)
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            _note(path, value, (*place, number), first_line, lines)
