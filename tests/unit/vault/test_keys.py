"""Keys: who may read them, which one opens what, and that a destroyed one never comes back."""

import base64
import os
import stat
from pathlib import Path
from threading import Thread

import pytest
from vaults import (
    CALL,
    KEY,
    NEW_KEY,
    OTHER_CALL,
    QUARANTINE,
    RECORD,
    SOUND,
    files_below,
    key_file,
    loaded,
    nothing_unfinished,
    object_file,
    place_in,
    seconds_ago,
    store,
    vault_in,
)

from gardefou.adapters.vault import data_keys
from gardefou.adapters.vault.compartment import Compartment
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.key_file import read_key_file, read_or_create_key_file
from gardefou.adapters.vault.vault import Vault
from gardefou.kernel.errors import ContentAltered, ContentErased, KeyWrong, SettingWrong

TEXT = base64.b64encode(bytes(range(32))).decode()


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "etc" / "vault.key"
    key = read_or_create_key_file(path)
    assert read_or_create_key_file(path).id == key.id == read_key_file(path).id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.b64decode(path.read_text())) == 32
    assert [each.name for each in path.parent.iterdir()] == ["vault.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_key_file_that_others_may_read(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "vault.key", TEXT, mode)
    with pytest.raises(SettingWrong, match=f"run chmod 600 {path}"):
        read_or_create_key_file(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_key_file_of_somebody_else(tmp_path: Path) -> None:
    path = written(tmp_path / "vault.key", TEXT)
    os.chown(path, 12_345, -1)
    with pytest.raises(SettingWrong, match="belongs to user 12345: run chown 0"):
        read_key_file(path)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "holds 0 bytes, not 32"),
        (base64.b64encode(bytes(16)).decode(), "holds 16 bytes, not 32"),
        (base64.b64encode(bytes(33)).decode(), "holds 33 bytes, not 32"),
        ("secret phrase!", "is not base64"),
        ("clé", "is not base64"),
    ],
)
def test_key_that_is_none(tmp_path: Path, text: str, cause: str) -> None:
    path = written(tmp_path / "vault.key", text)
    with pytest.raises(SettingWrong, match=cause) as caught:
        read_key_file(path)
    assert str(path) in str(caught.value) and (not text or text not in str(caught.value))
    with pytest.raises(SettingWrong, match=cause):
        KeyEncryptionKey.from_text(text)


def test_key_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match="there is no key"):
        read_key_file(tmp_path / "vault.key")
    with pytest.raises(SettingWrong, match="not an ordinary file"):
        read_key_file(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SettingWrong, match="not an ordinary file"):
        read_key_file(tmp_path / "pipe")


def test_key_from_a_variable_is_the_key_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "vault.key", TEXT + "\n")
    key = KeyEncryptionKey.from_text(f" {TEXT}\n")
    assert key.id == read_key_file(path).id == KEY.id and len(key.id) == 16
    assert repr(key) == f"KeyEncryptionKey({key.id})"


def test_keys_and_objects_are_apart_and_for_their_owner_alone(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"sound")
    assert {path.relative_to(tmp_path).parts[0] for path in files_below(tmp_path)} == {"keys", "objects"}
    for path in tmp_path.rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077
    assert key_file(tmp_path).relative_to(tmp_path).parts == ("keys", "record", "57", "0", str(CALL))


def test_another_key_encryption_key(tmp_path: Path) -> None:
    store(vault_in(tmp_path), b"sound")
    with pytest.raises(KeyWrong, match=KEY.id) as caught:
        loaded(vault_in(tmp_path, KeyRing(NEW_KEY)))
    assert str(key_file(tmp_path)) in str(caught.value)


def test_wrapped_key_of_another_call_or_compartment(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"one")
    store(vault, b"two", OTHER_CALL)
    store(vault, b"three", compartment=QUARANTINE)
    mine, others = key_file(tmp_path), files_below(tmp_path / "keys")
    for other in others:
        if other != mine:
            other.write_bytes(mine.read_bytes())
    assert loaded(vault) == b"one"
    for call, compartment in ((OTHER_CALL, RECORD), (CALL, QUARANTINE)):
        with pytest.raises(ContentAltered):
            loaded(vault, call, compartment=compartment)


