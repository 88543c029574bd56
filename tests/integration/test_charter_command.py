"""`gardefou charter` as a council and an employer meet it; no database is there."""

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.governance.example_charters import DOCUMENT, EXPERIMENT, PARTIES
from typer.testing import CliRunner, Result

from gardefou.bootstrap.resources import resource
from gardefou.entrypoints.cli.charter import charter
from gardefou.kernel.errors import InputRefused

TODAY = datetime.now(UTC).date()
KEY = "aa" * 32
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdef", "bcdefg", strict=True)
)


def gardefou(*arguments: str | Path) -> Result:
    return CliRunner().invoke(charter, [str(each) for each in arguments])


def with_keys(*keys: str) -> dict[str, Any]:
    parties: dict[str, Any] = deepcopy(PARTIES)
    people = [person for side in parties.values() for person in side["signatories"]]
    for person, key in zip(people, keys, strict=False):
        person["key"] = key
    return parties


@pytest.fixture
def written(tmp_path: Path):
    def write(stem: str = "charter", /, **fields: object) -> Path:
        valid = {"valid_from": TODAY.isoformat(), "valid_until": (TODAY + timedelta(days=300)).isoformat()}
        path = tmp_path / f"{stem}.yaml"
        path.write_text(yaml.safe_dump({**DOCUMENT, **valid, **fields}, sort_keys=False), encoding="utf-8")
        return path

    return write


def test_check_names_whose_keys_are_missing_and_is_content_with_the_rest(written) -> None:
    path = written(parties=with_keys(KEY))
    done = gardefou("check", path)
    assert done.exit_code == 0 and not done.stderr
    assert f"{path}: charter 1, sites niort, valence, " in done.stdout
    assert f"{path}: no key yet for employees: Malik\n{path}: no key yet for employer: Odile\n" in done.stdout
    assert "cannot be signed yet; each makes a key with gardefou key make" in done.stdout


