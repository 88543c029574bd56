"""A restored backup is older than what was signed, refused, left, frozen and revoked since: all of that still holds."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import Result
from tests.installations import ADVISERS, SITE, SimulatedInstallation, installation_and_folder
from tests.spec.negotiating import EMPLOYEES, EMPLOYER, Table, signature_of
from tests.spec.scene import Scene
from typer.testing import CliRunner

from gardefou.adapters.backup.noted_again import note_again
from gardefou.adapters.journal.reading import read_journal
from gardefou.adapters.postgres.administration import TokenTable
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.signing.ed25519 import SigningKey, is_usable_public_key, verify
from gardefou.bootstrap import restoring
from gardefou.bootstrap.backups import MadeBackup, make_backup
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, clock
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.simulated_signatories import FOLDER
from gardefou.entrypoints.cli.main import application
from gardefou.flows.consultation import Consultation
from gardefou.flows.freezing import Freezing
from gardefou.governance.actions import Verb, operation
from gardefou.governance.acts import ActKind
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import OwnFile
from gardefou.governance.terms.parties import Party, Side, Signatory
from gardefou.governance.terms.places import Feature
from gardefou.kernel.errors import InputRefused, Refused, StorageFull
from gardefou.kernel.journal import ActInForce

TABLE, LATER = "north", "south"
FIRST, SECOND, THIRD = ADVISERS
ELECTED = SigningKey.generate("Nora Petit")
TIGHTER = {"draw": {"rate": 0.01, "weekly_cap": 1}, "version": "2"}


@dataclass
class Story:
    """An installation of which a backup was made, after which what was so before was ended, or begun."""

    made: SimulatedInstallation
    aside: Path
    backup: MadeBackup
    token: str
    frozen: UUID
    lifted: UUID
    suspension: UUID

    @property
    def keys(self) -> Path:
        return self.made.directory / "keys"

    def restore(self, target: Path, *words: str, keys: Path | None = None, folder: Path | None = None) -> Result:
        """How `gardefou backup restore` ended, with nobody at a terminal."""
        given = [str(folder or self.backup.folder), "--keys", str(keys or self.keys)]
        named = {"GARDEFOU_DATA_DIRECTORY": str(target)}
        line = ["backup", "restore", *given, *words]
        return CliRunner().invoke(application, line, env=named, standalone_mode=False)


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    with installation_and_folder() as (made, aside), Installation(made.settings) as installation:
        yield told(made, aside, Scene(installation, made.directory))


def told(made: SimulatedInstallation, aside: Path, scene: Scene) -> Story:
    table = Table.opened(scene, TABLE)
    officer = scene.hire("dpo", SITE, PersonRole.DATA_PROTECTION_OFFICER)
    calls = [scene.offered(SITE, name, adviser=FIRST) for name in ("frozen", "lifted")]
    freezing = Freezing(scene.gate("web"), PublicHolidays())
    freezing.freeze(officer, calls[1], AskedBy.CUSTOMER)
    take_part(scene, FIRST, wanted=True)
    refuse(scene, SECOND, wanted=True)
    with administration_of(scene.installation) as administration:
        token = administration.make_token("pbx", SITE)
        for number in ADVISERS:
            administration.accounts.put(administration.person(number)[0], f"first of {number}")
        administration.accounts.disable(THIRD)

    backup = make_backup(scene.installation, aside / "backups", lambda line: None)

    assert table.sign(table.propose(table.charter(**TIGHTER)), *EMPLOYEES[:2]).in_force
    members = [table.key(EMPLOYEES[0]), ELECTED]
    signatories = tuple(Signatory(name=key.name, organisation="Union", key=key.public) for key in members)
    after = table.succession(Side.EMPLOYEES, Party(required=1, signatories=signatories))
    assert table.sign(after, *EMPLOYEES[:2], ELECTED).in_force
    suspension = table.suspend(EMPLOYER[0], by=Side.EMPLOYER).act.id
    Table.opened(scene, LATER)
    freezing.freeze(officer, calls[0], AskedBy.ADVISER)
    freezing.lift(officer, calls[1])
    take_part(scene, FIRST, wanted=False)
    refuse(scene, FIRST, wanted=True)
    refuse(scene, SECOND, wanted=False)
    with administration_of(scene.installation) as administration:
        administration.revoke_tokens("pbx")
        administration.accounts.disable(FIRST)
        administration.accounts.put(administration.person(SECOND)[0], "another")
        administration.accounts.enable(THIRD)
    return Story(made, aside, backup, token, *calls, suspension)


def take_part(scene: Scene, number: str, *, wanted: bool) -> None:
    person = scene.person(number)
    with scene.gate("web").transaction(person, operation(Verb.TAKE_PART), OwnFile(person.id)) as tx:
        tx.participation.begin(frozenset({Feature.RECORDING})) if wanted else tx.participation.end()


def refuse(scene: Scene, number: str, *, wanted: bool) -> None:
    person = scene.person(number)
    with scene.gate("web").transaction(person, operation(Verb.REFUSE_RECORDING), OwnFile(person.id)) as tx:
        tx.own_file.refuse_recording(person.id) if wanted else tx.own_file.allow_recording(person.id)


@pytest.fixture(scope="module")
def answer(story: Story) -> Result:
    done = story.restore(story.aside / "restored", "--yes")
    if done.exception:
        raise done.exception
    shutil.copytree(story.made.directory / FOLDER, story.aside / "restored" / FOLDER)
    return done


@pytest.fixture(scope="module")
def restored(story: Story, answer: Result) -> Iterator[Scene]:
    directory = story.aside / "restored"
    with Installation(Settings(data_directory=directory)) as installation:
        yield Scene(installation, directory)


@pytest.fixture
def table(restored: Scene) -> Table:
    people = [restored.person(f"{TABLE}-{letter}") for letter in "RE"]
    return Table(restored, TABLE, *people)


def test_the_command_says_what_the_backup_did_not_hold_and_what_nobody_can_put_back(answer: Result) -> None:
    (line,) = [line for line in answer.stdout.splitlines() if line.startswith("from the journal: ")]
    counted = dict(part.rsplit(": ", 1) for part in line.removeprefix("from the journal: ").split(", "))
    assert counted == {
        "signed acts": "3",
        "refusals taken back": "1",
        "refusals of recording": "1",
        "volunteers who left": "1",
        "freezes lifted": "1",
        "freezes": "1",
        "tokens revoked": "1",
        "accounts opened": "1",
        "accounts closed": "1",
        "former passwords dropped": "1",
    }, "what the backup had otherwise"
    assert "import people again" in answer.stdout
    assert "1 signed acts are of a site that was opened after the backup: open it again" in answer.stderr


def test_the_standing_is_what_both_sides_signed_last(story: Story, table: Table) -> None:
    standing = table.standing
    assert standing.charter and standing.charter.draw.rate == TIGHTER["draw"]["rate"]
    assert standing.parties and standing.parties.employees.keys == {table.key(EMPLOYEES[0]).public, ELECTED.public}
    assert table.key(EMPLOYEES[1]).public in standing.retired
    assert standing.suspension == story.suspension
    assert table.clause() == "S18"


def test_who_refuses_who_left_and_who_took_it_back(restored: Scene) -> None:
    refusing = restored.ask(
        "SELECT number FROM gardefou.recording_refusals r JOIN gardefou.people p ON p.id = person_id"
    )
    assert [row["number"] for row in refusing] == [FIRST]
    assert not restored.ask("SELECT 1 FROM gardefou.volunteers WHERE until IS NULL")
    assert restored.ask("SELECT 1 FROM gardefou.volunteers"), "the part they took stays on record"


def test_what_is_frozen_and_what_was_lifted(story: Story, restored: Scene) -> None:
    rows = restored.ask("SELECT call_id, asked_by FROM gardefou.freezes WHERE lifted_at IS NULL")
    assert rows == [{"call_id": story.frozen, "asked_by": "adviser"}]
    (row,) = restored.ask("SELECT p.number FROM gardefou.freezes f JOIN gardefou.people p ON p.id = lifted_by")
    assert row["number"] == "dpo"


def test_no_revoked_token_and_no_former_password_opens_anything(story: Story, restored: Scene) -> None:
    with restored.installation.pool("web").connection() as connection:
        assert TokenTable(Records(connection)).sender(story.token) is None
        may = [bool(Records(connection).one("account_of", login=number)) for number in ADVISERS]
    assert may == [False, False, True], "closed; another password since; opened again"


def test_done_twice_it_is_as_if_it_were_done_once(restored: Scene) -> None:
    with restored.installation.pool("owner").connection() as connection, connection.transaction(force_rollback=True):
        installation = Records(connection).sole("installation_id")["id"]
        journal = read_journal([restored.directory / "keys" / "journal"], installation)
        again = note_again(connection, journal.notes)
    assert len(journal.notes) > 10 and again.done == {}


def test_only_those_who_sign_last_open_it_and_a_second_restore_of_the_backup_knows_that_too(
    story: Story, table: Table
) -> None:
    resumption = table.resumption()
    table.sign(resumption, *EMPLOYER, by=Side.EMPLOYER)
    with pytest.raises(Refused, match="of no signatory"):
        table.sign(resumption, EMPLOYEES[1])
    assert table.sign(resumption, ELECTED).in_force
    assert table.clause() is None
    target = story.aside / "again"
    done = story.restore(target, "--yes", keys=table.scene.directory / "keys")
    assert done.exception is None and "signed acts: 4" in done.stdout
    with Installation(Settings(data_directory=target)) as installation:
        after = Table(Scene(installation, target), TABLE, table.representative, table.employer)
        assert after.standing.suspension is None
        assert after.clause() == "S18", "closed by this restore, as by any"


class Full:
    """A journal on a disk without room."""

    def add(self, *_: object) -> None:
        raise StorageFull("the disk is full")


def test_what_cannot_be_noted_does_not_happen_and_a_suspension_does(story: Story, restored: Scene) -> None:
    here = restored.installation
    gate = PostgresGate(here.pool("web"), here.sounds, True, clock, Full())
    person = restored.person(THIRD)
    with (
        pytest.raises(StorageFull),
        gate.transaction(person, operation(Verb.REFUSE_RECORDING), OwnFile(person.id)) as tx,
    ):
        tx.own_file.refuse_recording(person.id)
    assert not restored.ask("SELECT 1 FROM gardefou.recording_refusals WHERE person_id = %s", person.id)
    table = Table.opened(restored, "west")
    consultation = Consultation(gate, verify, is_usable_public_key, simulated=True)
    act = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    signature = signature_of(table.key(EMPLOYEES[0]), act.act)
    assert consultation.sign(table.representative, "west", act.act.id, signature).in_force
    assert table.clause() == "S18"


# Bad input: one line each, and nothing is written.


@pytest.fixture
def keys(story: Story) -> Iterator[Path]:
    copied = story.aside / "keys"
    shutil.copytree(story.keys, copied)
    yield copied
    shutil.rmtree(copied)


def refused(story: Story, *words: str, keys: Path | None = None, folder: Path | None = None) -> str:
    target = story.aside / "refused"
    done = story.restore(target, *words, keys=keys, folder=folder)
    assert isinstance(done.exception, InputRefused), done.exception
    assert not target.exists() and "\n" not in str(done.exception)
    return str(done.exception)


def test_a_folder_that_is_no_backup_and_keys_that_are_not_its_own(story: Story, keys: Path) -> None:
    assert "is no backup: name a folder that gardefou backup make has written" in refused(story, folder=story.aside)
    shutil.rmtree(keys / "backup")
    assert "there is no such key" in refused(story, "--yes", keys=keys)


def test_a_directory_that_is_in_use_stays_as_it_is(story: Story) -> None:
    before = sorted(story.made.directory.iterdir())
    done = story.restore(story.made.directory, "--yes")
    assert "is not empty" in str(done.exception) and sorted(story.made.directory.iterdir()) == before


def test_nobody_at_a_terminal_has_to_say_that_the_tombstones_are_the_latest(story: Story, keys: Path) -> None:
    assert "or say --yes" in refused(story)
    (keys / "tombstones").unlink()
    assert "name the tombstones of the installation" in refused(story, "--yes", keys=keys)


def test_a_journal_that_is_missing_older_or_of_another_installation_stops_it_whatever_was_said(
    story: Story, keys: Path
) -> None:
    journal = keys / "journal"
    (own,) = journal.iterdir()
    for path in own.iterdir():
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if story.backup.id not in line))
    assert "knows nothing of this backup, so it is older" in refused(story, "--yes", keys=keys)
    own.rename(journal / str(uuid4()))
    assert "is of another installation than this backup" in refused(story, "--yes", keys=keys)
    shutil.rmtree(journal)
    assert "is not there: name the journal of the installation" in refused(story, "--yes", keys=keys)
    assert str(story.aside / "none") in refused(story, "--yes", "--journal", str(story.aside / "none"))


def test_a_journal_elsewhere_will_do_and_so_will_its_copy(
    story: Story, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Reached(Exception):
        pass

    def reached(*_: object) -> None:
        raise Reached

    monkeypatch.setattr(restoring, "restore_vault", reached)
    (story.aside / "copies").mkdir()
    copy = shutil.move(keys / "journal", story.aside / "copies" / "tombstones-journal")
    ways = (("--journal", str(copy)), ("--without-journal",))
    for words in ways:
        assert isinstance(story.restore(story.aside / "way", "--yes", *words, keys=keys).exception, Reached)
    monkeypatch.setenv("GARDEFOU_TOMBSTONES_COPY", str(story.aside / "copies" / "tombstones"))
    assert isinstance(story.restore(story.aside / "way", "--yes", keys=keys).exception, Reached)


@pytest.mark.parametrize(
    "words",
    [("--journal", "x", "--without-journal"), ("--tombstones", "x", "--without-tombstones")],
)
def test_two_words_that_contradict_each_other_are_wrong_usage(story: Story, words: tuple[str, ...]) -> None:
    target = story.aside / "usage"
    given = ["backup", "restore", str(story.backup.folder), "--keys", str(story.keys), *words]
    done = CliRunner().invoke(application, given, env={"GARDEFOU_DATA_DIRECTORY": str(target)})
    assert done.exit_code == 2 and not target.exists()


@pytest.mark.parametrize(("further", "says"), [(1, "does not verify"), (2, "lacks signed acts")])
def test_an_act_that_nobody_signed_or_one_without_those_before_it_puts_nothing_in_force(
    restored: Scene, table: Table, further: int, says: str
) -> None:
    (site,) = restored.ask(
        "SELECT s.id, count(*) FROM gardefou.sites s JOIN gardefou.acts a ON a.site_id = s.id"
        " WHERE code = %s AND sequence IS NOT NULL GROUP BY 1",
        TABLE,
    )
    document = table.charter(draw={"rate": 0.1, "weekly_cap": 5}).document
    forged = ActInForce(
        id=uuid4(),
        site=site["id"],
        kind="charter",
        side="employees",
        document=dict(document),
        signatures=((table.key(EMPLOYER[0]).public, "0" * 128),),
        sequence=site["count"] + further,
        at=clock(),
    )
    with (
        restored.installation.pool("owner").connection() as connection,
        pytest.raises(InputRefused, match=says) as refusal,
        connection.transaction(),
    ):
        note_again(connection, [forged])
    assert "--without-journal" in str(refusal.value)
