"""`gardefou key`, as somebody uses it who signs."""

import getpass
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gardefou.adapters.signing import key_sealing
from gardefou.adapters.signing.signing_key_file import read_signing_key
from gardefou.entrypoints.cli.key import key
from gardefou.kernel.errors import InputRefused

PASSPHRASE, ANOTHER = "correct horse battery", "staple of another kind"
Run = Callable[..., str]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_sealing, "ITERATIONS", key_sealing.FEWEST_ITERATIONS)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, content in (("first", PASSPHRASE), ("second", ANOTHER)):
        Path(name).write_text(f"{content}\nnot this line\n")
        Path(name).chmod(0o600)

    def run(*arguments: str, typed: str | None = None) -> str:
        done = CliRunner().invoke(key, list(arguments), input=typed)
        if isinstance(done.exception, InputRefused):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def typing(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    waiting = iter(answers)
    monkeypatch.setattr(getpass, "getpass", lambda *_, **__: next(waiting))


def test_a_key_is_made_shown_printed_and_restored(run: Run) -> None:
    made = run("make", "a.key", "--name", "Zoé Roy", "--passphrase-file", "first")
    assert run("show", "a.key") == made
    assert "Zoé Roy" in made and len(made.split("public")[1].split()[0]) == 64
    sheet = run("sheet", "a.key", "--passphrase-file", "first")
    Path("sheet.txt").write_text(sheet)
    assert run("restore", "b.key", "--sheet", "sheet.txt", "--passphrase-file", "second") == made
    assert (
        read_signing_key(Path("b.key"), lambda: ANOTHER).seed()
        == read_signing_key(Path("a.key"), lambda: PASSPHRASE).seed()
    )
    assert "RECOVERY SHEET" in run("sheet", "a.key", "--language", "en", "--passphrase-file", "first")


def test_a_sheet_is_typed_row_by_row_until_each_is_right(run: Run) -> None:
    made = run("make", "a.key", "--name", "Zoé", "--without-passphrase")
    rows = [line.split(maxsplit=1)[1] for line in run("sheet", "a.key").splitlines() if line.startswith("    ")]
    typed = [rows[0], rows[2], rows[1].lower(), *rows[2:]]
    assert run("restore", "b.key", "--name", "Zoé", "--without-passphrase", typed="\n".join(typed)) == made
    with pytest.raises(InputRefused, match="row 3 was not typed"):
        run("restore", "c.key", "--name", "Zoé", "--without-passphrase", typed="\n".join(typed[:3]))
    with pytest.raises(InputRefused, match="--name"):
        run("restore", "c.key", "--without-passphrase")
    assert not Path("c.key").exists()


def test_a_passphrase_is_typed_twice_and_changed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typing(monkeypatch, PASSPHRASE, PASSPHRASE)
    made = run("make", "a.key", "--name", "Zoé")
    typing(monkeypatch, PASSPHRASE, ANOTHER, ANOTHER)
    run("passphrase", "a.key")
    assert run("show", "a.key") == made
    assert read_signing_key(Path("a.key"), lambda: ANOTHER)
    typing(monkeypatch, ANOTHER, PASSPHRASE, "mistyped, alas")
    with pytest.raises(InputRefused, match="not typed the same twice"):
        run("passphrase", "a.key")
    assert read_signing_key(Path("a.key"), lambda: ANOTHER)
    with pytest.raises(InputRefused, match="does not open"):
        run("sheet", "a.key", "--passphrase-file", "first")


def test_two_passphrases_come_from_stdin_line_by_line(run: Run) -> None:
    run("make", "a.key", "--name", "Zoé", "--passphrase-file", "first")
    given = f"{PASSPHRASE}\n{ANOTHER}\n"
    run("passphrase", "a.key", "--passphrase-file", "-", "--new-passphrase-file", "-", typed=given)
    assert read_signing_key(Path("a.key"), lambda: ANOTHER)


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        ("a good long one\n", 0o644, "other users may read this passphrase; run chmod 600 p"),
        ("", 0o600, "its first line is empty"),
        ("\nsecond line only", 0o600, "its first line is empty"),
        ("too short\n", 0o600, "is shorter than 12 characters"),
        (None, 0o600, "cannot be read"),
    ],
)
def test_a_passphrase_file_that_cannot_serve(run: Run, content: str | None, mode: int, told: str) -> None:
    if content is not None:
        Path("p").write_text(content)
        Path("p").chmod(mode)
    with pytest.raises(InputRefused, match=told):
        run("make", "a.key", "--name", "Zoé", "--passphrase-file", "p")
    assert not Path("a.key").exists()


def test_a_key_is_never_written_over(run: Run) -> None:
    run("make", "a.key", "--name", "Zoé", "--without-passphrase")
    before = Path("a.key").read_text()
    for arguments in (["make", "a.key", "--name", "Zoé"], ["restore", "a.key", "--name", "Zoé"]):
        with pytest.raises(InputRefused, match="is there already"):
            run(*arguments, "--without-passphrase")
    assert Path("a.key").read_text() == before
