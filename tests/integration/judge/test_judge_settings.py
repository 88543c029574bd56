"""Words of calls go to the one address that an installation names; a wrong one is refused at the start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.integration.judge.endpoints import CALL, KEY

from gardefou.analysis.rules import measure
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.outbound import outbound_hosts
from gardefou.bootstrap.settings import Settings, read_settings
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.verdict import Verdict

TEXT = {"fr": "Question ?", "en": "Question?"}
CRITERION = {"id": "apology", "kind": "judge", "question": TEXT, "guidance": TEXT}
SCORECARD = Scorecard.model_validate(
    {"id": "test", "version": "1", "title": TEXT, "sections": [{"id": "all", "title": TEXT, "criteria": [CRITERION]}]}
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise AssertionError("something was to be sent")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.usefixtures("no_network")
def test_without_an_endpoint_nothing_leaves_the_machine() -> None:
    laboratory = Laboratory(Settings())
    (result,) = laboratory.analysing(SCORECARD).evaluator.evaluate(CALL, measure(CALL)).criteria
    assert result.verdict is Verdict.CANNOT_TELL
    assert "No language model is configured" in str(result.why)


@pytest.mark.usefixtures("no_network")
def test_with_an_endpoint_nothing_leaves_the_machine_unless_a_question_asks_for_it() -> None:
    phrase = {**CRITERION, "kind": "phrase", "find": "bonjour"}
    card = SCORECARD.model_dump(mode="json") | {"sections": [{"id": "all", "title": TEXT, "criteria": [phrase]}]}
    laboratory = Laboratory(Settings(judge_url="http://127.0.0.1:9/v1", judge_model="m"))
    evaluator = laboratory.analysing(Scorecard.model_validate(card)).evaluator
    assert evaluator.evaluate(CALL, measure(CALL)).criteria[0].verdict is Verdict.MET


@pytest.mark.parametrize(
    "url",
    [
        "https://models.example.org/v1",
        "https://models.example.org",
        "https://192.0.2.1:8443/",
        "http://localhost:8080/v1",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080/v1",
        "http://10.1.2.3/v1",
        "http://192.168.1.7:11434/v1",
        "http://models:11434/v1",
    ],
)
def test_an_address_is_taken(url: str) -> None:
    assert Laboratory(Settings(judge_url=url, judge_model="m")).language_model


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example.org/v1",
        "http://8.8.8.8/v1",
        "http://169.254.169.254/v1",
        "http://0.0.0.0/v1",
        "http://127.0.0.1.example.org/v1",
        "http://localhost@models.example.org/v1",
        "https://user:secret-word@models.example.org/v1",
        "https://models.example.org/v1?key=secret-word",
        "https://models.example.org/v1#secret-word",
        "https://models.example.org:0/v1",
        "https://models.example.org:99999/v1",
        "https://models.example.org/v1\r\nX: secret-word",
        "https://mödels.example.org/v1",
        "https://[::1/v1",
        "ftp://models.example.org/v1",
        "file:///etc/passwd",
        "models.example.org/v1",
        "https://",
        "https://" + "a" * 3_000,
        "\\\\share\\v1",
    ],
)
def test_an_address_is_refused_in_one_line_that_does_not_repeat_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARDEFOU_JUDGE_URL", url)
    monkeypatch.setenv("GARDEFOU_JUDGE_MODEL", "m")
    with pytest.raises(SettingWrong, match=r"^GARDEFOU_JUDGE_URL: .*(https|a key goes into)") as caught:
        read_settings()
    assert "secret-word" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GARDEFOU_JUDGE_KEY", "secret word\r\nX-More: 1"),
        ("GARDEFOU_JUDGE_KEY", "clé"),
        ("GARDEFOU_JUDGE_MODEL", ""),
        ("GARDEFOU_JUDGE_TIMEOUT_S", "0"),
        ("GARDEFOU_JUDGE_CALL_TIMEOUT_S", "soon"),
    ],
)
def test_another_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GARDEFOU_JUDGE_URL", "https://models.example.org/v1")
    monkeypatch.setenv("GARDEFOU_JUDGE_MODEL", "m")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingWrong, match=f"^{name}: ") as caught:
        read_settings()
    assert "secret word" not in str(caught.value)


def test_the_key_is_not_shown_with_the_settings() -> None:
    assert KEY not in repr(Settings(judge_url="http://127.0.0.1:9", judge_model="m", judge_key=KEY))


def test_no_host_is_spoken_to_by_default() -> None:
    assert outbound_hosts(Settings()) == {}


def test_every_host_is_listed_without_passwords() -> None:
    settings = Settings(
        judge_url="https://models.example.org/v1",
        judge_model="m",
        judge_key=KEY,
        database_url="postgresql://owner:secret-word@db.example.org/gardefou",
    )
    listed = outbound_hosts(settings)
    assert "models.example.org:443, elsewhere" in listed["GARDEFOU_JUDGE_URL"]
    assert "db.example.org" in listed["GARDEFOU_DATABASE_URL"]
    assert not any(secret in str(listed) for secret in (KEY, "secret-word"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "none: gardefou speaks to no other machine"),
        ({"GARDEFOU_JUDGE_URL": "http://10.1.2.3:8080/v1", "GARDEFOU_JUDGE_MODEL": "m"}, "10.1.2.3:8080"),
    ],
)
def test_doctor_lists_every_host_that_is_spoken_to(settings: dict[str, str], says: str) -> None:
    command = [sys.executable, "-c", "from gardefou.entrypoints.cli.main import main; main()", "doctor"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "250", **settings}
    completed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert says in completed.stdout
