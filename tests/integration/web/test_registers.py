"""The pages of registers: each side writes down what is its own, and reads how its site's clauses stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from tests.installations import (
    ADVISERS,
    SITE,
    SimulatedInstallation,
    open_site,
    simulated_charter,
    simulated_installation,
)
from tests.integration.prepared_commands import run_command
from tests.integration.web.browsing import employ, give_password, post, served, signed_in

from gardefou.governance.roles import PersonRole

REP, EMP, DPO, ADM = (
    PersonRole.REPRESENTATIVE,
    PersonRole.EMPLOYER_SIGNATORY,
    PersonRole.DATA_PROTECTION_OFFICER,
    PersonRole.ADMINISTRATOR,
)
TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
FEATURES = ["recording", "evaluation"]
SECRET = "Zéphyrine Introuvable"
ELSEWHERE = "of another site"


@dataclass(frozen=True)
class Table:
    made: SimulatedInstallation
    url: str
    browsers: dict[PersonRole, httpx.Client]
    adviser: httpx.Client

    def read(self, role: PersonRole, path: str = "/registers") -> str:
        answer = self.browsers[role].get(path)
        assert answer.status_code == 200
        return told(answer)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        return run_command(["register", *arguments, "--site", SITE], self.made.environment)

    def send(self, role: PersonRole, path: str, **fields: object) -> httpx.Response:
        return post(self.browsers[role], path, **fields)


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    experiment = {
        "starts_on": (TODAY - timedelta(days=1)).isoformat(),
        "criteria": ["fewer transfers"],
        "means": ["two hours a week"],
    }
    with (
        simulated_installation(simulated_charter(experiment=experiment, agreement_floor=0.6)) as made,
        made.opened() as installation,
    ):
        give_password(installation, ADVISERS[0])
        for role in (REP, EMP, DPO, ADM):
            employ(installation, role.value, role)
        employ(installation, "manager", PersonRole.MANAGER, name=SECRET)
        open_site(installation, "lyon", made.charter)
        employ(installation, ELSEWHERE, EMP, site="lyon")
        with served(installation) as url:
            browsers = {role: signed_in(url, role.value) for role in (REP, EMP, DPO, ADM)}
            browsers[PersonRole.MANAGER] = signed_in(url, "manager")
            yield Table(made, url, browsers, signed_in(url, ADVISERS[0]))


def told(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\xa0", " ").replace("\u202f", " ").split())


def opinion(**changes: object) -> dict[str, object]:
    return {
        "kind": "opinion",
        "body": "CSE",
        "opinion": "unfavourable",
        "features": FEATURES,
        "on": TODAY.isoformat(),
        "reference": "registre des avis, page 3",
    } | changes


def test_a_document_is_written_down_shown_and_withdrawn(table: Table) -> None:
    before = table.read(REP)
    assert "attendent une pièce" in before and "rien n’y est exigé" in before
    answer = table.send(REP, "/registers/entries", **opinion())
    assert (answer.status_code, answer.headers["location"]) == (303, "/registers?done=entry")
    for role in (REP, EMP, DPO, ADM):
        page = table.read(role)
        assert "CSE : défavorable" in page and "registre des avis, page 3" in page, role
    [entry] = re.findall(r'name="entry" value="([^"]+)"', table.browsers[REP].get("/registers").text)
    assert table.send(REP, "/registers/entries/withdraw", entry=entry).status_code == 303
    assert "Retiré le" in table.read(EMP)
    again = table.send(REP, "/registers/entries/withdraw", entry=entry)
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"features": []}, "Cochez au moins"),
        ({"on": "tomorrow"}, "Donnez le jour"),
        ({"reference": " "}, "Dites où se trouve"),
        ({"opinion": "splendid"}, "Choisissez l’instance"),
    ],
)
def test_what_a_form_lacks_is_said_and_what_was_typed_stays(
    table: Table, changes: dict[str, object], said: str
) -> None:
    answer = table.send(REP, "/registers/entries", **opinion(reference="tiroir 12", **{}) | changes)
    assert answer.status_code == 422
    assert said in told(answer)
    assert "reference" in changes or 'value="tiroir 12"' in answer.text


@pytest.mark.parametrize("role", [EMP, DPO])
def test_nobody_writes_down_the_opinion_of_the_representatives(table: Table, role: PersonRole) -> None:
    answer = table.send(role, "/registers/entries", **opinion(reference="tiroir secret"))
    assert answer.status_code == 403
    assert "chaque partie inscrit ce qui lui revient" in told(answer).lower()
    assert "tiroir secret" not in table.read(REP)


def test_a_baseline_is_frozen_with_its_objectives(table: Table) -> None:
    sent = {
        "kind": "baseline",
        "on": TODAY.isoformat(),
        "reference": "dossier 4",
        "figures": "12 % de rappels\n\n8 min d'attente",
    }
    assert table.send(EMP, "/registers/entries", **sent).status_code == 422
    sent |= {"working_conditions": "moins d'appels enchaînés", "objectives": "moins de rappels"}
    assert table.send(EMP, "/registers/entries", **sent).status_code == 303
    page = table.read(REP)
    assert "12 % de rappels" in page and "moins d'appels enchaînés conditions de travail" in page
    assert "aucun état des lieux n’est inscrit" not in page.lower()


def test_a_question_is_asked_answered_and_kept(table: Table) -> None:
    assert table.send(REP, "/registers/questions", question=" ").status_code == 422
    assert table.send(REP, "/registers/questions", question="Quel modèle écoute ?").status_code == 303
    page = table.browsers[EMP].get("/registers").text
    [question] = re.findall(r'name="question" value="([^"]+)"', page)
    empty = table.send(EMP, "/registers/questions/answer", question=question, answer="")
    assert empty.status_code == 422 and "Ce texte manque" in told(empty)
    sent = table.send(EMP, "/registers/questions/answer", question=question, answer="Celui du dossier.")
    assert sent.status_code == 303
    assert "Celui du dossier." in table.read(REP)


def test_trainings_are_written_down_by_the_employer_and_others_read_no_name(table: Table) -> None:
    sent = {
        "number": ADVISERS[0],
        "minutes": "600",
        "on": TODAY.isoformat(),
        "what": "lire un brouillon",
        "in_person": "yes",
    }
    assert table.send(EMP, "/registers/trainings", **sent).status_code == 303
    for wrong in ({"number": "nobody"}, {"minutes": "0"}, {"minutes": "²"}, {"on": ""}, {"what": ""}):
        assert table.send(EMP, "/registers/trainings", **sent | wrong).status_code == 422, wrong
    assert SECRET in table.read(EMP) and SECRET in table.read(ADM)
    for role in (REP, DPO):
        assert SECRET not in table.read(role)
        assert table.send(role, "/registers/trainings", **sent).status_code == 403


def test_criteria_on_trial_are_told_to_those_who_read_the_agreement(table: Table) -> None:
    said = r"(\d+) critères sur (\d+) à l'essai"
    for role in (REP, DPO):
        found = re.search(said, table.read(role).replace("’", "'"))
        assert found and 0 < int(found[1]) <= int(found[2]) and "À l’essai" in table.read(role)
    for role in (EMP, ADM):
        assert "l’essai, faute" not in table.read(role)
    assert re.search(r"^S12 +on trial: \d+ of \d+ criteria", table.run("list")[1], re.MULTILINE)


def test_a_training_that_was_a_mistake_is_withdrawn_by_those_who_write_it_down(table: Table) -> None:
    sent = {"number": ADVISERS[1], "on": TODAY.isoformat(), "what": "une erreur"}
    assert table.send(EMP, "/registers/trainings", **sent, minutes="600").status_code == 303
    row = rf"{ADVISERS[1]} .*? 600 0 non"
    assert re.search(row, table.read(EMP))
    for wrong in ({"what": "autre chose"}, {"on": ""}, {"number": "nobody"}):
        assert table.send(EMP, "/registers/trainings/withdraw", **sent | wrong).status_code == 422, wrong
    assert table.send(REP, "/registers/trainings/withdraw", **sent).status_code == 403
    assert "ne compte plus" in told(
        table.browsers[EMP].get(table.send(EMP, "/registers/trainings/withdraw", **sent).headers["location"])
    )
    assert not re.search(row, table.read(EMP))


def test_an_adviser_joins_and_leaves_by_one_click_and_no_view_of_the_manager_changes(table: Table) -> None:
    paths = ("/team", "/hidden", "/charter")
    before = [table.browsers[PersonRole.MANAGER].get(path).content for path in paths]
    registers = [table.browsers[role].get("/registers").content for role in (REP, EMP, DPO, ADM)]
    assert "Vous ne participez pas" in told(table.adviser.get("/rights"))
    assert post(table.adviser, "/rights/experiment", experiment="join").status_code == 303
    assert "Vous participez depuis" in told(table.adviser.get("/rights"))
    assert [table.browsers[PersonRole.MANAGER].get(path).content for path in paths] == before
    assert [table.browsers[role].get("/registers").content for role in (REP, EMP, DPO, ADM)] == registers
    assert post(table.adviser, "/rights/experiment", experiment="leave").status_code == 303
    assert "Vous ne participez pas" in told(table.adviser.get("/rights"))
    assert post(table.adviser, "/rights/experiment", experiment="maybe").status_code == 404


def test_the_page_is_there_in_english(table: Table) -> None:
    assert table.send(DPO, "/preferences", language="en", next="/registers").status_code == 303
    page = table.read(DPO)
    assert "State of the clauses" in page and "nothing is required here" in page


def test_a_document_is_brought_on_the_machine_in_the_name_of_whom_it_is_for(table: Table, tmp_path: Path) -> None:
    file = tmp_path / "notice.yaml"
    file.write_text(f"kind: notice\non: {TODAY}\nfeatures: [recording]\nreference: noticeboard, third floor\n")
    code, _, error = table.run("add", str(file), "--by", REP.value)
    assert code == 2 and "S17" in error and "made by others" in error
    code, _, error = table.run("add", str(file), "--by", ELSEWHERE)
    assert code == 1 and "does not work at the site" in error
    code, out, _ = table.run("add", str(file), "--by", EMP.value)
    assert code == 0 and "notice" in out
    entry = out.split()[1]
    assert "noticeboard, third floor" in table.read(REP) and "Apporté sur la machine" in table.read(REP)
    listed = table.run("list")[1]
    assert entry in listed and "S17  waits" in listed and "trained:" in listed
    assert table.run("withdraw", entry, "--by", EMP.value)[0] == 0
    line = f"{entry}  {TODAY}  notice  -  by .*, brought on the machine by .*  withdrawn by .*, brought"
    assert re.search(line, table.run("list")[1])


def test_nobody_brings_on_the_machine_what_representatives_say(table: Table, tmp_path: Path) -> None:
    file = tmp_path / "opinion.yaml"
    said = f"body: CSE\nopinion: favourable\non: {TODAY}\nfeatures: [recording]\nreference: x\n"
    file.write_text(f"kind: opinion\n{said}")
    code, _, error = table.run("add", str(file), "--by", REP.value)
    assert code == 2 and "S17" in error and "nobody brings it" in error
    assert table.send(REP, "/registers/entries", **opinion(reference="à la main")).status_code == 303
    entry = re.search(r"(\S+)  \S+  opinion  CSE  by \S.*, on the page$", table.run("list")[1], re.MULTILINE)
    assert entry
    code, _, error = table.run("withdraw", entry[1], "--by", REP.value)
    assert code == 2 and "nobody brings it" in error
    page = table.read(EMP)
    assert "Par son propre compte, sur cette page." in page and "à la main" in page
    with table.made.opened() as installation, installation.pool("owner").connection() as connection:
        added = connection.execute(
            "SELECT gardefou.add_register_entry(s.id, 'opinion', '{}', current_date, 'representative', p.id, 'x') AS id"
            " FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id WHERE p.number = %s",
            (REP.value,),
        ).fetchone()
    assert added == {"id": None}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("kind: notice\non: 2026-01-02\nreference: x\n", "features"),
        ("kind: wish\non: 2026-01-02\n", "kind"),
        ("kind: risk_register\non: someday\nreference: x\n", "line 2"),
        ("kind: risk_register\non: 2026-01-02\nreference: x\nsecret: y\n", "secret"),
        ("kind: risk_register\nkind: risk_register\non: 2026-01-02\nreference: x\n", "twice"),
    ],
)
def test_a_file_that_is_no_document_is_told_in_one_line(table: Table, tmp_path: Path, text: str, cause: str) -> None:
    file = tmp_path / "entry.yaml"
    file.write_text(text)
    code, _, error = table.run("add", str(file), "--by", EMP.value)
    assert code == 1 and cause in error and len(error.splitlines()) == 1, error


def test_a_training_is_withdrawn_on_the_machine(table: Table, tmp_path: Path) -> None:
    file = tmp_path / "trainings.csv"
    file.write_text(f"number,day,minutes,in_person,what\n{ADVISERS[2]},{TODAY},60,yes,mistake\n")
    assert table.run("import", str(file))[0] == 0
    words = ("untrain", ADVISERS[2], "--on", TODAY.isoformat(), "--what", "mistake")
    assert "counts no more" in table.run(*words)[1]
    code, _, error = table.run(*words)
    assert code == 1 and "no such training" in error


def test_trainings_are_imported_whole_or_not_at_all(table: Table, tmp_path: Path) -> None:
    file = tmp_path / "trainings.csv"
    rows = f"matricule;jour;minutes;en présence;quoi;accompagnement\n{ADVISERS[1]};{TODAY};420;oui;lire;{EMP.value}\n"
    file.write_text(rows)
    assert table.run("import", str(file))[1] == "new: 1, here already: 0\n"
    assert table.run("import", str(file))[1] == "new: 0, here already: 1\n"
    file.write_text(f"{rows}{ADVISERS[2]};{TODAY};many;peut-être;;\n")
    code, _, error = table.run("import", str(file))
    assert code == 1
    assert all(word in error for word in ("minutes", "in_person", "what")), error
    file.write_text(f"{rows.replace('lire', 'relire')}nobody;{TODAY};60;non;lire;\n")
    code, _, error = table.run("import", str(file))
    assert code == 1 and "nobody at this site" in error
    file.write_text(rows.replace("lire", "relire"))
    assert table.run("import", str(file))[1] == "new: 1, here already: 0\n", "nothing of the refused file stayed"
