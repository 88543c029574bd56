"""`gardefou account`, as whoever runs the machine uses it."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.installations import SimulatedInstallation, simulated_installation
from tests.integration.prepared_commands import run_command
from tests.integration.web.browsing import browser, served, sign_in

from gardefou.adapters.postgres.embedded import EmbeddedServer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made() -> Iterator[SimulatedInstallation]:
    with simulated_installation() as made, EmbeddedServer(made.directory):
        yield made


@pytest.fixture
def run(made: SimulatedInstallation) -> Run:
    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        return run_command(["account", *arguments], made.environment, typed)

    return run


def test_an_account_from_its_password_to_its_end(made: SimulatedInstallation, run: Run) -> None:
    assert run("set", "1001", "--stdin", typed="quatre mots bien choisis\n")[0] == 0
    code, out, _ = run("list")
    lines = dict(line.split("  ", 1) for line in out.splitlines())
    assert code == 0 and lines["1001"].endswith("may sign in") and lines["1002"].endswith("no password")
    with made.opened() as installation, served(installation) as url:
        client = browser(url)
        assert sign_in(client, "1001", "quatre mots bien choisis").status_code == 303
        assert "seen 20" in run("list")[1]
        assert run("disable", "1001")[0] == 0
        assert client.get("/charter").status_code == 303
        assert sign_in(client, "1001", "quatre mots bien choisis").status_code == 422
        assert "disabled" in run("list")[1]
        assert run("set", "1001", "--stdin", typed="quatre autres mots choisis")[0] == 0
        assert sign_in(client, "1001", "quatre autres mots choisis").status_code == 422
        assert run("enable", "1001")[0] == 0
        assert sign_in(client, "1001", "quatre autres mots choisis").status_code == 303
        assert sign_in(browser(url), "1001", "quatre mots bien choisis").status_code == 422


@pytest.mark.parametrize(
    ("number", "typed", "cause"),
    [
        ("1001", "trop court\n", "shorter than 12"),
        ("1001", "", "shorter than 12"),
        ("1001", "Adviser 1001\n", "own number or name"),
        ("1001", "x" * 400 + "\n", "longer than 256"),
        ("nobody", "quatre mots bien choisis\n", "nobody here has that number"),
    ],
)
def test_what_is_no_password(run: Run, number: str, typed: str, cause: str) -> None:
    code, out, err = run("set", number, "--stdin", typed=typed)
    assert (code, out) == (1, "") and cause in err and (not typed.strip() or typed.strip() not in err)


@pytest.mark.parametrize("verb", ["disable", "enable"])
def test_an_account_that_is_not_there(run: Run, verb: str) -> None:
    assert "has no account" in run(verb, "1003")[2]
    assert run(verb, "nobody")[0] == 1


def test_every_change_is_in_the_audit_without_a_password(made: SimulatedInstallation, run: Run) -> None:
    run("set", "1002", "--stdin", typed="canari dans le journal\n")
    with made.opened() as installation, psycopg.connect(installation.store.server.dsn("owner")) as owner:
        audit = str(owner.execute("SELECT * FROM gardefou.audit").fetchall())
        accounts = str(owner.execute("SELECT * FROM gardefou.accounts").fetchall())
    assert "administer" in audit and "canari" not in audit + accounts and "$argon2id$" in accounts
