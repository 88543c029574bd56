"""What is left on the disk of a call that was erased: after the commit, after a night, and of a restored backup."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection
from psycopg.pq import TransactionStatus
from tests.installations import SITE, SimulatedInstallation, installation_and_folder
from tests.integration.secrecy.scanner import Canaries, contents
from tests.spec.scene import Scene

from gardefou.adapters.backup.database import load
from gardefou.adapters.backup.keys import LIFE, BackupKeyFolder
from gardefou.adapters.postgres.embedded.place import place_of
from gardefou.adapters.vault.compartment import Compartment
from gardefou.adapters.vault.tombstones import TombstoneLog
from gardefou.bootstrap import restoring
from gardefou.bootstrap.backups import MadeBackup, make_backup
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.restoring import restore_backup
from gardefou.bootstrap.retention import retention_run
from gardefou.bootstrap.settings import Settings
from gardefou.flows.erasure import Erasure
from gardefou.flows.freezing import Freezing
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.kernel.call import CallKey
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.errors import ContentAltered, ContentErased, InputRefused

GONE, STAYS = "erased-canary-0d3f19c2a77b", "staying-canary-51e8b0c4d2"
SOUND = b"sound" * 40_000


def quiet(line: str) -> None:
    pass


@dataclass
class Story:
    """An installation with calls of which one is erased after a backup was made; objections to two others wait."""

    made: SimulatedInstallation
    aside: Path
    gone: UUID
    stays: UUID
    waiting: list[UUID]
    canaries: Canaries
    backup: MadeBackup
    found: dict[str, set[str]]


def traces(story_canaries: Canaries, directory: Path) -> set[str]:
    """The canaries in all files of an installation, its cluster included."""
    folders = {directory, place_of(directory).home}
    return {name for folder in folders for each in contents(folder) for name in story_canaries.found(each)}


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    with installation_and_folder() as (made, aside):
        yield told(made, aside)


def told(made: SimulatedInstallation, aside: Path) -> Story:
    found: dict[str, set[str]] = {}
    canaries = Canaries()
    canaries.content("name", GONE.encode())
    with Installation(made.settings) as installation:
        scene = Scene(installation, made.directory)
        officer = scene.hire("dpo", SITE, PersonRole.DATA_PROTECTION_OFFICER)
        gone, stays = (scene.offered(SITE, name, adviser="1001") for name in (GONE, STAYS))
        for call in (gone, stays):
            with installation.sounds._disk.writer(call, Compartment.SOUND, "call-1") as writer:
                writer.write(SOUND)
        (row,) = scene.ask("SELECT content FROM gardefou.transcripts WHERE call_id = %s", gone)
        canaries.content("ciphertext", bytes(row["content"])[100:164])
        found["before"] = traces(canaries, made.directory)
        waiting = [scene.offered(SITE, f"waiting-{n}", adviser="1001") for n in range(2)]
        freezing = Freezing(scene.gate("web"), PublicHolidays())
        freezing.freeze(officer, waiting[0], AskedBy.CUSTOMER)
        backup = make_backup(installation, aside / "backups", quiet)
        freezing.freeze(officer, waiting[1], AskedBy.CUSTOMER)
        erasure = Erasure(scene.gate("web"), installation.sounds, installation.tombstones)
        for n in range(2):
            assert erasure.objected(officer, CallKey(SITE, "test", f"waiting-{n}")).waits
        Erasure(scene.gate("web"), installation.sounds, installation.tombstones).for_subject(officer, gone)
        with pytest.raises(ContentErased):
            installation.sounds.unseal(gone, "transcript:1", bytes(row["content"]))
        assert not scene.ask("SELECT 1 FROM gardefou.calls WHERE id = %s", gone)
        report = retention_run(installation).run(everything=True)
        assert report and not report.maintained.left
    found["after the night"] = traces(canaries, made.directory)
    return Story(made, aside, gone, stays, waiting, canaries, backup, found)


def restored(story: Story, name: str, keys: Path | None = None, graves: Path | None = None) -> Path:
    target = story.aside / name
    source = keys or story.made.directory / "keys"
    restore_backup(Settings(data_directory=target), story.backup.folder, source, graves or source / "tombstones", quiet)
    return target


def test_the_scan_finds_what_is_there(story: Story) -> None:
    assert story.found["before"] == {"name", "ciphertext"}


def test_after_a_night_no_byte_of_an_erased_call_is_left(story: Story) -> None:
    assert story.found["after the night"] == set()


def test_a_restored_older_backup_holds_nothing_of_it_and_all_else(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way: list[TransactionStatus] = []

    def loaded(connection: Connection, *rest: Any) -> Any:
        done = load(connection, *rest)
        under_way.append(connection.info.transaction_status)
        return done

    monkeypatch.setattr(restoring, "load", loaded)
    target = restored(story, "restored")
    assert under_way == [TransactionStatus.INTRANS], "whoever kills a restore finds no site open"
    assert traces(story.canaries, target) == set()
    with Installation(Settings(data_directory=target)) as installation:
        scene = Scene(installation, target)
        here = {row["id"] for row in scene.ask("SELECT id FROM gardefou.calls")}
        assert here == {story.stays, *story.waiting}
        with installation.sounds.open_silenced(story.stays, "call-1") as reader:
            assert reader.read() == SOUND
        assert not scene.ask("SELECT 1 FROM gardefou.sessions")
        assert {row["state"] for row in scene.ask("SELECT state FROM gardefou.sites")} == {"suspended"}
        (row,) = scene.ask("SELECT content FROM gardefou.transcripts WHERE call_id = %s", story.stays)
        assert b"segments" in installation.sounds.unseal(story.stays, "transcript:1", bytes(row["content"]))
        with pytest.raises(ContentErased):
            installation.sounds.seal(story.gone, "transcript:1", b"words")
        (noted,) = scene.ask("SELECT actor_kind, change FROM gardefou.audit WHERE change ? 'restored'")
        change = {"restored": story.backup.id, "tombstones": 3, "journal": noted["change"]["journal"]}
        assert noted == {"actor_kind": "operator", "change": change}
        frozen = scene.ask("SELECT call_id FROM gardefou.freezes WHERE lifted_at IS NULL")
        assert {row["call_id"] for row in frozen} == set(story.waiting), "as they were when the customer objected"
        assert retention_run(installation).run()
        waiting = scene.ask("SELECT call_id FROM gardefou.erasures WHERE waits")
        assert {row["call_id"] for row in waiting} == set(story.waiting)
        assert {row["id"] for row in scene.ask("SELECT id FROM gardefou.calls")} == here
        scene.ask(
            "UPDATE gardefou.freezes SET lifted_at = now(), lifted_by = (SELECT id FROM gardefou.people LIMIT 1)"
            " RETURNING 1"
        )
        assert retention_run(installation).run()
        assert [row["id"] for row in scene.ask("SELECT id FROM gardefou.calls")] == [story.stays]


def test_a_backup_older_than_a_week_opens_no_more_wherever_it_lies(story: Story) -> None:
    keys = story.aside / "week"
    shutil.copytree(story.made.directory / "keys", keys)
    folder, copied = BackupKeyFolder(keys), story.aside / "copied"
    shutil.copytree(story.backup.folder, copied)
    with pytest.raises(InputRefused, match="older than 7 days"):
        folder.get(story.backup.id, story.backup.made_at + LIFE)
    (path,) = (keys / "backup").glob("*.key")
    secret = path.read_bytes()
    assert folder.destroy_expired(story.backup.made_at + LIFE - timedelta(seconds=1)) == 0
    assert folder.destroy_expired(story.backup.made_at + LIFE) == 1
    assert not any(secret in each for each in contents(keys))
    with pytest.raises(InputRefused, match="no such key"):
        restore_backup(Settings(data_directory=story.aside / "week-old"), copied, keys, keys / "tombstones", quiet)
    assert not (story.aside / "week-old").exists()


def test_nothing_of_a_backup_is_in_clear(story: Story) -> None:
    names = Canaries()
    for text in (GONE, STAYS, "Adviser 1001"):
        names.content(text, text.encode())
    assert not [each for each in contents(story.backup.folder) if names.found(each)]


@pytest.mark.parametrize("what", ["database/gardefou.calls", "wrapped", "manifest", "object", "missing object"])
def test_an_altered_backup_is_refused_before_anything_is_written(story: Story, what: str) -> None:
    copied = story.aside / "altered"
    shutil.copytree(story.backup.folder, copied)
    try:
        path = next((copied / "objects").rglob("*.call-1")) if "object" in what else copied / what
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        if what == "missing object":
            path.unlink()
        keys = story.made.directory / "keys"
        with pytest.raises(ContentAltered):
            restore_backup(Settings(data_directory=story.aside / "none"), copied, keys, keys / "tombstones", quiet)
        assert not (story.aside / "none").exists()
    finally:
        shutil.rmtree(copied)


def test_a_restore_asks_for_tombstones_and_for_an_empty_place(story: Story) -> None:
    with pytest.raises(InputRefused, match="tombstones"):
        restored(story, "graveless", graves=story.aside / "no-file")
    full = story.aside / "full"
    full.mkdir()
    (full / "file").touch()
    with pytest.raises(InputRefused, match="not empty"):
        restored(story, "full")
    assert [path.name for path in full.iterdir()] == ["file"]


def test_a_restore_asks_whether_tombstones_older_than_the_backup_are_the_latest(story: Story) -> None:
    graves = story.aside / "old-tombstones"
    log = TombstoneLog(graves)
    log.add(Tombstone(bytes(32), None, story.gone))
    graves.write_text(re.sub(r" \d{4}-(?=\S+Z)", " 2020-", graves.read_text()))
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    target, keys = story.aside / "unsure", story.made.directory / "keys"
    with pytest.raises(InputRefused, match="--yes"):
        restore_backup(Settings(data_directory=target), story.backup.folder, keys, graves, quiet, no)
    assert "the last tombstone is of 2020-" in asked[0] and not target.exists()


def test_a_restore_that_fails_leaves_nothing_usable(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr("gardefou.bootstrap.restoring.restore_vault", fails)
    with pytest.raises(OSError, match="went away"):
        restored(story, "failed")
    assert not list((story.aside / "failed").rglob("*.key"))


def test_a_backup_that_fails_is_not_there_and_its_key_neither(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr("gardefou.bootstrap.backups.copy_vault", fails)
    before = set((story.made.directory / "keys").rglob("*.key"))
    with Installation(story.made.settings) as installation, pytest.raises(OSError, match="went away"):
        make_backup(installation, story.aside / "failing", quiet)
    assert list((story.aside / "failing").iterdir()) == []
    assert set((story.made.directory / "keys").rglob("*.key")) == before
