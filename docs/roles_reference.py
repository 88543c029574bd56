"""What docs/reference/roles.md says: what each role opens, in the gate, on pages and in the database."""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from itertools import chain

from gardefou.entrypoints.web.access import EVERYBODY, ROUTES, Route
from gardefou.governance.actions import Verb
from gardefou.governance.roles import PersonRole
from gardefou.governance.table import of_role

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], str]
MIGRATIONS = files("gardefou.adapters.postgres").joinpath("migrations")
MADE = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION gardefou\.(?P<function>\w+)\((?P<head>[^$]*)\$\$(?P<body>.*?)\$\$;"
    r"|CREATE POLICY (?P<policy>\w+) ON gardefou\.(?P<table>\w+)(?P<rule>.*?);\n",
    re.DOTALL,
)
ASKED_ROLE = re.compile(r"has_role\('(\w+)'\)|'(\w+)' = ANY \([mp]\.roles\)")
"""Where a role opens something: that of `m` or `p`; that of `me` hides what is one's own."""
CALLED = re.compile(r"gardefou\.(\w+)\(")


def roles_reference(table: Table) -> Iterator[str]:
    """Its parts, in their order."""
    names = [role.value.replace("_", " ") for role in PersonRole]
    yield (
        "A role is what a person may be at a site; one person may have several, and has then what each of them opens. "
        "Whoever administers has no role that reads content of others. The gate decides of every verb; a page is served "
        "to the roles of its route and asks the gate again; the database gives web rows of its person alone."
    )
    yield "## Verbs"
    yield (
        "Under the best conditions (see gate.md). *yes*: whoever has the role, at their own site; *own call*: the "
        "adviser of the call; *assigned*: who has it to review, or reviewed it; *released*: the line manager, once a "
        "person has decided, the adviser could answer, and the charter lets it; *oneself*: of what is kept about "
        "whoever asks. Verbs that no person has are left out."
    )
    yield table(["verb", *names], _verbs())
    yield "## Pages and forms"
    yield table(["address", "about", *names], _pages())
    yield "## Rows"
    yield (
        "What the database itself asks a role for, by function and by policy of row-level security; one that asks "
        "another function has its roles. All else web reaches of its own person alone."
    )
    yield table(["function or policy", *names], _rows())


def _verbs() -> Iterator[list[str]]:
    for verb in Verb:
        answers = [of_role(verb, role) for role in PersonRole]
        if any(answers):
            yield [f"`{verb}`", *answers]


def _pages() -> Iterator[list[str]]:
    for route in ROUTES.values():
        if route.roles and route.roles != EVERYBODY:
            yield [_address(route), route.about, *("x" if r in route.roles else "" for r in PersonRole)]
    signed_in = [_address(route) for route in ROUTES.values() if route.roles == EVERYBODY]
    yield [", ".join(signed_in), "", *("x" for _ in PersonRole)]


def _address(route: Route) -> str:
    return f"`{route.path}`" if route.method == "GET" else f"`{route.method} {route.path}`"


def _rows() -> Iterator[list[str]]:
    made = _made()
    asking = {name: set(filter(None, chain(*ASKED_ROLE.findall(text)))) for name, (_, text) in made.items()}
    named = {name for name, (is_question, text) in made.items() if is_question and "has_role(" in text}
    for name, (_, text) in sorted(made.items()):
        called = set(CALLED.findall(text)) & named
        roles = asking[name].union(*(_of(each, asking, made, named) for each in called))
        if roles:
            yield [f"`{name}`", *("x" if role.value in roles else "" for role in PersonRole)]


def _of(name: str, asking: dict[str, set[str]], made: dict[str, tuple[bool, str]], named: set[str]) -> set[str]:
    """The roles of a function that asks, and of those that it asks in turn."""
    inner = (set(CALLED.findall(made[name][1])) & named) - {name}
    return asking[name].union(*(_of(each, asking, made, named) for each in inner))


def _made() -> dict[str, tuple[bool, str]]:
    """Each function and policy as the last migration leaves it: whether it answers yes or no, and its text."""
    found = dict[str, tuple[bool, str]]()
    for path in sorted(MIGRATIONS.iterdir(), key=lambda each: each.name):
        if path.name.endswith(".sql"):
            for made in MADE.finditer(path.read_text(encoding="utf-8")):
                name = made["function"] or f"{made['policy']} on {made['table']}"
                found[name] = ("RETURNS boolean" in (made["head"] or ""), made["body"] or made["rule"] or "")
    return found
