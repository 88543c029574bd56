"""Every name under which the program keeps, shows, gives out or takes something, and what no name may tell of."""

import ast
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import typer
from tests.spec.scene import Scene
from typer.core import TyperGroup

from gardefou.adapters.documents import absences_file, call_notices, people_file, scorecard_columns
from gardefou.entrypoints.cli.main import application
from gardefou.entrypoints.web.access import ROUTES
from gardefou.entrypoints.web.navigation import LABELS
from gardefou.evaluation.model import Scorecard
from gardefou.governance.charter import Charter

SOURCE = Path(__file__).parents[2] / "src" / "gardefou"
PAGES = SOURCE / "adapters" / "pages"
CATALOGUE = """
SELECT 'table' AS kind, table_name AS name FROM information_schema.tables WHERE table_schema = ANY (%s)
UNION ALL SELECT 'column', table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = ANY (%s)
UNION ALL SELECT 'function', p.proname || '(' || coalesce(array_to_string(p.proargnames, ', '), '') || ')'
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY (%s)
UNION ALL SELECT 'value', c.conname || ' ' || (regexp_matches(pg_get_constraintdef(c.oid), '''([^'']+)''', 'g'))[1]
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = ANY (%s)
"""
DOCUMENTS = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'gardefou' AND data_type = 'jsonb'
"""

FORBIDDEN: Mapping[str, tuple[str, ...]] = {
    "S2": (
        *(
            r"rank(ing|ed|s)?",
            "classement",
            "palmares",
            "leaderboard",
            "podium",
            r"salar\w+",
            r"pay(roll|slip)?",
            "paie",
        ),
        *("remuneration", r"bonus(es)?", "primes?", "wages?", r"disciplin\w*", r"sanction\w*", r"dismiss\w*"),
        *(r"licenci\w+", r"promotion\w*", "appraisal", "hr", "rh", "performance", "rendement", r"quota\w*"),
        *("insuffisances?", "(best|worst|top)_(adviser|agent|team|employee)s?"),
        "(adviser|agent|manager|team|person)_(score|grade)s?",
    ),
    "S9": (
        *(r"emotion\w*", "moods?", "humeur", r"stress\w*", "sentiments?", "feelings?", "ang(er|ry)", "colere", "joie?"),
        *("fear", "peur", "sad(ness)?", "tristesse", r"empath\w+", "arousal", "valence", "pitch", r"prosod\w+"),
        *("intonation", "tones?", "ton", "timbre", "fatigue", "burnout", "tension", "voice_?print", "affect"),
    ),
    "S11": (
        *(
            "gender",
            "sexe",
            "genre",
            "ages?",
            r"ethnic\w*",
            r"nationalit\w+",
            r"religi\w+",
            r"union_\w+",
            r"syndicat\w*",
        ),
        *(
            r"disabilit\w+",
            r"handicap\w*",
            r"sick\w*",
            "maladie",
            "persona",
            r"personalit\w+",
            "traits?",
            r"categor\w+",
        ),
        *("segmentation", "loyalty", "vip", "churn", "accent"),
        "(customer|client|person|adviser)_(type|kind|class|segment|profile)s?",
    ),
    "S30": (
        *("location", r"locali[sz]\w+", r"geo\w*", "gps", "lat(itude)?", "lon(gitude)?", "lng", "coordinates?"),
        *(r"itinera\w+", "vehicles?", "fleet", r"dispatch\w*", "interventions?", "badges?", "technicians?"),
    ),
    "pace": (
        *(
            "pace",
            "cadence",
            r"idle\w*",
            "occupancy",
            "handl(e|ing)_time",
            "(calls|per)_(per_)?(hour|day)",
            "aht",
            "dmt",
        ),
        *("talk_time", r"after_call\w*", r"productiv\w+", "keystrokes?", "last_seen", "online_since", r"inactiv\w+"),
        *("speaking_rate", "debit", "breaks?"),
    ),
}
"""Words that no name may hold, in French and English: HR use, emotion, categories of people, places, pace."""


@dataclass(frozen=True, order=True)
class Name:
    """A name and what it is the name of."""

    kind: str
    text: str


def told_by(clause: str, names: Iterable[Name]) -> set[Name]:
    """The names that hold a word which the clause forbids."""
    pattern = re.compile(f"_({'|'.join(FORBIDDEN[clause])})_")
    return {name for name in names if pattern.search(_words(name.text))}


def _words(text: str) -> str:
    """Its words in small letters without accents, an underscore around and between them."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    plain = unicodedata.normalize("NFD", spaced).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return f"_{'_'.join(words)}_"


