"""The fields of a charter with what makes each tighter, and the JSON Schema of its file, from the code."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel

from gardefou.governance.charter import HIGHEST_RATE, LOWEST_FLOOR, Charter
from gardefou.governance.terms.part import Tighter
from gardefou.governance.terms.rules_of_calls import OCCASIONAL_RATE
from gardefou.governance.tightness import mark_of

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], str]
Document = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ALONE = {
    Tighter.LOWER: "a lower one",
    Tighter.HIGHER: "a higher one",
    Tighter.EARLIER: "an earlier day",
    Tighter.LATER: "a later day",
    Tighter.FEWER: "fewer",
    Tighter.MORE: "more",
    Tighter.ON: "`true`",
    Tighter.OFF: "`false`",
    Tighter.ORDERED: "one that stands before it",
    Tighter.NEVER: "nothing: both agree on it",
    Tighter.NEEDED: "nothing: both agree on it; where nothing asks for it, it may go",
    Tighter.NEUTRAL: "nothing by itself; with something tighter, any",
    Tighter.APART: "not by a charter: each side by a succession",
    Tighter.INSIDE: "",
}
"""What one side may set without the other."""


def charter_schema() -> str:
    """Return the JSON Schema; `x-tighter` is the mark of a field."""
    schema = Charter.model_json_schema()
    for model in _models(Charter):
        part = schema if model is Charter else schema["$defs"][model.__name__]
        for name, field in model.model_fields.items():
            part["properties"][name]["x-tighter"] = mark_of(field).value
    return json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"


def charter_reference(table: Table) -> Iterator[str]:
    """The parts of the page."""
    schema = json.loads(charter_schema())
    yield (
        "A charter is YAML, one file for one or several sites. To negotiate, in French: `charters/experiment.yaml` "
        "(volunteers, one year, nothing released), `charters/coaching.yaml` (what was reviewed may reach managers), "
        "`charters/analytics.yaml` (no individual use); `charters/simulated.yaml` is for simulated calls. Another "
        "field, a field twice or a value out of its bounds is refused with its line and column. Editors that know JSON "
        "Schema find it in [charter.schema.json](charter.schema.json), with `x-tighter` for the last column."
    )
    yield (
        "The column *tighter* is what one side may set without the other, at once (S32). Everything else needs both: "
        "also a change that loosens one limit and tightens ten. `gardefou charter diff OLD NEW` says it in words, "
        "`gardefou charter check FILE` what keeps it from being signed, `gardefou charter show FILE` reads it to you."
    )
    yield table(["field", "value", "default", "meaning", "tighter"], _fields(schema, schema, ""))
    yield "## What no signature can loosen"
    yield (
        f"For real calls `draw.rate` is at most {HIGHEST_RATE}; above {OCCASIONAL_RATE} `draw.necessity` must be there "
        f"(S5). `agreement_floor` is at least {LOWEST_FLOOR} (S12). Discipline, pay and ranking are no purposes, so no "
        "charter can list them (S1, S2). The bounds in the column *value* hold for every charter."
    )
    yield "## Who signs"
    yield (
        "Each side has its signatories, of one union or several, each with a key of their own; `required` of them bind "
        "the side. While one key is missing, nothing can be signed. A charter cannot change who signs: each side names "
        "its own successors, by an act of its own, and `recovery` can when too many keys are lost. As many as "
        "`suspension.signatures` of one side stop a site, or as many as the side requires where that is fewer (S18)."
    )
    yield "## An experiment"
    yield (
        "With a block `experiment`, only volunteers take part, nothing starts before its first day, and everything "
        "stops after `days`, at the latest on `valid_until` (S19). Its first day moves its last one, so both sides "
        "agree on it. What success is judged by and the means are written before it starts, and a frozen baseline "
        "comes first (S20)."
    )


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A part and the parts in it whose fields have marks."""
    yield model
    for field in model.model_fields.values():
        if mark_of(field) is not Tighter.APART:
            for each in _classes(field.annotation):
                if issubclass(each, BaseModel):
                    yield from _models(each)


def _classes(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for each in get_args(annotation):
        yield from _classes(each)


def _fields(schema: Document, part: Document, above: str) -> Iterator[list[str]]:
    for name, field in part["properties"].items():
        path, inner = f"{above}{name}", _resolved(schema, field)
        earlier = next((each for each, other in part["properties"].items() if _is_same_part(field, other)), name)
        alone = ALONE[Tighter(field["x-tighter"])] if "x-tighter" in field else ""
        nested, entry = _nested(schema, inner)
        if nested and earlier != name:
            yield [f"`{path}`", f"as `{above}{earlier}`", _default(part, name, field), field["description"], alone]
            continue
        if nested:
            kind = {"": "", ".*": "by code", "[]": "list"}[entry]
            yield [f"`{path}`", kind, _default(part, name, field), field.get("description", ""), alone]
            yield from _fields(schema, nested, f"{path}{entry}.")
            continue
        value = _value(schema, inner)
        yield [f"`{path}`", value, _default(part, name, field), field["description"], alone]


def _is_same_part(field: Document, other: Document) -> bool:
    return "$ref" in field and field.get("$ref") == other.get("$ref")


def _nested(schema: Document, field: Document) -> tuple[Document | None, str]:
    """The part inside a field, and how its path goes on: by a code, by a place in a list, or at once."""
    if "properties" in field:
        return field, ""
    entries = next(iter(field.get("patternProperties", {}).values()), None)
    inner, entry = (entries, ".*") if entries else (field.get("items"), "[]")
    resolved = _resolved(schema, inner) if inner else {}
    return (resolved, entry) if "properties" in resolved else (None, "")


def _default(part: Document, name: str, field: Document) -> str:
    if name in part.get("required", ()):
        return "required"
    default = field.get("default")
    if default is None or isinstance(default, dict):
        return ""
    written = ", ".join(default) if isinstance(default, list) else default
    return f"`{str(written).lower() if isinstance(default, bool) else written}`" if written != "" else "none"


def _value(schema: Document, field: Document) -> str:
    field = _resolved(schema, field)
    if "enum" in field:
        return ", ".join(f"`{each}`" for each in field["enum"])
    if field.get("format") == "date":
        return "day like `2027-01-31`"
    kinds = {"array": "list", "boolean": "`true` or `false`", "integer": "whole number", "string": "text"}
    kind = kinds.get(field["type"], field["type"])
    if field["type"] == "array":
        return f"{kind} of {_value(schema, field['items'])}"
    if "minimum" in field:
        return f"{kind} from {field['minimum']} to {field['maximum']}"
    if "maxLength" in field:
        return f"{kind} of {field['minLength']} to {field['maxLength']} characters"
    return f"{kind} like `{field['pattern']}`" if "pattern" in field else str(kind)


def _resolved(schema: Document, field: Document) -> Document:
    """What a field refers to, or what it may be besides nothing."""
    if "anyOf" in field:
        field = next(each for each in field["anyOf"] if each.get("type") != "null")
    name = field.get("$ref", "").rpartition("/")[2]
    return schema["$defs"][name] if name else field
