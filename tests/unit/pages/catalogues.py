"""The messages that served pages use, and the sentences by which clauses refuse."""

import ast
import re
from collections.abc import Iterator

from babel.messages.extract import extract_from_dir
from tests.unit.report.catalogues import KEYWORDS, PACKAGE, Key

import gardefou.governance.clauses
from gardefou.governance.clauses.s10_adviser_first import OF_ROLES

WHERE = (PACKAGE / "adapters" / "pages", PACKAGE / "entrypoints" / "web")


def served_messages() -> set[Key]:
    """What templates and modules of the served pages mark for translation, in French."""
    methods = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
    options = {"**/templates/**.html": {"trimmed": "true"}}
    return {
        key for folder in WHERE for _, _, key, _, _ in extract_from_dir(folder, methods, options, keywords=KEYWORDS)
    }


def refusals() -> set[str]:
    """Every sentence that a clause may return to a person, a number in it as {number}."""
    [folder] = gardefou.governance.clauses.__path__
    of_roles = {text for _, text in OF_ROLES.values()}
    return of_roles | {
        text
        for path in sorted(PACKAGE.joinpath("governance", "clauses").glob("s*.py"))
        if str(path.parent) == folder
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Return) and node.value
        for text in _sentences(node.value)
    }


def _sentences(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)) if " " in text:
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _sentences(body)
            yield from _sentences(other)
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{number}" for part in parts)


def as_looked_up(text: str) -> str:
    """A sentence as the catalogue has it."""
    return re.sub(r"\d+", "{number}", text)
