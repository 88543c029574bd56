import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from tests.calls import transcript
from typer.testing import CliRunner, Result

from gardefou.entrypoints.cli import transcribe as command
from gardefou.kernel.errors import InputRefused

SAID = transcript(
    ("adviser", 0, 6_000, "Cela fait trente euros vingt pour la ligne que vous aviez avant"),
    ("customer", 3_000, 3_500, "d'accord"),
)


class Heard:
    def __init__(self, _: object) -> None:
        self.hearing = SimpleNamespace(hear=lambda *_: SAID)

    def check_files(self) -> None:
        pass


def opened(file: Path) -> SimpleNamespace:
    if file.name.startswith("bad"):
        raise InputRefused(file, "is not sound")
    return SimpleNamespace(name=str(file), properties=SimpleNamespace(channels=2))


@pytest.fixture(autouse=True)
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "Laboratory", Heard)
    monkeypatch.setattr(command, "open_sound", opened)
    monkeypatch.setattr(command, "read_settings", lambda: None)
    monkeypatch.setattr(command, "check_laboratory", lambda _: None)


def run(*arguments: object) -> Result:
    application = typer.Typer()
    application.command()(command.transcribe)
    return CliRunner().invoke(application, [str(each) for each in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})


def test_text_has_a_line_for_each_turn_as_people_write() -> None:
    lines = run("a.wav").stdout.splitlines()
    assert lines[1:3] == [
        "   0:00  adviser   Cela fait 30,20\N{NO-BREAK SPACE}€ pour la ligne que vous aviez avant",
        "   0:03  customer  ~ d’accord",
    ]


def test_json_keeps_the_words_as_heard_by_either_option(tmp_path: Path) -> None:
    plain, named = run("a.wav", "--json"), run("a.wav", "--format", "json")
    assert plain.stdout == named.stdout
    assert json.loads(plain.stdout)["segments"][0]["text"].startswith("Cela fait trente euros vingt")
    assert run("a.wav", "--json", "--output", tmp_path / "a.json").exit_code == 0
    assert (tmp_path / "a.json").read_text("utf-8") == plain.stdout


def test_subtitles_go_to_stdout_or_a_new_file(tmp_path: Path) -> None:
    shown = run("a.wav", "--format", "vtt").stdout
    assert shown.startswith("WEBVTT\n")
    assert run("a.wav", "--format", "vtt", "--output", tmp_path / "a.vtt").exit_code == 0
    assert (tmp_path / "a.vtt").read_text("utf-8") == shown
    assert "Conseiller" in run("a.wav", "--format", "srt").stdout


def test_several_recordings_get_a_file_each_and_a_refused_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    done = run("a.wav", "bad.wav", "b.wav", "--format", "srt", "--output", tmp_path)
    assert done.exit_code == 1
    assert "bad.wav: is not sound" in done.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.srt", "b.srt"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("mine")
    done = run("a.wav", "--format", "vtt", "--output", tmp_path)
    assert isinstance(done.exception, InputRefused)
    assert "a.vtt: is there already" in str(done.exception)
    assert (tmp_path / "a.vtt").read_text() == "mine"


def test_a_missing_folder_is_named_before_the_long_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(command, "open_sound")
    done = run("a.wav", "--output", tmp_path / "no" / "a.txt")
    assert isinstance(done.exception, InputRefused)
    assert "there is no folder" in str(done.exception)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.wav", "--json", "--format", "vtt"], "--json asks for another format"),
        (["a.wav", "b.wav", "--format", "srt"], "several recordings need --output with a folder"),
        (["a.wav", "b.wav", "--output", "both.txt"], "both.txt is no folder"),
        (["one/a.wav", "two/a.wav", "--output", "."], "two recordings have the same name"),
        (["a.wav", "--format", "docx"], "'docx' is not one of"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
