"""Reads a scorecard that may be used: one that asks what no scorecard may ask is refused."""

from pathlib import Path

from gardefou.adapters.documents.yaml_document import Marked, read_marked
from gardefou.evaluation.lint.forbidden import forbidden
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import InputRefused
from gardefou.query.lexicon import Lexicon
from gardefou.query.written import LEXICON


def read_scorecard(path: Path, lexicon: Lexicon | None = None) -> Scorecard:
    """A scorecard from a file; `lexicon` has the lists that its queries may name.

    Raises InputRefused naming line and column of the first fault, or of the first question that judges a person.
    """
    marked = read_any_scorecard(path, lexicon)
    for finding in forbidden(marked.content):
        line, column = marked.position(finding.place)
        field = ".".join(str(part) for part in finding.place)
        raise InputRefused(path, f"line {line}, column {column}: {field}: {finding.cause}; {finding.mend}")
    return marked.content


def read_any_scorecard(path: Path, lexicon: Lexicon | None = None) -> Marked[Scorecard]:
    """The same with what it may not ask, and with the places of its parts."""
    return read_marked(path, Scorecard, {LEXICON: lexicon})
