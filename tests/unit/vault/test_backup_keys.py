"""Keys of backups go in time, readable or not, and a backup goes on while calls go."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from gardefou.adapters.backup import vault_files
from gardefou.adapters.backup.keys import BackupKeyFolder, unfinished_folder
from gardefou.adapters.backup.sealed import SealedFiles
from gardefou.adapters.backup.vault_files import copy_vault
from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.layout import leaf

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=8)


def test_what_cannot_be_read_is_destroyed_by_the_date_in_its_name_and_holds_up_nothing(tmp_path: Path) -> None:
    folder = BackupKeyFolder(tmp_path)
    old, new = folder.make(OLD, tmp_path), folder.make(NOW, tmp_path)
    zeroed, fresh = (folder.folder / f"{at:%Y%m%dT%H%M%SZ}-00000000.key" for at in (OLD, NOW))
    unnamed = folder.folder / "copied.key"
    for path in (zeroed, fresh, unnamed):
        path.write_bytes(bytes(80))
    os.utime(unnamed, (OLD.timestamp(), OLD.timestamp()))
    assert sorted(folder.unreadable()) == sorted([zeroed, fresh, unnamed])
    assert [key.id for key in folder.all()] == [old.id, new.id]
    assert folder.destroy_expired(NOW) == 3
    assert sorted(folder.folder.iterdir()) == sorted([fresh, folder.folder / f"{new.id}.key"])


def test_what_a_backup_that_was_killed_has_left_goes_after_a_day(tmp_path: Path) -> None:
    folder = BackupKeyFolder(tmp_path / "keys")
    killed, under_way, complete = (folder.make(NOW - timedelta(days=days), tmp_path) for days in (2, 0, 2))
    for key in (killed, under_way):
        (unfinished_folder(key) / "database").mkdir(parents=True)
    assert folder.remove_unfinished(NOW) == 1
    assert not unfinished_folder(killed).exists() and unfinished_folder(under_way).exists()
    assert {key.id for key in folder.all()} == {under_way.id, complete.id}


def test_a_call_that_goes_while_a_backup_runs_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path / "keys", tmp_path / "objects")
    stays, goes = uuid4(), uuid4()
    for call in (stays, goes):
        for path in (
            leaf(place.keys / Compartment.SOUND, call) / str(call),
            leaf(place.objects / Compartment.SOUND, call) / f"{call}.call-1",
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"bytes")
    real = vault_files._objects

    def seen_before_it_goes(of: Place, calls: set[UUID]) -> list[Path]:
        found = list(real(of, calls))
        (leaf(of.objects / Compartment.SOUND, goes) / f"{goes}.call-1").unlink()
        return found

    monkeypatch.setattr(vault_files, "_objects", seen_before_it_goes)
    files = SealedFiles(tmp_path / "backup", BackupKeyFolder(tmp_path).make(NOW, tmp_path))
    counts = copy_vault(place, tmp_path / "backup", files, {stays, goes})
    assert (counts.objects, counts.object_bytes) == (1, 5)
    assert vault_files.check_vault(tmp_path / "backup", files).objects == 1
