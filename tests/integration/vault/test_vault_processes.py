"""Several processes at once, processes that are killed, and disks that refuse."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.file_system import is_memory_file_system
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.key_file import read_or_create_key_file
from gardefou.adapters.vault.vault import Vault
from gardefou.kernel.errors import ContentErased, GardefouError, StorageFull, StorageUnwritable

CALL = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
OTHER_CALL = UUID("01890a5d-ac96-774b-bcce-b302099a8123")
RECORD = Compartment.RECORD
SOUND = "redacted.ogg"

PROLOGUE = """
import os, sys, uuid
from pathlib import Path
from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.key_file import read_or_create_key_file
from gardefou.adapters.vault.vault import Vault
folder = Path(sys.argv[1])
call = uuid.UUID(sys.argv[2])
vault = Vault(KeyRing(KeyEncryptionKey(bytes(32))), Place(folder / "keys", folder / "objects"))
def wait():
    print("ready", flush=True)
    sys.stdin.readline()
"""


def vault_in(folder: Path) -> Vault:
    return Vault(KeyRing(KeyEncryptionKey(bytes(32))), Place(folder / "keys", folder / "objects"))


@contextmanager
def started(script: str, folder: Path, count: int = 1) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-c", PROLOGUE + script, str(folder), str(CALL)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(count)
    ]
    try:
        for process in processes:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def go(processes: list[subprocess.Popen[str]]) -> list[str]:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate()[0].strip() for process in processes]


def test_processes_that_make_the_key_of_a_call_at_once(tmp_path: Path) -> None:
    script = """
calls = [uuid.UUID(int=n) for n in range(200)]
wait()
for each in calls:
    vault.seal(each, Compartment.RECORD, "transcript:1", b"")
with vault.writer(call, Compartment.RECORD, f"from-{os.getpid()}.ogg") as writer:
    writer.write(str(os.getpid()).encode())
print(os.getpid())
"""
    vault = vault_in(tmp_path)
    with started(script, tmp_path, count=3) as processes:
        numbers = go(processes)
    assert len(set(numbers)) == 3
    for number in numbers:
        with vault.reader(CALL, RECORD, f"from-{number}.ogg") as reader:
            assert reader.read() == number.encode()
    assert vault.usage()[RECORD].keys == 201
    assert not list(tmp_path.rglob("*.part"))


def test_processes_that_make_the_key_file_at_once(tmp_path: Path) -> None:
    script = 'wait()\nprint(read_or_create_key_file(folder / "etc" / "vault.key").id)'
    with started(script, tmp_path, count=3) as processes:
        ids = go(processes)
    assert set(ids) == {read_or_create_key_file(tmp_path / "etc" / "vault.key").id}


def test_destroying_while_others_store_and_rewrap(tmp_path: Path) -> None:
    script = """
from gardefou.kernel.errors import ContentErased
former, current = KeyEncryptionKey(bytes(32)), KeyEncryptionKey(bytes([1]) * 32)
vault = Vault(KeyRing(former, [current]), Place(folder / "keys", folder / "objects"))
new = Vault(KeyRing(current, [former]), Place(folder / "keys", folder / "objects"))
wait()
for number in range(150):
    each = uuid.UUID(int=number)
    try:
        with vault.writer(each, Compartment.RECORD, "redacted.ogg") as writer:
            writer.write(b"sound")
    except ContentErased:
        pass
    if number % 2:
        vault.destroy(each, Compartment.RECORD)
    if not number % 10:
        new.rewrap()
"""
    with started(script, tmp_path, count=2) as processes:
        go(processes)
        assert [process.returncode for process in processes] == [0, 0]
    former, current = KeyEncryptionKey(bytes(32)), KeyEncryptionKey(bytes([1]) * 32)
    vault = Vault(KeyRing(current, [former]), Place(tmp_path / "keys", tmp_path / "objects"))
    for number in range(150):
        call = UUID(int=number)
        assert vault.destroyed(call, RECORD) == bool(number % 2)
        assert bool(list((tmp_path / "objects").rglob(f"{call}.*"))) != bool(number % 2)
        assert vault.exists(call, RECORD, SOUND) != bool(number % 2)


def test_process_killed_while_writing(tmp_path: Path) -> None:
    script = """
with vault.writer(call, Compartment.RECORD, "redacted.ogg") as writer:
    writer.write(bytes(500_000))
    wait()
