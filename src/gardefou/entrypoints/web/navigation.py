"""The one navigation: what each role finds in it, and where it begins."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from gardefou.adapters.report.language import message
from gardefou.entrypoints.web.access import ROUTES, Route
from gardefou.governance.roles import PersonRole

LABELS = {
    "waiting": message("Ce qui m'attend"),
    "calls": message("Mes appels"),
    "rights": message("Mes droits"),
    "reviews": message("À relire"),
    "agreement": message("Accord"),
    "scorecards": message("Grilles"),
    "requests": message("Demandes"),
    "team": message("Mon équipe"),
    "hidden": message("Ce qui est masqué"),
    "administration": message("Fonctionnement"),
    "people": message("Personnes"),
    "charter": message("Charte"),
    "registers": message("Registres"),
    "signing_keys": message("Ma clé"),
    "access_log": message("Journal"),
}
"""Entries in their order, by the name of their route."""

LIVE = ("/live/", message("Aide en direct"))
"""The page beside a call, which the live process serves to advisers."""

HOMES = (
    (PersonRole.ADVISER, "waiting"),
    (PersonRole.QUALITY_ANALYST, "reviews"),
    (PersonRole.REVIEWER, "reviews"),
    (PersonRole.MANAGER, "team"),
    (PersonRole.DATA_PROTECTION_OFFICER, "requests"),
    (PersonRole.ADMINISTRATOR, "administration"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `waiting` is how many tasks it leads to, `is_page` whether it is the page itself that is shown."""

    path: str
    label: str
    is_current: bool
    is_page: bool
    waiting: int


def entries(roles: Set[PersonRole], path: str, tasks: Mapping[str, int]) -> list[Entry]:
    """The entries for these roles; the current one is that of the page or of what it stands under."""
    known = {name: ROUTES[name] for name in LABELS if ROUTES[name].roles & roles}
    current = _current(known, path)
    found = [
        Entry(route.path, LABELS[name], name == current, path == route.path, tasks.get(name, 0))
        for name, route in known.items()
    ]
    return [*found, Entry(*LIVE, False, False, 0)] if PersonRole.ADVISER in roles else found


def home(roles: Set[PersonRole]) -> str:
    """The path that somebody of these roles begins at."""
    return ROUTES[next((name for role, name in HOMES if role in roles), "charter")].path


def _current(routes: Mapping[str, Route], path: str) -> str | None:
    """The entry that a page stands under: the longest path that it begins with."""
    above = [name for name, route in routes.items() if path == route.path or path.startswith(f"{route.path}/")]
    return max(above, key=lambda name: len(routes[name].path), default=None)
