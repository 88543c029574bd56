"""Write what docs/reference/ says of the code from the code itself.

Run: python docs/generate.py   (a test fails when what is there is stale)
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gardefou.governance.actions import Verb
from gardefou.governance.actors import Person
from gardefou.governance.charter import HIGHEST_RATE, OCCASIONAL_RATE, Charter
from gardefou.governance.decision import CLAUSES
from gardefou.governance.subjects import SUBJECTS
from gardefou.governance.table import actors, conditions, what_stops, who_may
from gardefou.kernel.review import ENDS
from gardefou.review.transitions import TRANSITIONS, Act, Transition, When

sys.path.insert(0, str(Path(__file__).parent))
from query_reference import query_reference
from review_picture import review_picture
from scorecard_reference import scorecard_reference

REFERENCE = Path(__file__).parent / "reference"
STAMP = "<!-- Written by python docs/generate.py from the code; a test fails when it is stale. -->"
SUBJECT_WORDS = {
    "Installation": "the installation",
    "ArrivingCall": "a call that arrives",
    "KeptCall": "a call",
    "OwnFile": "what is kept about a person",
    "SiteWork": "the work of a site",
}


def gate() -> str:
    """Return who may do what, and what stops it."""
    clauses = [f"- **{each.CLAUSE}**: {(each.__doc__ or '').partition(': ')[2].strip()}" for each in CLAUSES]
    allowed = [
        [f"`{row.verb}`", *(answer if answer != "yes" else "**yes**" for answer in row.answers)] for row in who_may()
    ]
    stopped = [[f"`{row.verb}`", _names(row.who), *row.answers] for row in what_stops()]
    subjects = [[f"`{verb}`", " or ".join(SUBJECT_WORDS[kind.__name__] for kind in SUBJECTS[verb])] for verb in Verb]
    return _page(
        "Who may do what",
        "Every access to data about people goes through the gate, which asks every clause in this order; the first "
        "that refuses is named, and the refusal is logged. What no clause names is refused by S10.",
        "\n".join(clauses),
        "## Under the best conditions",
        "A simulated call at an open site, drawn, not expired, its charter in force, offered to its adviser once it "
        "can be. The charter lets line managers see what is final, and advisers erase. The review stands where the "
        "thing can be done: open for an answer, contested for taking, under way for deciding, else final. Everybody "
        "works at the site and asks for their own file; `yes`, or the clause that refuses.",
        _table(["verb", *actors()], allowed),
        "## What stops it",
        "One thing is worse, for those who may do it under the best conditions. A strict charter releases nothing to "
        "managers and leaves no erasure to advisers.",
        _table(["verb", "asked by", *conditions()], stopped),
        "## What it may be asked about",
        _table(["verb", "about"], subjects),
    )


def _names(who: Iterable[str]) -> str:
    names = list(who)
    everybody = [name for name, actor in actors().items() if isinstance(actor, Person)]
    return "everybody, of themselves" if names == everybody else ", ".join(names)


def charter() -> str:
    """Return the fields of a charter file."""
    schema = Charter.model_json_schema()
    return _page(
        "The charter file",
        "A charter is YAML, one file for one or several sites; `charters/simulated.yaml` is one. Another field, a "
        "field twice or a value out of its bounds is refused with its line and column.",
        _table(["field", "value", "default", "meaning"], _fields(schema, schema, "")),
        f"For real calls `draw.rate` is at most {HIGHEST_RATE}; above {OCCASIONAL_RATE} `draw.necessity` must be "
        "there (S5). Discipline and pay are no purposes, so no charter can list them (S1, S2).",
        "Nothing verifies yet that both sides signed.",
    )


def review() -> str:
    """Return every way a review may go."""
    lines = [
        [f"`{line.act}`", line.by, f"`{line.before}`", f"`{line.after}`", line.when if line.when != When.ALWAYS else ""]
        for line in TRANSITIONS
    ]
    return _page(
        "How a review goes",
        "The adviser hears and answers first, then a named person decides, and another one where the adviser contests "
        "(S3, S4). What is not in this table cannot happen.",
        "![The states of a review and the ways between them, as in the table below](review.svg)",
        _table(["act", "who", "from", "to", "when"], lines),
        f"{', '.join(f'`{each}`' for each in sorted(ENDS))} are ends. `{Act.LAPSE}` comes when a contest was not "
        "answered by its last day: what is contested is void, and stays readable, struck through.",
        "## The same as a diagram that can be edited",
        _diagram(TRANSITIONS),
    )


def _diagram(lines: Sequence[Transition]) -> str:
    """The lines as Mermaid draws them."""
    said = (f": {line.act}" + (f" ({line.when})" if line.when != When.ALWAYS else "") for line in lines)
    ways = [f"    {line.before} --> {line.after}{words}" for line, words in zip(lines, said, strict=True)]
    ends = [f"    {end} --> [*]" for end in sorted(ENDS)]
    start = f"    [*] --> {lines[0].before}"
    return "\n".join(["```mermaid", "stateDiagram-v2", start, *ways, *ends, "```"])


def _fields(schema: dict[str, Any], part: dict[str, Any], above: str) -> Iterator[list[str]]:
    for name, field in part["properties"].items():
        reference = field.get("$ref")
        inner = _resolved(schema, field)
        if inner.get("type") == "object":
            yield [f"`{above}{name}`", "", "", field.get("description", "")]
            yield from _fields(schema, inner, f"{above}{name}.")
            continue
        default = f"`{str(field['default']).lower()}`" if field.get("default") is not None else ""
        required = "required" if name in part.get("required", ()) else default
        yield [f"`{above}{name}`", _value(schema, inner if reference else field), required, field["description"]]


def _value(schema: dict[str, Any], field: dict[str, Any]) -> str:
    field = _resolved(schema, field)
    if "anyOf" in field:
        return _value(schema, next(each for each in field["anyOf"] if each.get("type") != "null"))
    if "enum" in field:
        return ", ".join(f"`{each}`" for each in field["enum"])
    kinds = {"array": "list", "boolean": "`true` or `false`", "integer": "whole number", "string": "text"}
    kind = kinds.get(field["type"], field["type"])
    if field["type"] == "array":
        return f"{kind} of {_value(schema, field['items'])}"
    if "minimum" in field:
        return f"{kind} from {field['minimum']} to {field['maximum']}"
    if "maxLength" in field:
        return f"{kind} of {field['minLength']} to {field['maxLength']} characters"
    return f"{kind} like `{field['pattern']}`" if "pattern" in field else kind


def _resolved(schema: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    name = field.get("$ref", "").rpartition("/")[2]
    return schema["$defs"][name] if name else field


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", STAMP, *parts]) + "\n"


def query() -> str:
    """Return the query language by its examples."""
    return _page("The query language", *query_reference(_table))


def scorecard() -> str:
    """Return the fields of a scorecard, and what the linter finds."""
    return _page("The scorecard file", *scorecard_reference(_table))


PAGES = {
    "gate.md": gate,
    "charter.md": charter,
    "review.md": review,
    "review.svg": review_picture,
    "query.md": query,
    "scorecard.md": scorecard,
}


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