"""
    vault = vault_in(tmp_path)
    with started(script, tmp_path) as processes:
        assert vault.sweep() == 0
        processes[0].send_signal(signal.SIGKILL)
        processes[0].wait()
    assert not vault.exists(CALL, RECORD, SOUND)
    assert not list(tmp_path.rglob(f"{CALL}.{SOUND}"))
    assert vault.sweep() == 0 and len(list(tmp_path.rglob("*.part"))) == 1
    assert vault.sweep(idle_s=0) == 1 and not list(tmp_path.rglob("*.part"))


def test_call_erased_after_a_process_was_killed(tmp_path: Path) -> None:
    script = """
with vault.writer(call, Compartment.RECORD, "redacted.ogg") as writer:
    writer.write(bytes(500_000))
    wait()
"""
    with started(script, tmp_path) as processes:
        processes[0].send_signal(signal.SIGKILL)
        processes[0].wait()
    vault_in(tmp_path).destroy(CALL, RECORD)
    assert not [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory; skips the test where this user may not mount."""
    folder.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "vault", folder], check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_disk_that_fills_up(tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=400k") as folder:
        vault = vault_in(folder)
        store(vault, b"before")
        with pytest.raises(StorageFull) as caught:
            store(vault, bytes(1_000_000))
        assert_one_line(caught.value, folder)
        assert loaded(vault) == b"before"
        assert not list(folder.rglob("*.part"))


def test_disk_that_is_read_only(tmp_path: Path) -> None:
    with mounted(tmp_path / "fixed", "size=400k") as folder:
        vault = vault_in(folder)
        store(vault, b"before")
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        for work in (lambda: store(vault, b"after"), lambda: store(vault, b"x", OTHER_CALL)):
            with pytest.raises(StorageUnwritable) as caught:
                work()
            assert_one_line(caught.value, folder)
        with pytest.raises(StorageUnwritable):
            vault.destroy(CALL, RECORD)
        assert loaded(vault) == b"before"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EROFS, StorageUnwritable),
        (errno.EACCES, StorageUnwritable),
        (errno.EIO, StorageUnwritable),
    ],
)
@pytest.mark.parametrize("call_of_system", ["write", "fsync", "open", "pwrite"])
def test_whatever_the_system_refuses(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: type[GardefouError],
    call_of_system: str,
) -> None:
    vault = vault_in(tmp_path)
    store(vault, b"before")
    before = files(tmp_path)

    def refuse(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    works = {
        "write": [lambda: store(vault, bytes(200_000)), lambda: store(vault, b"x", OTHER_CALL)],
        "fsync": [lambda: store(vault, bytes(200_000)), lambda: store(vault, b"x", OTHER_CALL)],
        "open": [lambda: store(vault, b"after"), lambda: vault.seal(OTHER_CALL, RECORD, "reason", b"x")],
        "pwrite": [lambda: vault.destroy(CALL, RECORD)],
    }
    for work in works[call_of_system]:
        monkeypatch.setattr(os, call_of_system, refuse)
        with pytest.raises(expected) as caught:
            work()
        monkeypatch.undo()
        assert_one_line(caught.value, tmp_path)
    assert files(tmp_path) == before and loaded(vault) == b"before"


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("not a folder")
    with pytest.raises(StorageUnwritable, match="keys"):
        store(vault_in(tmp_path), b"sound")


def test_file_systems_in_memory(tmp_path: Path) -> None:
    with mounted(tmp_path / "memory", "size=100k") as folder:
        assert is_memory_file_system(folder) and is_memory_file_system(folder / "not" / "yet")
        vault = Vault(KeyRing(KeyEncryptionKey(bytes(32))), Place(folder / "keys", folder / "objects"))
        store(vault, b"sound")
        vault.destroy(CALL, RECORD)
        with pytest.raises(ContentErased):
            loaded(vault)
    assert not is_memory_file_system(Path(__file__))


def store(vault: Vault, content: bytes, call: UUID = CALL) -> None:
    with vault.writer(call, RECORD, SOUND) as writer:
        writer.write(content)


def loaded(vault: Vault) -> bytes:
    with vault.reader(CALL, RECORD, SOUND) as reader:
        return reader.read()


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


def assert_one_line(error: GardefouError, folder: Path) -> None:
    assert str(folder) in str(error) and str(error).isprintable()