def of_the_database(scene: Scene, schemas: Iterable[str] = ("gardefou",)) -> set[Name]:
    """Tables, columns, functions with what they take and give, and the values that checks allow."""
    given = list(schemas)
    return {Name(row["kind"], row["name"]) for row in scene.ask(CATALOGUE, given, given, given, given)}


def of_stored_documents(scene: Scene) -> set[Name]:
    """Every key of every JSON document that is stored."""
    found = set[Name]()
    for column in scene.ask(DOCUMENTS):
        table, name = column["table_name"], column["column_name"]
        for row in scene.ask(f"SELECT {name} AS document FROM gardefou.{table} WHERE {name} IS NOT NULL LIMIT 500"):
            found |= {Name("key", f"{table}.{name}.{key}") for key in keys_of(row["document"])}
    return found


def keys_of(document: Any, above: str = "") -> Iterator[str]:
    """The path of every key in a JSON document; places in lists are left out."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield f"{above}{key}"
            yield from keys_of(value, f"{above}{key}.")
    elif isinstance(document, list):
        for each in document:
            yield from keys_of(each, above)


def of_schemas(**models: Any) -> set[Name]:
    """Fields, kinds and values that files of these models may have."""
    found = set[Name]()
    for title, model in ({"charter": Charter, "scorecard": Scorecard} | models).items():
        schema = model if isinstance(model, dict) else model.model_json_schema()
        for part in [schema, *schema.get("$defs", {}).values()]:
            for field, about in part.get("properties", {}).items():
                found.add(Name("field", f"{title}.{part.get('title', title)}.{field}"))
                found |= {Name("value", f"{title}.{field}={value}") for value in _values(about)}
            found |= {Name("value", f"{title}.{part.get('title', title)}={value}") for value in _values(part)}
    return found


def _values(part: Mapping[str, Any]) -> Iterator[str]:
    yield from map(str, part.get("enum", ()))
    if "const" in part:
        yield str(part["const"])


@cache
def of_code(source: Path = SOURCE) -> set[Name]:
    """Fields of every class, and names and values of every enumeration."""
    found = set[Name]()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found |= {Name("field", f"{node.name}.{each}") for each in _fields(node)}
    return found


def _fields(node: ast.ClassDef) -> Iterator[str]:
    is_enumeration = any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id
        elif is_enumeration and isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            yield f"{each.targets[0].id}={each.value.value if isinstance(each.value, ast.Constant) else ''}"


def of_routes(routes: Iterable[Any] = ROUTES.values()) -> set[Name]:
    """Every address, and the name of its route."""
    return {Name("route", f"{route.name} {route.path}") for route in routes}


def of_titles(templates: Path = PAGES / "templates") -> set[Name]:
    """The titles and headings of pages and of what leads to them, in French and in English."""
    english = _english()
    french = set(LABELS.values())
    for path in templates.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for part in re.findall(
            r"{% block title %}.*?{% endblock %}|<h[12]\b.*?</h[12]>|<th\b.*?</th>", text, re.DOTALL
        ):
            french |= set(re.findall(r'_\("([^"]+)"', part)) | set(re.findall(r'gettext\("([^"]+)"', part))
            french |= set(re.findall(r'"([^"]{3,})"', part)) if "ngettext" in part else set()
    return {Name("title", words) for words in french | {english[each] for each in french if each in english}}


def _english() -> dict[str, str]:
    found = dict[str, str]()
    for path in (PAGES / "locale" / "en").glob("*.po"):
        for entry in path.read_text(encoding="utf-8").split("\n\n"):
            parts = dict(re.findall(r'^(msgid|msgstr|msgstr\[0\]) "(.*)"$', entry, re.MULTILINE))
            if "msgid" in parts:
                found[parts["msgid"]] = parts.get("msgstr") or parts.get("msgstr[0]", "")
    return found


def of_exports(*documents: tuple[str, Any]) -> set[Name]:
    """The columns of tables that are read or written, and the keys of documents that are given out."""
    columns = {
        Name("column", f"{module.__name__.rpartition('.')[2]}.{word}")
        for module in (people_file, absences_file, call_notices, scorecard_columns)
        for column in module.COLUMNS
        for word in (column.name, *column.synonyms)
    }
    return columns | {Name("key", f"{name}.{key}") for name, document in documents for key in keys_of(document)}


def of_commands(root: Any = application) -> set[Name]:
    """Every command, with its options and arguments."""
    return set(_commands(typer.main.get_command(root), ""))


def _commands(command: Any, above: str) -> Iterator[Name]:
    for option in command.params:
        yield Name("option", f"{above} {option.name}")
    if isinstance(command, TyperGroup):
        context: Any = None
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            yield Name("command", f"{above} {name}".strip())
            yield from _commands(inner, f"{above} {name}".strip())


SOURCES: Mapping[str, Callable[[Scene], set[Name]]] = {
    "database": of_the_database,
    "stored documents": of_stored_documents,
    "files": lambda _: of_schemas(),
    "code": lambda _: of_code(),
    "routes": lambda _: of_routes(),
    "titles": lambda _: of_titles(),
    "tables": lambda _: of_exports(),
    "commands": lambda _: of_commands(),
}


def unexcused(clause: str, scene: Scene, excused: Mapping[str, str], *exports: tuple[str, Any]) -> list[Name]:
    """The names anywhere that a clause forbids, but for those that say something else, all of which are still there."""
    every = set[Name]().union(*(names(scene) for names in SOURCES.values()), of_exports(*exports))
    found = told_by(clause, every)
    assert set(excused) <= {name.text for name in found}, "an excuse for a name that is not there"
    return sorted(name for name in found if name.text not in excused)


def planted(scene: Scene, word: str, directory: Path) -> dict[str, set[Name]]:
    """The names of each source with one thing planted in it under that word."""
    plain = re.sub(r"\W+", "_", word)
    scene.ask("CREATE SCHEMA planted")
    try:
        scene.ask(f"CREATE TABLE planted.adviser_{plain} (id integer)")
        tables = of_the_database(scene, ["planted"])
        scene.ask(f"CREATE TABLE planted.notes (id integer, last_{plain} text)")
        columns = of_the_database(scene, ["planted"]) - tables
        scene.ask(f"CREATE FUNCTION planted.of_adviser(_{plain} text) RETURNS integer LANGUAGE sql AS 'SELECT 1'")
        functions = of_the_database(scene, ["planted"]) - tables - columns
        scene.ask(f"CREATE TABLE planted.kinds (kind text CHECK (kind IN ('quality', '{plain}')))")
        values = of_the_database(scene, ["planted"]) - tables - columns - functions
    finally:
        scene.ask("DROP SCHEMA planted CASCADE")
    page, code = directory / "page.html", directory / "code.py"
    page.write_text('{% block title %}{{ _("Le tableau : ' + word + '") }}{% endblock %}', encoding="utf-8")
    code.write_text(
        f"class Sheet:\n    of_{plain}: str\n\n\nclass Kind(StrEnum):\n    ONE = '{plain}'\n", encoding="utf-8"
    )
    command = typer.Typer()
    command.command("show")(lambda: None)
    command.command(f"{plain}-show")(lambda: None)
    route = SimpleNamespace(name="sheet", path=f"/team/{plain}")
    schema = {"properties": {"kind": {"enum": ["phrase", plain]}}}
    return {
        **{"table": tables, "column": columns, "function": functions, "value": values},
        **{"code": of_code(directory), "title": of_titles(directory), "route": of_routes([route])},
        **{"command": of_commands(command), "kind of criterion": of_schemas(planted=schema)},
        "field of an export": of_exports(("zip", {"calls": [{"call": {plain: 1}}]})) - of_exports(),
    }
