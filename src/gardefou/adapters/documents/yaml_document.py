"""Reads YAML into a checked model; a fault is told with its line, its column and what was expected."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, NodeEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gardefou.adapters.documents.model_faults import Place, clearest
from gardefou.adapters.documents.text_file import read_text
from gardefou.intake.rules import shown
from gardefou.kernel.errors import InputRefused

Model = TypeVar("Model", bound=BaseModel)
LARGEST_FILE = 2_000_000
DEEPEST_NESTING = 30
MOST_ENTRIES = 100_000
_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Marked(Generic[Model]):
    """What a file holds, and where each part of it stands."""

    content: Model
    marks: dict[Place, Node]

    def position(self, place: Place) -> tuple[int, int]:
        """Line and column, from 1, of the innermost part of a place that the file has."""
        return _position(_innermost(place, self.marks)[1])


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Read a file as that model.

    Raises InputRefused naming the file, line and column of the first fault.
    """
    return read_marked(path, model).content


def read_marked(path: Path, model: type[Model], context: Mapping[str, object] | None = None) -> Marked[Model]:
    """The same, with the lines and columns of its parts; `context` is what its fields may ask for."""
    text = read_text(path, LARGEST_FILE)
    _check_size(path, text)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise InputRefused(path, f"{where}not readable as YAML: {_one_line(error.problem)}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise InputRefused(path, f"not readable as YAML: {_one_line(str(error))}") from None
    if root is None:
        raise InputRefused(path, f"line 1, column 1: the file is empty; expected {_fields(model)}")
    marks: dict[Place, Node] = {}
    data = _plain(path, root, (), marks, set())
    try:
        return Marked(model.model_validate(data, context=dict(context or {})), marks)
    except ValidationError as error:
        raise InputRefused(path, _told(error, data, marks)) from None


def _check_size(path: Path, text: str) -> None:
    """Refuse what has too many parts, or too deep ones, before they are put together; other faults are told later."""
    count = depth = 0
    try:
        for event in yaml.parse(text, Loader=_EVENTS):
            count += isinstance(event, NodeEvent)
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            if count > MOST_ENTRIES:
                raise _fault(path, event, f"too many entries; a file has at most {MOST_ENTRIES}")
            if depth > DEEPEST_NESTING + 1:
                raise _fault(path, event, f"nested more than {DEEPEST_NESTING} deep, or in itself")
    except (yaml.YAMLError, RecursionError):
        return


def _fields(model: type[BaseModel]) -> str:
    return ", ".join(name for name, field in model.model_fields.items() if field.is_required())


def _plain(path: Path, node: Node, place: Place, marks: dict[Place, Node], above: set[int]) -> Any:
    """The node as plain data, noting where each part stands; refuses aliases that loop, and keys given twice."""
    marks[place] = node
    if len(place) > DEEPEST_NESTING or id(node) in above:
        raise _fault(path, node, f"nested more than {DEEPEST_NESTING} deep, or in itself")
    if len(marks) > MOST_ENTRIES:
        raise _fault(path, node, f"too many entries; a file has at most {MOST_ENTRIES}")
    match node:
        case MappingNode():
            return _mapping(path, node, place, marks, above | {id(node)})
        case SequenceNode():
            inside = above | {id(node)}
            return [_plain(path, each, (*place, i), marks, inside) for i, each in enumerate(node.value)]
        case _:
            try:
                return yaml.SafeLoader("").construct_object(node)
            except (yaml.YAMLError, ValueError, AttributeError, LookupError, TypeError):
                raise _fault(path, node, "a value that YAML cannot read; put it in quotes") from None


def _mapping(path: Path, node: MappingNode, place: Place, marks: dict[Place, Node], above: set[int]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key: Hashable = key_node.value if isinstance(key_node, ScalarNode) else None
        if not isinstance(key, str):
            raise _fault(path, key_node, "a field name must be a word")
        if key in data:
            raise _fault(path, key_node, f"the field {key} stands twice")
        data[key] = _plain(path, value_node, (*place, key), marks, above)
        marks[(*place, key)] = value_node
    return data


def _fault(path: Path, node: Node | Event, cause: str) -> InputRefused:
    line, column = _position(node)
    return InputRefused(path, f"line {line}, column {column}: {cause}")


def _told(error: ValidationError, data: Any, marks: dict[Place, Node]) -> str:
    """The clearest fault, at the innermost part of the file that it concerns."""
    place, cause = clearest(error, data)
    line, column = _position(_innermost(place, marks)[1])
    field = shown(".".join(str(part) for part in place)) or "the file"
    return f"line {line}, column {column}: {field}: {_one_line(cause)}"


def _innermost(place: Place, marks: dict[Place, Node]) -> tuple[Place, Node]:
    """The longest part of the place that the file has, with its node."""
    known = next(place[:length] for length in range(len(place), -1, -1) if place[:length] in marks)
    return known, marks[known]


def _position(node: Node | Event) -> tuple[int, int]:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _one_line(text: str | None) -> str:
    return " ".join((text or "unknown fault").split())
