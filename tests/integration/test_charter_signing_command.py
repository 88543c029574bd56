"""Signing on the command line, here and on a machine without an installation; each bad input is one line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from click.testing import Result
from tests.installations import SITE, simulated_charter, simulated_installation
from typer.testing import CliRunner

from gardefou.adapters.postgres.queries import query
from gardefou.adapters.signing.ed25519 import SigningKey
from gardefou.adapters.signing.signing_key_file import write_signing_key
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.simulated_signatories import SimulatedSignatories
from gardefou.entrypoints.cli.charter_table import Table
from gardefou.entrypoints.cli.main import application
from gardefou.governance.acts import ActKind
from gardefou.governance.charter import Charter
from gardefou.kernel.errors import InputRefused, Refused

EMPLOYEES, EMPLOYER = ("Sylvie Marchetti", "Jean-Marc Ouédraogo"), ("Hélène Vasseur", "Olivier Renard")


@dataclass
class Desk:
    """A command line beside an installation that is open, and the keys of its signatories."""

    installation: Installation
    signatories: SimulatedSignatories
    folder: Path
    charter: Charter

    def key(self, name: str) -> str:
        return str(self.signatories.path_of(name))

    def run(self, *words: str) -> str:
        """What a command prints on stdout; raises what it fails with."""
        found = self.ended(*words)
        if found.exception:
            raise found.exception
        return found.stdout

    def ended(self, *words: str, answer: str = "y\n") -> Result:
        """How a command ended, somebody having answered whether they mean it."""
        return CliRunner().invoke(application, ["charter", *words], input=answer, standalone_mode=False)

    def ask(self, statement: str, values: Any = None) -> list[dict[str, Any]]:
        """Ask the database itself."""
        with self.installation.pool("owner").connection() as connection:
            done = connection.execute(statement.encode(), values)
            return done.fetchall() if done.description else []

    def propose(self, **changes: object) -> str:
        file = self.folder / "charter.yaml"
        document = self.charter.model_copy(update=changes).document
        file.write_text(yaml.safe_dump(dict(document), allow_unicode=True), encoding="utf-8")
        return act_of(self.run("propose", str(file), "--site", SITE))


def act_of(text: str) -> str:
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", text)
    assert found, text
    return found[0]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    charter = simulated_charter(draw={"rate": 0.05, "weekly_cap": 3})
    with simulated_installation(charter) as made, made.opened() as installation, pytest.MonkeyPatch.context() as patch:
        patch.setenv("GARDEFOU_DATA_DIRECTORY", str(made.directory))
        signatories = SimulatedSignatories(installation)
        with installation.pool("owner").connection() as connection:
            row = connection.execute("SELECT document FROM gardefou.charters ORDER BY digest LIMIT 1").fetchone()
        assert row
        signed = Charter.model_validate(row["document"])
        yield Desk(installation, signatories, tmp_path_factory.mktemp("desk"), signed)


def test_a_charter_is_proposed_listed_and_signed_by_both_sides(desk: Desk) -> None:
    draw = desk.charter.draw.model_copy(update={"rate": 0.08})
    act = desk.propose(version="2", draw=draw)
    assert "2 of employees and 2 of employer missing" in desk.run("list", "--site", SITE)
    for name in (*EMPLOYEES, EMPLOYER[0]):
        assert "missing" in desk.run("sign", act, "--site", SITE, "--key", desk.key(name))
    assert "is in force" in desk.run("sign", act, "--site", SITE, "--key", desk.key(EMPLOYER[1]))
    assert re.search(rf"{act} .* 4 signed  in force since", desk.run("list", "--site", SITE))


def test_what_is_signed_elsewhere_is_brought_back(desk: Desk) -> None:
    act = desk.propose(version="3", draw=desk.charter.draw.model_copy(update={"rate": 0.01}))
    statement, signature = desk.folder / "statement.json", desk.folder / "signature.txt"
    desk.run("statement", act, "--site", SITE, "-o", str(statement))
    for name, outcome in zip(EMPLOYEES, ("missing", "is in force"), strict=True):
        signature.write_text(desk.run("sign", "--statement", str(statement), "--key", desk.key(name)), encoding="utf-8")
        assert outcome in desk.run("add-signature", act, "--site", SITE, str(signature))
    with pytest.raises(InputRefused, match="is there already"):
        desk.run("statement", act, "--site", SITE, "-o", str(statement))


def test_one_command_stops_a_site_and_both_sides_take_it_up(desk: Desk) -> None:
    assert "is in force" in desk.run("suspend", "--site", SITE, "--reason", "a test", "--key", desk.key(EMPLOYER[0]))
    with pytest.raises(Refused, match="suspended already"):
        desk.run("suspend", "--site", SITE, "--reason", "a test", "--key", desk.key(EMPLOYEES[0]))
    told = desk.run("resume", "--site", SITE, "--reason", "mended", "--key", desk.key(EMPLOYER[0]))
    assert "2 of employees and 1 of employer missing" in told
    again = desk.ended("resume", "--site", SITE, "--reason", "yes", "--key", desk.key(EMPLOYER[0]))
    assert again.return_value == 1 and "had signed already" in again.stdout and act_of(again.stdout) == act_of(told)
    assert "NOT resumed yet: 3 more signatures (2 of employees and 1 of employer missing)" in again.stderr
    assert "  reason: mended\n" in again.stderr
    for name in (EMPLOYER[1], *EMPLOYEES):
        told = desk.run("sign", act_of(told), "--site", SITE, "--key", desk.key(name))
    assert "is in force" in told


def test_what_a_restored_backup_closed_is_taken_up_by_both_sides(desk: Desk) -> None:
    with pytest.raises(InputRefused, match="nothing to end"):
        desk.run("resume", "--site", SITE, "--reason", "mended", "--key", desk.key(EMPLOYER[0]))
    desk.ask(query("close_sites"), {"code": SITE})
    told = desk.run("resume", "--site", SITE, "--reason", "mended", "--key", desk.key(EMPLOYER[0]))
    for name in (EMPLOYER[1], *EMPLOYEES):
        told = desk.run("sign", act_of(told), "--site", SITE, "--key", desk.key(name))
    assert "is in force" in told


def test_what_was_signed_is_verified_act_by_act_and_an_altered_site_is_said(desk: Desk) -> None:
    lines = desk.run("verify", "--site", SITE).splitlines()
    assert lines and all(line.endswith("verified") for line in lines)
    row = desk.ask("SELECT charter_digest FROM gardefou.sites WHERE code = %s", [SITE])
    change = "UPDATE gardefou.sites SET charter_digest = %s, revision = revision + 1 WHERE code = %s"
    desk.ask(change, [None, SITE])
    try:
        told = CliRunner().invoke(application, ["charter", "verify", "--site", SITE])
    finally:
        desk.ask(change, [row[0]["charter_digest"], SITE])
    assert told.exit_code == 1 and "altered" in told.stderr


def test_a_clock_that_stood_ahead_is_shown_and_set_right(desk: Desk) -> None:
    desk.ask("UPDATE gardefou.clock SET seen_at = '2099-01-01'")
    assert "2099-01-01" in CliRunner().invoke(application, ["site", "clock"]).stdout
    assert "2099" not in CliRunner().invoke(application, ["site", "clock", "--set"]).stdout


def test_what_is_signed_is_shown_and_nothing_is_signed_that_is_not_confirmed(desk: Desk) -> None:
    act = desk.propose(version="4", draw=desk.charter.draw.model_copy(update={"rate": 0.5, "necessity": "few calls"}))
    words = ("sign", act, "--site", SITE, "--key", desk.key(EMPLOYEES[0]))
    for answer, why in (("n\n", "it was not confirmed"), ("", "add --yes where nobody can")):
        found = desk.ended(*words, answer=answer)
        assert isinstance(found.exception, InputRefused) and why in str(found.exception)
        assert f"you sign charter {act} at {SITE}, SHA-256 " in found.stderr and "{+50%+}" in found.stderr
    listed = desk.run("list", "--site", SITE).splitlines()[0]
    assert act in listed and "0 signed" in listed
    assert "missing" in desk.ended(*words, "--yes", answer="").stdout
    assert "had signed already" in desk.run(*words)


def test_nothing_is_proposed_twice(desk: Desk) -> None:
    draw = desk.charter.draw.model_copy(update={"weekly_cap": 9})
    act = desk.propose(version="5", draw=draw)
    with pytest.raises(InputRefused, match=f"waits for signatures already, as act {act}; sign it with gardefou"):
        desk.propose(version="5", draw=draw)
    with pytest.raises(InputRefused, match="version: 3 is in force already"):
        desk.propose(version="3", draw=draw)


def test_two_of_a_side_stop_a_site_by_one_act_though_the_other_side_waits_with_its_own(desk: Desk) -> None:
    limit = desk.charter.suspension.model_copy(update={"signatures": 2})
    act = desk.propose(version="6", suspension=limit)
    for name in (*EMPLOYEES, *EMPLOYER):
        desk.run("sign", act, "--site", SITE, "--key", desk.key(name))
    stop = ("suspend", "--site", SITE, "--reason")
    others = desk.ended(*stop, "theirs", "--key", desk.key(EMPLOYER[0]))
    first = desk.ended(*stop, "ours", "--key", desk.key(EMPLOYEES[0]))
    assert (others.return_value, first.return_value) == (1, 1) and act_of(others.stdout) != act_of(first.stdout)
    assert "NOT stopped yet: 1 more signature (1 of employees or 2 of employer missing)" in first.stderr
    second = desk.ended(*stop, "mine", "--key", desk.key(EMPLOYEES[1]))
    assert act_of(second.stdout) == act_of(first.stdout) and second.stdout.strip().endswith("is in force")
    assert "  reason: ours\n" in second.stderr and second.return_value is None
    told = desk.run("resume", "--site", SITE, "--reason", "mended", "--key", desk.key(EMPLOYEES[0]))
    for name in (EMPLOYEES[1], *EMPLOYER):
        desk.run("resume", "--site", SITE, "--reason", "too", "--key", desk.key(name))
    assert re.search(rf"{act_of(told)} .* in force since", desk.run("list", "--site", SITE))


def test_a_side_names_its_signatories(desk: Desk) -> None:
    elected, file = SigningKey.generate("Nora Petit"), desk.folder / "party.yaml"
    write_signing_key(desk.folder / "nora.key", elected, None)
    people = [{"name": elected.name, "organisation": "CSE", "key": elected.public}]
    file.write_text(yaml.safe_dump({"required": 1, "signatories": people}), encoding="utf-8")
    act = act_of(desk.run("succession", "employees", str(file), "--site", SITE))
    assert "that of Nora Petit missing" in desk.run("list", "--site", SITE)
    for name in EMPLOYEES:
        desk.run("sign", act, "--site", SITE, "--key", desk.key(name))
    assert "is in force" in desk.run("sign", act, "--site", SITE, "--key", str(desk.folder / "nora.key"))


def test_a_key_of_nobody_leaves_no_proposal_behind(desk: Desk) -> None:
    stranger = desk.folder / "stranger.key"
    write_signing_key(stranger, SigningKey.generate("Paul"), None)
    with pytest.raises(Refused, match="of no signatory"):
        desk.run("suspend", "--site", SITE, "--reason", "a test", "--key", str(stranger))
    latest = desk.run("list", "--site", SITE).splitlines()[0]
    assert "suspension" in latest and latest.endswith("given up")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("sign", "1", "--site", SITE, "--key", "x"), "act 1: there is no such act"),
        (("list", "--site", "nowhere"), "site nowhere: there is no such site"),
        (("sign", "--statement", __file__, "--key", "x"), "is no statement of gardefou"),
        (
            ("add-signature", "1", "--site", SITE, str(Path(__file__).with_name("prepared_commands.py"))),
            "holds no signature",
        ),
        (
            ("suspend", "--site", SITE, "--reason", "a", "--key", "/nowhere.key"),
            "no such key file",
        ),
        (("propose", __file__, "--site", SITE), "not readable as YAML"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(desk: Desk, words: tuple[str, ...], why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        desk.run(*words)
    assert re.search(why, str(refused.value)) and "\n" not in str(refused.value)


def test_rows_that_are_no_signature_of_a_signatory_are_not_counted(desk: Desk) -> None:
    act = str(Table(desk.installation, SITE).propose(ActKind.SUSPENSION, {"reason": "counted"}).act.id)
    stranger = SigningKey.generate("Nobody")
    fits = stranger.sign(Table(desk.installation, SITE).get(act).act.statement)
    add = "INSERT INTO gardefou.act_signatures (act_id, key, value) VALUES (%s, %s, %s)"
    desk.ask(add, [act, stranger.public, fits])
    desk.ask(add, [act, desk.signatories.key_of(EMPLOYEES[0]).public, "0" * 128])
    line = next(line for line in desk.run("list", "--site", SITE).splitlines() if line.startswith(act))
    assert " 0 signed " in line
    Table(desk.installation, SITE).give_up(UUID(act))


def test_a_statement_that_was_changed_on_the_way_gives_a_signature_that_does_not_fit(desk: Desk) -> None:
    nora = str(desk.folder / "nora.key")
    told = desk.run("suspend", "--site", SITE, "--reason", "first", "--key", nora)
    told = desk.run("resume", "--site", SITE, "--reason", "mended", "--key", nora)
    changed, signature = desk.folder / "changed.json", desk.folder / "changed.txt"
    desk.run("statement", act_of(told), "--site", SITE, "-o", str(changed))
    changed.write_text(changed.read_text(encoding="utf-8").replace("mended", "forgotten"), encoding="utf-8")
    signature.write_text(desk.run("sign", "--statement", str(changed), "--key", nora), encoding="utf-8")
    with pytest.raises(InputRefused, match="does not fit"):
        desk.run("add-signature", act_of(told), "--site", SITE, str(signature))
