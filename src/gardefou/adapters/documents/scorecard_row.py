"""One row of a table of questions as one criterion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gardefou.adapters.documents import scorecard_columns as read
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.scorecard_names import Names
from gardefou.kernel.transcript import Language

UNNAMED_SECTION = {"fr": "Questions", "en": "Questions"}
NEEDED = {"phrase": "query", "measure": "measure", "meaning": "exemplars"}
"""The column without which a kind has no rule."""
FIELDS = {
    "phrase": {"query": "find"},
    "meaning": {"query": "phrases"},
    "measure": {"measure": "measure", "at_most": "at_most", "at_least": "at_least"},
}
"""The columns that a kind takes, and the fields that they fill."""


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion as plain data, with its section and its line."""

    line: int
    section_key: str
    section: dict[str, Any]
    criterion: dict[str, Any]


class _Row:
    """The fields of a row; each that cannot be read becomes a fault."""

    def __init__(self, line: int, fields: Mapping[str, str], faults: Faults) -> None:
        self._line = line
        self._fields = fields
        self._faults = faults
        self.is_sound = True

    def read(self, name: str, how: Callable[[str], Any]) -> Any:
        """The value of a field, None when it is empty or wrong."""
        written = self._fields.get(name, "")
        if not written.strip():
            return None
        try:
            return how(written)
        except ValueError as error:
            self.fault(name, str(error))
            return None

    def fault(self, name: str, cause: str) -> None:
        """Note what is wrong."""
        self.is_sound = False
        self._faults.add(self._line, f"{name}: {cause}")


def question_of(
    line: int, fields: Mapping[str, str], language: Language, names: Names, faults: Faults
) -> Question | None:
    """The question of a row, None when something is wrong with it."""
    row = _Row(line, fields, faults)
    question = _both(row, "question")
    if question is None:
        if row.is_sound:
            row.fault("question", "is empty; write one or remove the row")
        return None
    section = _both(row, "section") or UNNAMED_SECTION
    weight = row.read("section_weight", read.number)
    criterion = {
        "id": _name(row, question, names),
        "question": question,
        "guidance": _both(row, "guidance") or question,
        **_counts(row),
        **_rule(row),
        **_sentences(row, "exemplars", language),
        **_sentences(row, "counter_exemplars", language),
    }
    if not row.is_sound:
        return None
    title = {"title": section} | ({"weight": weight} if weight is not None else {})
    return Question(line, section["fr"].casefold(), title, criterion)


def _both(row: _Row, name: str) -> dict[str, str] | None:
    """A text in both languages; one that is missing is the other."""
    plain, english = row.read(name, read.text), row.read(f"{name}_en", read.text)
    if plain is None and english is None:
        return None
    return {"fr": plain or english, "en": english or plain}


def _name(row: _Row, question: Mapping[str, str], names: Names) -> str:
    given = row.read("id", read.text)
    if given is None:
        return names.made_of(question["fr"], "question")
    if not names.take(given):
        row.fault("id", "stands in another row too; change one of the two")
    return str(given)


def _counts(row: _Row) -> dict[str, Any]:
    counts = {
        "weight": row.read("weight", read.number),
        "points": row.read("points", read.number),
        "critical": row.read("critical", read.yes) or None,
    }
    if counts["points"] is not None and counts["weight"] is not None:
        row.fault("points", "a question has a weight or points; leave one empty")
    return {name: value for name, value in counts.items() if value is not None}


def _rule(row: _Row) -> dict[str, Any]:
    """The kind and what it needs; without a query or a measure it is for people, unless another kind is named."""
    given = {name: row.read(name, read.text) for name in ("query", "measure", "at_most", "at_least")}
    given = {name: value for name, value in given.items() if value is not None}
    implied = "phrase" if "query" in given else "measure" if "measure" in given else "manual"
    kind = row.read("kind", read.kind) or implied
    needed = NEEDED.get(kind)
    if needed and row.read(needed, str) is None:
        row.fault(needed, f"is empty; the kind {kind} needs it")
    fields = FIELDS.get(kind, {})
    for name in given:
        if name not in fields:
            row.fault(name, f"is not for the kind {kind}; leave it empty or change the kind")
    rule = {"kind": kind} | {fields[name]: value for name, value in given.items() if name in fields}
    automation = row.read("automation", read.automation)
    return rule | ({"automation": automation} if automation and kind != "manual" else {})


def _sentences(row: _Row, name: str, language: Language) -> dict[str, Any]:
    plain, english = row.read(name, read.texts), row.read(f"{name}_en", read.texts)
    own = "en" if language is Language.ENGLISH else "fr"
    sentences: dict[str, list[str]] = {}
    for key, given in ((own, plain), ("en", english)):
        if given:
            sentences.setdefault(key, []).extend(given)
    return {name: sentences} if sentences else {}
