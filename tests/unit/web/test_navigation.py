import pytest

from gardefou.entrypoints.web.access import EVERYBODY, ROUTES
from gardefou.entrypoints.web.navigation import HOMES, LABELS, entries, home
from gardefou.governance.roles import PersonRole


@pytest.mark.parametrize(
    ("roles", "path"),
    [
        ({PersonRole.ADVISER}, "/waiting"),
        ({PersonRole.QUALITY_ANALYST}, "/reviews"),
        ({PersonRole.REVIEWER}, "/reviews"),
        ({PersonRole.MANAGER}, "/team"),
        ({PersonRole.ADMINISTRATOR}, "/administration"),
        ({PersonRole.REPRESENTATIVE}, "/charter"),
        ({PersonRole.DATA_PROTECTION_OFFICER}, "/requests"),
        ({PersonRole.ADMINISTRATOR, PersonRole.ADVISER}, "/waiting"),
        (set(), "/charter"),
    ],
)
def test_where_roles_begin(roles: set[PersonRole], path: str) -> None:
    assert home(roles) == path


@pytest.mark.parametrize(
    ("path", "current", "is_page"),
    [
        ("/calls", "/calls", True),
        ("/calls/0198f0d2-0000-7000-8000-000000000001", "/calls", False),
        ("/administration/people", "/administration/people", True),
        ("/callsigns", None, False),
        ("/", None, False),
    ],
)
def test_the_entry_of_a_page(path: str, current: str | None, is_page: bool) -> None:
    found = [each for each in entries(EVERYBODY, path, {}) if each.is_current]
    assert [(each.path, each.is_page) for each in found] == ([(current, is_page)] if current else [])


def test_only_tasks_are_counted() -> None:
    waiting = {each.path: each.waiting for each in entries({PersonRole.ADVISER}, "/", {"waiting": 3})}
    assert waiting == {"/waiting": 3, "/calls": 0, "/rights": 0, "/charter": 0, "/live/": 0}


def test_a_home_and_an_entry_are_open_to_whom_they_are_shown() -> None:
    assert all(role in ROUTES[name].roles for role, name in HOMES)
    assert all(ROUTES[name].method == "GET" and "{" not in ROUTES[name].path for name in LABELS)


def test_the_table_of_routes_has_each_address_once() -> None:
    addresses = [(route.method, route.path) for route in ROUTES.values()]
    assert len(set(addresses)) == len(addresses)
    public = {name for name, route in ROUTES.items() if route.is_public}
    assert public == {"sign_in", "send_sign_in", "sign_out", "preferences"}
