"""Reads a scorecard from a table with a row for each question; what has no rule is left to people."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from gardefou.adapters.documents import scorecard_columns as read
from gardefou.adapters.documents.csv_table import read_rows
from gardefou.adapters.documents.faults import Faults
from gardefou.adapters.documents.model_faults import Place, clearest
from gardefou.adapters.documents.scorecard_names import Names
from gardefou.adapters.documents.scorecard_row import Question, question_of
from gardefou.evaluation.lint.forbidden import forbidden
from gardefou.evaluation.model import MOST_CRITERIA, Scorecard
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language

LARGEST_TABLE = 5_000_000
LINE_WIDTH = 110
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What a table does not say: the language of its plain columns, and a title."""

    language: Language
    title: str


def read_scorecard_table(path: Path, options: TableOptions, tell: Callable[[str], None]) -> tuple[Scorecard, Document]:
    """The scorecard of a table, and the same as plain data in the words of its authors.

    `tell` is given warnings. Raises FileRefused with every fault found, or InputRefused when it is not a table.
    """
    faults = Faults(path)
    questions = list(_questions(path, faults, options, tell))
    faults.refuse()
    if not questions:
        raise InputRefused(faults.source, "has no question; give a row for each")
    document, lines = _document(questions, options)
    scorecard = _checked(document, lines, faults)
    judging = [(_line(each.place, lines), f"{each.cause}; {each.mend}") for each in forbidden(scorecard)]
    for line, cause in dict.fromkeys(judging):
        faults.add(line, cause)
    faults.refuse()
    return scorecard, document


def scorecard_text(document: Document) -> str:
    """The document as YAML."""
    return yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=LINE_WIDTH)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _questions(path: Path, faults: Faults, options: TableOptions, tell: Callable[[str], None]) -> Iterator[Question]:
    names = Names()
    section: Mapping[str, str] = {}
    for count, row in enumerate(read_rows(path, read.COLUMNS, faults, tell, LARGEST_TABLE)):
        if count == MOST_CRITERIA:
            raise InputRefused(
                faults.source,
                f"line {row.line}: a scorecard has at most {MOST_CRITERIA} questions; make several tables",
            )
        if row.fields.get("section", "").strip():
            section = row.fields
        found = question_of(row.line, {**row.fields, **_of_section(section)}, options.language, names, faults)
        if found:
            yield found


def _of_section(fields: Mapping[str, str]) -> dict[str, str]:
    """A section holds for the rows below that leave it empty."""
    return {name: fields.get(name, "") for name in ("section", "section_en", "section_weight")}


def _document(questions: list[Question], options: TableOptions) -> tuple[Document, dict[Place, int]]:
    """The scorecard as plain data, and the line of each of its sections and criteria."""
    names = Names()
    sections: dict[str, Document] = {}
    lines: dict[Place, int] = {}
    for question in questions:
        if question.section_key not in sections:
            lines["sections", len(sections)] = question.line
            id_ = names.made_of(question.section["title"]["fr"], "section")
            sections[question.section_key] = {"id": id_, **question.section, "criteria": []}
        section = sections[question.section_key]
        place = list(sections).index(question.section_key)
        lines["sections", place, "criteria", len(section["criteria"])] = question.line
        section["criteria"].append(question.criterion)
    title = {"fr": options.title, "en": options.title}
    id_ = Names().made_of(options.title, "scorecard")
    return {"id": id_, "version": "1", "title": title, "sections": list(sections.values())}, lines


def _checked(document: Document, lines: Mapping[Place, int], faults: Faults) -> Scorecard:
    try:
        return Scorecard.model_validate(document)
    except ValidationError as error:
        place, cause = clearest(error, document)
        field = next((str(part) for part in reversed(place) if isinstance(part, str)), "the table")
        faults.add(_line(place, lines), f"{field}: {' '.join(cause.split())}")
        faults.refuse()
        raise


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of the criterion or section that a place is in."""
    known = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[each] for each in known if each in lines), 1)
