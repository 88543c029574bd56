"""What an administrator sees over HTTP: how the machine stands, and who works where; no content."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import psycopg
import pytest
from tests.installations import ADVISERS, SITE, SimulatedInstallation, receive, simulated_installation
from tests.integration.web.browsing import csrf, employ, post, served, signed_in

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import sample_calls
from gardefou.governance.roles import PersonRole

ADMINISTRATOR = "9001"
HEADER = "number;name;site;roles;team\n"


@dataclass
class Scene:
    """An installation with one parked call, and its administrator's browser."""

    made: SimulatedInstallation
    installation: Installation
    browser: httpx.Client
    parked: str

    def owner(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.installation.store.server.dsn("owner"), autocommit=True) as connection:
            connection.execute("SET search_path = jobs, pg_catalog")
            return connection.execute(statement).fetchall()

    def send(self, content: str, name: str = "people.csv", **fields: str) -> httpx.Response:
        return self.browser.post(
            "/administration/people",
            data={"csrf": csrf(self.browser), **fields},
            files={"file": (name, content.encode(), "text/csv")},
        )

    def people(self) -> set[object]:
        return {number for (number,) in self.owner("SELECT number FROM gardefou.people")}


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with simulated_installation() as made, made.opened() as installation:
        employ(installation, ADMINISTRATOR, PersonRole.ADMINISTRATOR, name="Noé Blanc")
        received = receive(installation, sample_calls()[0])
        with served(installation) as url:
            found = Scene(made, installation, signed_in(url, ADMINISTRATOR), str(received.call))
            yield found


def _park(scene: Scene) -> None:
    scene.owner(
        "UPDATE gardefou.calls SET parked_at = now(), parked_reason = 'storage_full: /secret/place has no room'"
        f" WHERE id = '{scene.parked}' RETURNING 1"
    )


def test_a_worker_that_is_down_is_said_with_what_it_does_to_deadlines(scene: Scene) -> None:
    page = scene.browser.get("/administration").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Aucun programme d’écoute n’est en marche" in page
    assert "Les réponses, les relectures et leurs délais ne changent pas." in page
    assert "PostgreSQL" in page
    assert SITE in page


def test_a_parked_call_is_listed_by_the_code_of_its_reason_and_taken_up_again_once(scene: Scene) -> None:
    _park(scene)
    page = scene.browser.get("/administration").text
    assert "storage_full" in page
    assert "/secret/place" not in page
    answer = post(scene.browser, f"/administration/calls/{scene.parked}/retry")
    assert (answer.status_code, answer.headers["location"]) == (303, "/administration?retried=1")
    assert scene.owner(f"SELECT parked_at FROM gardefou.calls WHERE id = '{scene.parked}'") == [(None,)]
    again = post(scene.browser, f"/administration/calls/{scene.parked}/retry")
    assert again.status_code == 409
    assert "plus mis de côté" in again.text


HEARD_HERE = """
WITH worker AS (INSERT INTO jobs.procrastinate_workers DEFAULT VALUES RETURNING id),
    job AS (UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker
        WHERE task_name = 'hear')
INSERT INTO gardefou.hearing_progress (call_id, share, since)
SELECT id, 42, clock_timestamp() - interval '125 seconds' FROM gardefou.calls RETURNING 1
"""
HEARD_NO_MORE = """
WITH job AS (UPDATE jobs.procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE task_name = 'hear'),
    worker AS (DELETE FROM jobs.procrastinate_workers)
DELETE FROM gardefou.hearing_progress RETURNING 1
"""


def test_how_much_of_a_call_is_heard_is_shown_while_a_worker_hears_it(scene: Scene) -> None:
    scene.owner(HEARD_HERE)
    page = scene.browser.get("/administration").text.replace("\N{NO-BREAK SPACE}", " ")
    scene.owner(HEARD_NO_MORE)
    assert f'<progress max="100" value="42" aria-label="Part écoutée de l’appel {scene.parked}">' in page
    assert "42 % de l’appel, depuis 2 min 05" in page
    assert "<progress" not in scene.browser.get("/administration").text


def test_a_missing_key_is_the_first_thing_said(scene: Scene) -> None:
    key = scene.installation.keys / "vault.key"
    aside = key.rename(key.with_suffix(".aside"))
    try:
        assert "La clé du coffre n’est plus à sa place" in scene.browser.get("/administration").text
    finally:
        aside.rename(key)


def test_people_are_found_by_number_and_by_name(scene: Scene) -> None:
    assert all(f"Adviser {number}" in scene.browser.get("/administration/people").text for number in ADVISERS)
    found = scene.browser.get("/administration/people", params={"q": "ADVISER 1002"}).text
    assert "Adviser 1002" in found
    assert "Adviser 1001" not in found
    assert "Personne ne correspond" in scene.browser.get("/administration/people", params={"q": "%"}).text
    assert scene.browser.get("/administration/people", params={"page": "999"}).status_code == 200