@pytest.mark.parametrize("at", [0, 7, 20, 40, 75])
def test_wrapped_key_that_was_altered(tmp_path: Path, at: int) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"one")
    path = key_file(tmp_path)
    wrapped = bytearray(path.read_bytes())
    wrapped[at] ^= 1
    path.write_bytes(wrapped)
    with pytest.raises(ContentAltered):
        loaded(vault)
    path.write_bytes(wrapped[:at])
    with pytest.raises((ContentAltered, ContentErased)):
        loaded(vault)


def test_rewrapping_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [CALL, OTHER_CALL]
    for call in calls:
        store(vault_in(tmp_path), b"sound", call)
    vault_in(tmp_path).destroy(OTHER_CALL, Compartment.ORIGINAL)
    both = vault_in(tmp_path, KeyRing(NEW_KEY, [KEY]))
    write_over = data_keys.write_over
    done = []

    def stopped(path: Path, content: bytes, folder: Path) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(path)
        write_over(path, content, folder)

    monkeypatch.setattr(data_keys, "write_over", stopped)
    with pytest.raises(KeyboardInterrupt):
        both.rewrap()
    monkeypatch.undo()
    assert [loaded(both, call) for call in calls] == [b"sound"] * 2
    assert both.rewrap() == 1 and both.rewrap() == 0
    new = vault_in(tmp_path, KeyRing(NEW_KEY))
    assert [loaded(new, call) for call in calls] == [b"sound"] * 2
    assert new.destroyed(OTHER_CALL, Compartment.ORIGINAL) and nothing_unfinished(tmp_path)
    with pytest.raises(KeyWrong):
        loaded(vault_in(tmp_path))


def test_a_call_that_has_left_quarantine_leaves_nothing_there(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    with vault.writer(CALL, QUARANTINE, "sound") as writer:
        writer.write(b"sound")
    vault.destroy(CALL, QUARANTINE)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock"]
    with pytest.raises(ContentErased):
        vault.reader(CALL, QUARANTINE, "sound")


def test_rewrapping_brings_no_destroyed_key_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(vault_in(tmp_path), b"sound")
    both = vault_in(tmp_path, KeyRing(NEW_KEY, [KEY]))
    destroying = Thread(target=both.destroy, args=(CALL, RECORD))
    write_over = data_keys.write_over

    def overtaken(path: Path, content: bytes, folder: Path) -> None:
        destroying.start()
        destroying.join(timeout=0.3)
        write_over(path, content, folder)

    monkeypatch.setattr(data_keys, "write_over", overtaken)
    assert both.rewrap() == 1
    destroying.join()
    assert both.destroyed(CALL, RECORD)


def test_rewrapping_without_the_former_key(tmp_path: Path) -> None:
    store(vault_in(tmp_path), b"sound")
    with pytest.raises(KeyWrong):
        vault_in(tmp_path, KeyRing(NEW_KEY)).rewrap()
    assert loaded(vault_in(tmp_path)) == b"sound"


def test_what_was_destroyed_is_gone_for_good(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"sound")
    store(vault, b"peaks", name="peaks.json")
    store(vault, b"other", OTHER_CALL)
    sealed = vault.seal(CALL, RECORD, "transcript:1", b"words")
    wrapped = key_file(tmp_path).read_bytes()
    for _ in range(2):
        vault.destroy(CALL, RECORD)
        assert vault.destroyed(CALL, RECORD) and not vault.exists(CALL, RECORD, SOUND)
        with pytest.raises(ContentErased):
            vault.reader(CALL, RECORD, SOUND)
        with pytest.raises(ContentErased):
            vault.unseal(CALL, RECORD, "transcript:1", sealed)
        with pytest.raises(ContentErased):
            store(vault, b"late job")
        with pytest.raises(ContentErased):
            vault.seal(CALL, RECORD, "transcript:2", b"late job")
    assert not [path for path in files_below(tmp_path) if str(CALL) in path.name and path.stat().st_size]
    assert wrapped not in b"".join(path.read_bytes() for path in files_below(tmp_path))
    assert loaded(vault, OTHER_CALL) == b"other" and not vault.destroyed(OTHER_CALL, RECORD)


def test_key_goes_before_the_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"sound")
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        vault.destroy(CALL, RECORD)
    monkeypatch.undo()
    assert object_file(tmp_path).exists() and vault.destroyed(CALL, RECORD)
    vault.destroy(CALL, RECORD)
    assert not list((tmp_path / "objects").rglob(f"{CALL}*"))


