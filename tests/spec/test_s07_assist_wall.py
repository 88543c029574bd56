"""S7: live assist is in memory only: the gate opens no repository for it, and writes down nowhere who asked."""

import ast
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from tests.spec.scene import INTAKE, WORKER, Scene

import gardefou
from gardefou.governance.actions import TRACELESS, Action, Verb, operation
from gardefou.governance.actors import Actor
from gardefou.governance.purposes import LISTED
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import Refused

SITE = "assisted"
SOURCES = Path(gardefou.__file__).parent
LEVELS = {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"}
PLACES = (
    *("assist/**/*.py", "hearing/live/*.py", "flows/live_*.py", "flows/assisted_*.py"),
    *("entrypoints/live/*.py", "bootstrap/assistance.py"),
)
OF_ASSIST = {path.relative_to(SOURCES).as_posix() for pattern in PLACES for path in SOURCES.glob(pattern)}
NAME_A_SESSION = {f"entrypoints/live/{name}.py" for name in ("audiohook", "audiohook_call", "audiohook_connection")}
"""They log which session of the telephone ended, and why; tests of telephony read those lines."""
REACH_THE_STORE = {f"entrypoints/live/{name}.py" for name in ("application", "metrics", "page", "samples", "sign_in")}
"""They know who is signed in, or join parts that do with parts that hear; no word passes them."""
APART = ("assist-apart", "pages-of-assist-apart")
ASKED = (Action(Verb.ASSIST, LISTED), operation(Verb.PRACTISE))
TABLES = "SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'gardefou'::regnamespace"


@pytest.fixture(scope="module")
def adviser(scene: Scene) -> Any:
    scene.open_site(SITE)
    return scene.person(f"{SITE}-0")


def stored(scene: Scene) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and what they are."""
    return {
        row["name"]: tuple(
            scene.ask(
                f"SELECT count(*) AS n, coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS h"
                f" FROM gardefou.{row['name']} t"
            )[0].values()
        )
        for row in scene.ask(TABLES)
    }


@pytest.mark.parametrize("action", ASKED, ids=lambda action: action.verb)
def test_s7_no_transaction_opens_for_live_assist_and_its_refusal_is_not_logged(
    scene: Scene, adviser: Any, action: Action
) -> None:
    refused: list[Refused | None] = []
    entries = scene.logged(lambda: refused.append(scene.refused(adviser, action, SiteWork(SITE), role="live")))
    assert [each.clause for each in refused if each] == ["S7"] and entries == []


def test_s7_what_is_decided_leaves_no_row_whoever_asks_and_whatever_is_answered(scene: Scene, adviser: Any) -> None:
    manager = scene.hire(f"{SITE}-m", SITE, PersonRole.MANAGER)
    before = stored(scene)
    for who in (adviser, manager):
        for action in ASKED:
            permitted(scene, who, action)
    assert (permitted(scene, adviser, ASKED[0]), permitted(scene, manager, ASKED[0])) == (None, "S10")
    assert stored(scene) == before


def test_s7_what_leaves_a_trace_is_not_decided_without_one(scene: Scene, adviser: Any) -> None:
    for verb in sorted(set(Verb) - TRACELESS):
        with pytest.raises(LookupError):
            scene.gate("live").permit(adviser, Action(verb), SiteWork(SITE))


def test_s7_no_part_of_the_program_that_stores_uses_live_assist_on_anybodys_behalf(scene: Scene) -> None:
    scene.open_site(f"{SITE}2")
    for who in (INTAKE, WORKER, scene.person(f"{SITE}2-0")):
        assert permitted(scene, who, ASKED[0]) == "S10"


def test_s7_no_table_has_room_for_what_live_assist_hears_or_offers(scene: Scene) -> None:
    named = {"assist", "suggestion", "hypothesis", "utterance", "wrap_up", "live_session"}
    columns = scene.ask(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema <> 'pg_catalog'"
    )
    assert [row for row in columns if any(word in f"{row['table_name']}.{row['column_name']}" for word in named)] == []


def test_s7_no_module_of_live_assist_writes_a_file_or_a_log() -> None:
    assert {place for place in OF_ASSIST if writes(SOURCES / place)} <= NAME_A_SESSION


def test_s7_every_module_of_live_assist_is_kept_from_the_store_but_those_that_are_named() -> None:
    rules = ConfigParser()
    rules.read(Path(__file__).parents[2] / ".importlinter")
    apart = [name for rule in APART for name in rules[f"importlinter:contract:{rule}"]["source_modules"].split()]
    kept = {place for place in OF_ASSIST if any(f"{module(place)}.".startswith(f"{name}.") for name in apart)}
    left = {place for place in OF_ASSIST if not place.endswith("__init__.py")} - kept
    assert left == REACH_THE_STORE


def test_s7_the_scan_finds_a_module_that_does(tmp_path: Path) -> None:
    lines = (
        *("LOG.info('%s', words)", "LOG.warn(words)", "LOG.log(30, '%s', words)", "print('x')", "open('x', 'w')"),
        *("p.write_text('x')", "p.open('wb')", "p.open(mode='a')", "os.open(p, 1)", "import tempfile"),
    )
    for number, line in enumerate(lines):
        path = tmp_path / f"{number}.py"
        path.write_text(line)
        assert writes(path), line


def module(place: str) -> str:
    return "gardefou." + place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def permitted(scene: Scene, who: Actor, action: Action) -> str | None:
    """The clause that refuses, None where it is allowed."""
    try:
        scene.gate("live").permit(who, action, SiteWork(SITE))
    except Refused as refused:
        return refused.clause
    return None


def writes(path: Path) -> bool:
    """Whether a module logs more than sentences of its own, prints, opens or writes."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            if names & {"sqlite3", "shelve", "tempfile", "pickle"}:
                return True
        if isinstance(node, ast.Call) and (getattr(node.func, "id", None) in {"print", "open"} or opens(node)):
            return True
        if isinstance(node, ast.Attribute) and node.attr in {"write_text", "write_bytes"}:
            return True
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) in LEVELS and not is_fixed(node):
            return True
    return False


def opens(call: ast.Call) -> bool:
    """Whether it opens a file, and not a call or a session."""
    if getattr(call.func, "attr", None) != "open":
        return False
    of = getattr(getattr(call.func, "value", None), "id", None)
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return of in {"os", "io"} or any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in given)


def is_fixed(call: ast.Call) -> bool:
    """Whether what is logged is a sentence of the program, with names of errors and their places at most."""
    given = call.args
    return all(isinstance(each, ast.Constant) or getattr(each, "attr", None) in {"code", "__name__"} for each in given)
