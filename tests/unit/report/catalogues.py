"""The messages that pages and program use, and those that the catalogues translate."""

import ast
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PACKAGE = Path(str(files("gardefou")))
REPORT = PACKAGE / "adapters" / "report"
OF_WHAT_PEOPLE_WRITE = (PACKAGE / "query", PACKAGE / "evaluation" / "lint")
OF_A_FINDING = {PACKAGE / "query" / "match.py", PACKAGE / "query" / "unheard.py"}
KEYWORDS = {"_": None, "message": None, "say": None, "ngettext": (1, 2)}
Key = str | tuple[str, ...]


def page_messages() -> set[Key]:
    """What templates and modules of the report mark for translation, in French."""
    methods = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
    found = extract_from_dir(REPORT, methods, {"**/templates/**.html": {"trimmed": "true"}}, keywords=KEYWORDS)
    return {key for _, _, key, _, _ in found}


def program_messages() -> set[Key]:
    """The templates of every `Message` about a call, in English; those about what people write are of the pages."""
    calls = [
        node
        for path in PACKAGE.rglob("*.py")
        if path in OF_A_FINDING or not any(path.is_relative_to(folder) for folder in OF_WHAT_PEOPLE_WRITE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message"
    ]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def catalogue(code: str) -> Catalog:
    """The `.po` file of a language."""
    return read_po(BytesIO((REPORT / "locale" / f"{code}.po").read_bytes()), locale=code)