def test_check_says_when_nothing_keeps_it_from_being_signed(written) -> None:
    path = written(parties=with_keys(KEY, "cd" * 32, "ef" * 32))
    assert gardefou("check", path).stdout.endswith(f"{path}: can be signed\n")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"parties": {**PARTIES, "employees": {**PARTIES["employees"], "required": 3}}},
            "parties.employees: required is",
        ),
        ({"parties": with_keys(KEY, "cd" * 32, KEY)}, "parties: a key stands twice; each signatory has a key of"),
        (
            {"parties": with_keys("ab" * 32)},
            "parties.employees.signatories.0.key: is no key that anybody can sign with",
        ),
        ({"parties": with_keys("AB" * 32)}, "parties.employees.signatories.0.key: expected a public key: 64 digits"),
        ({"sites": {"Niort nord": {}}}, "sites.Niort nord: expected a short code such as lyon-2"),
        ({"sites": {"\x1b[2J\n": {}}}, "sites.\\x1b[2J\\n: expected a short code"),
        ({"sites": {}}, "sites: needs at least 1"),
        ({"valid_until": "2020-01-01"}, "valid_until: must be after valid_from, and three years after it"),
        ({"valid_from": "tomorrow"}, "valid_from: expected a day, such as 2027-01-31"),
        ({"valid_from": "2020-01-01", "valid_until": "2020-06-01"}, "valid_until: is past; a charter that has expired"),
        ({"experiment": {**EXPERIMENT, "starts_on": "2020-01-01"}}, "experiment: starts_on must be within valid_from"),
        ({"experiment": {**EXPERIMENT, "days": 366}}, "or equal to 365; no signature can allow it"),
        ({"purposes": ["quality", "discipline"]}, "'coaching' or 'analytics'; no signature can allow it"),
        ({"purposes": ["coaching"]}, "purposes: must name quality where calls are evaluated"),
        (
            {"draw": {"rate": 0.6, "weekly_cap": 1, "necessity": "all"}},
            "calls are real (S5); no signature can allow it",
        ),
        ({"retention": {"recordings_days": 184, "analyses_days": 300}}, "equal to 183; no signature can allow it"),
        ({"review": {"holidays": "XX"}}, "review.holidays: is no country whose public holidays are known"),
        ({"alerts": "reviewed"}, "alerts: reviewed needs review.released_to_managers"),
        ({"name": "Accord \u202edrocca"}, "name: holds a sign that cannot be seen"),
        ({"records": {"opinions": ["CSE\x00"]}}, "records.opinions.0: holds a sign that cannot be seen"),
    ],
)
def test_check_tells_each_fault_in_one_line(written, fields: dict[str, Any], told: str) -> None:
    path = written(**fields)
    done = gardefou("check", path)
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"gardefou: {path}: ") and told in line
    assert done.exit_code == 1 and "can be signed" not in done.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "too many entries; a file has at most 100000"),
        ("draw: {rate: 0.1, rate: 0.5}", "the field rate stands twice"),
    ],
)
def test_check_refuses_bombs_and_fields_that_stand_twice(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "charter.yaml"
    path.write_text(text, encoding="utf-8")
    done = gardefou("check", path)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert told in line


def test_what_negotiators_should_know_is_noted_and_refuses_nothing(written) -> None:
    recovery = {"holder": "Notaire", "key": "11" * 32}
    parties = {side: {**party, "recovery": recovery} for side, party in PARTIES.items() if side == "employees"}
    suspension = {"signatures": 2}
    experiment = {**EXPERIMENT, "starts_on": TODAY.isoformat(), "days": 302}
    path = written(parties={**PARTIES, **parties}, suspension=suspension, experiment=experiment)
    done = gardefou("check", path)
    assert done.exit_code == 0
    assert [
        line.partition(": note: ")[2].partition(": ")[0] for line in done.stdout.splitlines() if "note" in line
    ] == [
        "suspension.signatures",
        "suspension.signatures",
        "parties.employer.recovery",
        "experiment.days",
    ]
    assert "more than employees require to sign; as many as they require suffice" in done.stdout
    within = written(experiment={**experiment, "days": 301})
    assert "experiment" not in gardefou("check", within).stdout


def test_two_charters_may_not_name_a_site_for_the_same_days(written) -> None:
    first, second = written("first"), written("second", sites={"valence": {}, "lyon": {}})
    done = gardefou("check", first, second)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line == f"gardefou: {second}: sites.valence: stands in {first} for the same days; only one may name it (S17)"
    later = (TODAY + timedelta(days=301)).isoformat()
    third = written("third", valid_from=later, valid_until=later)
    assert gardefou("check", first, third).exit_code == 0


def test_a_site_that_no_charter_names_stays_closed(written) -> None:
    path = written()
    assert gardefou("check", path, "--site", "niort").exit_code == 0
    done = gardefou("check", path, "--site", "paris")
    assert done.exit_code == 1 and "sites: does not name paris; add it, or that site stays closed" in done.stderr


def test_check_as_json_goes_on_after_a_file_that_cannot_be_read(written, tmp_path: Path) -> None:
    path = written()
    done = gardefou("check", "--json", tmp_path / "none.yaml", path)
    missing, found = json.loads(done.stdout)
    assert done.exit_code == 1 and len(missing["faults"]) == 1
    assert found["faults"] == [] and found["sites"] == ["niort", "valence"] and len(found["digest"]) == 64
    assert found["lacking_keys"] == {"employees": ["Claire", "Malik"], "employer": ["Odile"]}


def test_diff_marks_what_changes_and_says_who_signs(written) -> None:
    old = written("old")
    new = written("new", version="2", draw={"rate": 0.08, "weekly_cap": 2})
    done = gardefou("diff", old, new)
    assert done.exit_code == 0 and not done.stderr
    assert done.stdout.splitlines() == [
        "neutral         This is its version [-1-]{+2+}.",
        "loosens         Calls are drawn at random at a rate of [-5%-]{+8%+}.",
        "tightens        The draw keeps at most [-3 calls-]{+2 calls+} of one person and week.",
        "This loosens 1 limit: both sides sign.",
    ]


def test_diff_in_french_and_for_programs(written) -> None:
    old, new = written("old"), written("new", draw={"rate": 0.01, "weekly_cap": 3}, parties=with_keys(KEY))
    french = gardefou("diff", old, new, "--language", "fr").stdout
    assert "au taux de [-5\N{NO-BREAK SPACE}%-]{+1\N{NO-BREAK SPACE}%+}." in french
    assert "chaque partie nomme elle-même qui lui succède" in french
    found = json.loads(gardefou("diff", old, new, "--json").stdout)
    assert found["needed"] == "one side" and list(found["parties"]) == ["employees"]
    (change,) = found["changes"]
    assert (change["path"], change["direction"]) == ("draw.rate", "tightens")
    assert (change["before"], change["after"]) == (0.05, 0.01)
    assert [each["text"] for each in change["text"] if each["kind"] != "kept"] == ["5%", "1%"]


def test_two_texts_of_one_version_are_told_apart(written) -> None:
    old, new = written("old"), written("new", alerts="aggregates")
    assert "both call themselves version 1" in gardefou("diff", old, new).stderr
    assert not gardefou("diff", old, old).stderr


def test_nothing_that_a_charter_holds_reaches_the_terminal_unseen(written) -> None:
    path, other = written("a", name="\x1b[2JAccord"), written("b", name="Accord")
    for done in (gardefou("show", path), gardefou("diff", path, other)):
        assert "\x1b[2J" not in done.stdout and "\\x1b[2JAccord" in done.stdout


def test_a_file_that_cannot_be_read_is_refused_by_diff_and_show(tmp_path: Path) -> None:
    for arguments in (("show", tmp_path), ("diff", tmp_path, tmp_path)):
        assert isinstance(gardefou(*arguments).exception, InputRefused)


@pytest.mark.parametrize("name", ["experiment", "coaching", "analytics", "simulated"])
def test_show_reads_a_charter_that_comes_along(name: str) -> None:
    shown = gardefou("show", str(resource(f"charters/{name}.yaml")), "--language", "fr").stdout
    assert "\nLe tirage\nLes appels sont tirés au sort au taux de " in shown
    assert "Il faut 2 signatures parmi : " in shown.replace("\N{NO-BREAK SPACE}", " ")