def test_a_list_is_checked_first_and_written_when_it_is_sent_again(scene: Scene) -> None:
    content = HEADER + f"7001;Zoé Petit;{SITE};adviser;A\n"
    checked = scene.send(content, only_check="1")
    assert checked.status_code == 200
    assert "Zoé Petit" in checked.text
    assert "7001" not in scene.people()
    digest = checked.text.partition('name="checked" value="')[2].partition('"')[0]
    other = scene.send(content.replace("Zoé", "Léa"), checked=digest)
    assert "pas le fichier que vous avez vérifié" in other.text
    assert "7001" not in scene.people()
    written = scene.send(content, checked=digest)
    assert written.headers["location"] == "/administration/people?written=1"
    assert "7001" in scene.people()


def test_a_list_with_a_fault_is_refused_whole_with_its_lines(scene: Scene) -> None:
    content = HEADER + f"7101;A;{SITE};adviser;\n7102;B;{SITE};chef;\n7101;C;{SITE};adviser;\n7103;D;{SITE}\n"
    page = scene.send(content)
    assert page.status_code == 422
    told = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert all(line in told for line in ("Ligne 3", "Ligne 4", "Ligne 5"))
    assert "nomme un rôle inconnu" in told
    assert "est aussi celui de la ligne 2" in told
    assert not {"7101", "7102", "7103"} & scene.people()


def test_a_list_that_names_a_closed_site_or_no_file_writes_nothing(scene: Scene) -> None:
    page = scene.send(HEADER + "7201;A;LYS;adviser;\n")
    assert page.status_code == 422
    assert "le site LYS n’est pas ouvert ici" in page.text
    assert "7201" not in scene.people()
    assert scene.send("").status_code == 422


@pytest.mark.parametrize(
    ("number", "site", "roles", "team", "says"),
    [
        (ADMINISTRATOR, SITE, "administrator|quality_analyst", "A", "qui administre ne lit aucun contenu"),
        (ADMINISTRATOR, SITE, "administrator|manager", "A", "qui administre ne lit aucun contenu"),
        (ADMINISTRATOR, SITE, "quality_analyst", "A", "personne ne change soi-même ses rôles"),
        (ADMINISTRATOR, SITE, "administrator|adviser", "A", "personne ne change soi-même ses rôles"),
        (ADMINISTRATOR, SITE, "administrator", "B", "personne ne change soi-même ses rôles"),
        ("7401", SITE, "administrator|quality_analyst", "A", "qui administre ne lit aucun contenu"),
        ("7401", SITE, "adviser|manager|administrator", "", "qui administre ne lit aucun contenu"),
        ("7401", SITE, "representative|employer_signatory", "", "représentation du personnel, signature pour"),
        ("7401", SITE, "representative|manager", "A", "qui représente le personnel n’est responsable"),
    ],
)
@pytest.mark.parametrize("only_check", [{}, {"only_check": "1"}])
def test_nobody_imports_themselves_to_content(
    scene: Scene, number: str, site: str, roles: str, team: str, says: str, only_check: dict[str, str]
) -> None:
    before = scene.owner("SELECT number, roles, site_id, team FROM gardefou.people ORDER BY number")
    page = scene.send(HEADER + f"7402;Zoé;{SITE};adviser;A\n{number};Noé Blanc;{site};{roles};{team}\n", **only_check)
    assert page.status_code == 422
    told = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"{number} : {says}" in told and "(S10)" in told
    assert scene.owner("SELECT number, roles, site_id, team FROM gardefou.people ORDER BY number") == before
    assert scene.browser.get("/reviews").status_code == 403


def test_a_list_may_hold_whoever_imports_it_as_they_are_and_others_with_two_roles(scene: Scene) -> None:
    content = HEADER + f"{ADMINISTRATOR};Noé Blanc;{SITE};administrator;A\n7501;Zoé;{SITE};adviser|quality_analyst;\n"
    assert scene.send(content).headers["location"] == "/administration/people?written=1"
    assert scene.owner("SELECT cardinality(roles) FROM gardefou.people WHERE number = '7501'") == [(2,)]
    renamed = scene.send(content.replace("Noé Blanc", "Noé Blanc-Petit"))
    assert renamed.headers["location"] == "/administration/people?written=1"


def test_names_of_a_list_are_shown_as_text(scene: Scene) -> None:
    page = scene.send(HEADER + f'7301;"<script>alert(1)</script>";{SITE};adviser;\n', name="<b>.csv", only_check="1")
    assert "<script>alert" not in page.text
    assert "<b>.csv" not in page.text