def test_destroyed_before_anything_came(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    assert not vault.destroyed(CALL, RECORD)
    vault.destroy(CALL, RECORD)
    with pytest.raises(ContentErased):
        store(vault, b"late")


def test_compartments_are_destroyed_apart(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    for compartment in Compartment:
        store(vault, compartment.encode(), compartment=compartment)
    vault.destroy(CALL, QUARANTINE)
    assert loaded(vault) == b"record" and loaded(vault, compartment=Compartment.ORIGINAL) == b"original"


@pytest.mark.parametrize("moment", ["before the last bytes", "after the last bytes"])
def test_destroyed_while_being_written(tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = vault_in(tmp_path)
    if moment == "after the last bytes":
        replace = Path.replace

        def late(part: Path, path: Path) -> Path:
            copy = part.read_bytes()
            vault.destroy(CALL, RECORD)
            part.write_bytes(copy)
            return replace(part, path)

        monkeypatch.setattr(Path, "replace", late)
    with pytest.raises(ContentErased), vault.writer(CALL, RECORD, SOUND) as writer:
        writer.write(b"sound")
        if moment == "before the last bytes":
            vault.destroy(CALL, RECORD)
    assert not files_below(tmp_path / "objects")


def test_copies_of_a_key_that_a_dead_process_left_are_destroyed(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"sound")
    copy = tmp_path / "keys" / "record" / "unfinished" / f"{CALL}.0123.part"
    copy.write_bytes(key_file(tmp_path).read_bytes())
    vault.destroy(CALL, RECORD)
    assert copy.read_bytes() == b""


def test_compartment_in_another_place(tmp_path: Path) -> None:
    memory = place_in(tmp_path / "memory")
    vault = Vault(KeyRing(KEY), place_in(tmp_path / "disk"), {QUARANTINE: memory})
    store(vault, b"sound", compartment=QUARANTINE)
    store(vault, b"sound")
    assert {path.relative_to(tmp_path).parts[2] for path in files_below(tmp_path / "memory")} == {"quarantine"}
    assert {path.relative_to(tmp_path).parts[2] for path in files_below(tmp_path / "disk")} == {"record"}


def test_usage_counts(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    empty = vault.usage()[RECORD]
    assert (empty.keys, empty.destroyed_keys, empty.objects, empty.object_bytes) == (0, 0, 0, 0)
    store(vault, bytes(1_000))
    store(vault, bytes(1_000), name="peaks.json")
    store(vault, bytes(1_000), OTHER_CALL)
    vault.destroy(OTHER_CALL, RECORD)
    usage = vault.usage()[RECORD]
    assert (usage.keys, usage.destroyed_keys, usage.objects) == (1, 1, 2)
    assert 2_000 < usage.object_bytes < 2_200 and usage.free_bytes > 0


def test_keys_and_when_they_were_made(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    for call in (CALL, OTHER_CALL):
        store(vault, b"sound", call)
    seconds_ago(key_file(tmp_path), 5_000)
    then = key_file(tmp_path).stat().st_mtime
    vault.destroy(OTHER_CALL, RECORD)
    assert list(vault.keys(RECORD)) == [(CALL, then)] and not list(vault.keys(QUARANTINE))
    both = vault_in(tmp_path, KeyRing(NEW_KEY, [KEY]))
    assert both.rewrap() == 1 and list(both.keys(RECORD)) == [(CALL, then)]


def test_removing_one_object_leaves_the_others(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"sound")
    store(vault, b"peaks", name="peaks.json")
    for _ in range(2):
        vault.remove(CALL, RECORD, SOUND)
        assert not vault.exists(CALL, RECORD, SOUND) and loaded(vault, name="peaks.json") == b"peaks"
