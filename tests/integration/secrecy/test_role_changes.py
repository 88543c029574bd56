"""Whoever gives somebody a role is written down: by import, by page or by raw SQL, and nothing that web may write."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.installations import SITE, simulated_installation
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.governance.actions import Verb, operation
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import Installation as Everything
from gardefou.intake.model import PersonNotice

NUMBER = "9001"
CHANGES = "SELECT actor_kind, actor, verb, call_id, change FROM gardefou.audit WHERE person_id = %s ORDER BY id"


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with simulated_installation() as made, Installation(made.settings) as installation:
        yield Scene(installation, made.directory)


def notice(*roles: PersonRole, team: str | None = "A", name: str = "Zéphyrine Oultremer") -> PersonNotice:
    return PersonNotice(NUMBER, name, SITE, team, frozenset(roles))


def test_every_change_of_roles_site_or_team_names_who_made_it_and_what_it_was(scene: Scene) -> None:
    administrator = scene.hire("9000", SITE, PersonRole.ADMINISTRATOR)
    with administration_of(scene.installation) as administration:
        administration.put_people([notice(PersonRole.ADVISER)])
    person = scene.person(NUMBER)
    with administration_of(scene.installation) as administration:
        administration.put_people([notice(PersonRole.ADVISER, name="Zéphyrine d'Oultremer")])
    with scene.gate("owner").transaction(administrator, operation(Verb.ADMINISTER), Everything()) as tx:
        tx.administration.put_people([notice(PersonRole.ADVISER, PersonRole.REVIEWER, team="Q")])
    scene.ask("UPDATE gardefou.people SET roles = '{manager}' WHERE number = %s", NUMBER)
    found = [(row["actor_kind"], row["verb"], row["change"]) for row in scene.ask(CHANGES, person.id)]
    assert found == [
        ("operator", "administer", {"roles": [None, ["adviser"]], "site": [None, SITE], "team": [None, "A"]}),
        ("person", "administer", {"roles": [["adviser"], ["adviser", "reviewer"]], "team": ["A", "Q"]}),
        ("database", "administer", {"roles": [["adviser", "reviewer"], ["manager"]]}),
    ]
    assert scene.ask(CHANGES, person.id)[1]["actor"] == str(administrator.id)
    with administration_of(scene.installation) as administration:
        told = administration.changes_of_people(NUMBER, 10)
    assert [row["actor"] for row in told][1] == "Name 9000" and len(told) == 3


def test_an_import_that_fails_writes_neither_the_roles_nor_the_entry(scene: Scene) -> None:
    before = len(scene.ask("SELECT 1 FROM gardefou.audit WHERE person_id IS NOT NULL"))
    with pytest.raises(KeyError), administration_of(scene.installation) as administration:
        administration.put_people([notice(PersonRole.ADMINISTRATOR)])
        administration.put_people([PersonNotice("9002", "X", "nowhere", None, frozenset({PersonRole.ADVISER}))])
    assert len(scene.ask("SELECT 1 FROM gardefou.audit WHERE person_id IS NOT NULL")) == before


@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_other_process_writes_or_changes_such_an_entry(scene: Scene, role: str) -> None:
    dsn = scene.installation.store.server.dsn(role)
    for statement in (
        "INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose, person_id, change)"
        " VALUES ('operator', 'root', 'administer', 'operation', gen_random_uuid(), '{}')",
        "UPDATE gardefou.people SET roles = '{administrator}'",
        "UPDATE gardefou.audit SET change = NULL",
    ):
        with psycopg.connect(dsn) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())
