"""Disks that refuse, wrong keys, altered content, a database that restarts: clear states, and nothing is lost."""

import base64
import errno
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import httpx
import pytest
from fastapi.testclient import TestClient
from tests.installations import ADVISERS, SITE, SimulatedInstallation, simulated_installation
from tests.integration.flow.killing import Processes
from tests.integration.flow.outcome import assert_left_nothing_behind, database
from tests.integration.flow.small_calls import TONE, SmallEngines, receive_tone
from tests.integration.postgres.server_users import wait_until

from gardefou.adapters.postgres.embedded.place import place_of
from gardefou.adapters.vault import storage
from gardefou.bootstrap.installation import Installation, administration_of, operator
from gardefou.bootstrap.worker import work
from gardefou.entrypoints.web.application import web_application
from gardefou.flows.recorded_call import retry
from gardefou.intake.model import Arrival
from gardefou.kernel.errors import GardefouError, KeyWrong, RoomFull, SettingWrong, StorageFull, StorageUnwritable

pytestmark = pytest.mark.alone

MANY = 150
VAULT_BYTES = 4_000_000
Fault = Callable[[Path], "contextmanager[None]"]


def work_off(installation: Installation) -> None:
    for queue in ("speech", "desk"):
        work(installation, queue, lambda settings: SmallEngines(), stop_when_idle=True)


def states(installation: Installation) -> dict[str, str]:
    """How each call stands, by its name: its status, or why it waits."""
    with database(installation) as connection:
        rows = connection.execute("SELECT external_id, status, parked_reason, lost_at FROM gardefou.calls").fetchall()
    return {row["external_id"]: "lost" if row["lost_at"] else row["parked_reason"] or row["status"] for row in rows}


def retry_all(installation: Installation) -> None:
    with administration_of(installation) as administration:
        parked = administration.parked()
    for call in parked:
        retry(installation.gate("owner"), operator(), call)


def kept(installation: Installation, name: str) -> UUID:
    received = receive_tone(installation, name)
    assert received.arrival is Arrival.KEPT and received.call
    return received.call


# Disks. The kernel refuses where this process may mount; elsewhere the vault's one way to files does.


def can_mount() -> bool:
    done = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    return os.geteuid() == 0 and done.returncode == 0


@contextmanager
def full_disk(vault: Path) -> Iterator[None]:
    filler = vault / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC
    yield
    filler.unlink()


@contextmanager
def read_only_disk(vault: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", vault], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", vault], check=True)


def refusing(number: int) -> Callable[[Path], object]:
    @contextmanager
    def fault(vault: Path) -> Iterator[None]:
        opened = os.open

        def refuse(path: object, flags: int, mode: int = 0o777, **more: int) -> int:
            if flags & os.O_CREAT and Path(str(path)).is_relative_to(vault):
                raise OSError(number, os.strerror(number))
            return opened(path, flags, mode, **more)  # type: ignore[call-overload, no-any-return]

        with patch.object(storage.os, "open", refuse):
            yield

    return fault


needs_mount = pytest.mark.skipif(not can_mount(), reason="this process may not mount; the injected faults still run")
FAULTS = [
    pytest.param(full_disk, StorageFull, id="full disk", marks=needs_mount),
    pytest.param(read_only_disk, StorageUnwritable, id="read-only disk", marks=needs_mount),
    pytest.param(refusing(errno.ENOSPC), StorageFull, id="no space"),
    pytest.param(refusing(errno.EROFS), StorageUnwritable, id="read-only"),
]


@pytest.fixture(scope="module")
def on_small_disk() -> Iterator[tuple[SimulatedInstallation, Installation, Path]]:
    """An installation whose vault lies on a small disk of its own, where that can be had."""
    with simulated_installation() as made:
        vault = made.directory / "vault"
        if can_mount():
            vault.mkdir(mode=0o700, exist_ok=True)
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={VAULT_BYTES}", "tmpfs", vault], check=True)
            for name in ("vault.key", "installation.key"):
                (made.directory / "keys" / name).unlink(missing_ok=True)
        try:
            with made.opened() as installation:
                yield made, installation, vault
        finally:
            if can_mount():
                subprocess.run(["umount", vault], check=True)


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_a_disk_that_refuses_an_upload(
    on_small_disk: tuple[SimulatedInstallation, Installation, Path], fault: Fault, error: type[GardefouError]
) -> None:
    _, installation, vault = on_small_disk
    name = f"upload {error.code} {time.monotonic_ns()}"
    with administration_of(installation) as administration:
        token = administration.make_token("pbx", SITE)
    web = TestClient(web_application(installation))
    with fault(vault):  # type: ignore[attr-defined]
        with pytest.raises(error):
            receive_tone(installation, name)
        answer = post(web, token, name)
        assert answer.status_code == 503 and answer.json()["code"] == error.code
        assert str(vault) not in answer.text
    assert name not in states(installation)
    assert not list(installation.sounds.in_quarantine())
    assert post(web, token, name).status_code == 201
    work_off(installation)
    assert states(installation)[name] == "offered"


def post(web: "TestClient | httpx.Client", token: str, name: str) -> httpx.Response:
    said = {"external_id": name, "source": "pbx", "adviser": ADVISERS[0], "site": SITE, "direction": "inbound"}
    said |= {"started_at": "2026-11-20T10:00:00+01:00", "channels": "adviser,customer"}
    files = [
        ("metadata", (None, json.dumps(said | {"simulated": True}), "application/json")),
        ("sound", ("s.wav", TONE)),
    ]
    return web.post("/api/calls", headers={"Authorization": f"Bearer {token}"}, files=files)  # type: ignore[arg-type]


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_a_disk_that_refuses_while_a_call_is_heard(
    on_small_disk: tuple[SimulatedInstallation, Installation, Path], fault: Fault, error: type[GardefouError]
) -> None:
    _, installation, vault = on_small_disk
    name = f"heard {error.code} {time.monotonic_ns()}"
    call = kept(installation, name)
    with fault(vault):  # type: ignore[attr-defined]
        work_off(installation)
        reason = states(installation)[name]
        assert reason.startswith(f"{error.code}: ") and "essai" not in reason
    assert call in dict(installation.sounds.in_quarantine())
    retry_all(installation)
    work_off(installation)
    assert states(installation)[name] == "offered"
    assert not list(installation.sounds.in_quarantine())


# Keys.


@pytest.fixture
def plain() -> Iterator[tuple[SimulatedInstallation, Installation]]:
    with simulated_installation() as made, made.opened() as installation:
        yield made, installation


@contextmanager
def replaced(path: Path, content: bytes | None) -> Iterator[None]:
    former = path.read_bytes()
    path.unlink()
    if content is not None:
        path.touch(0o600)
        path.write_bytes(content)
    yield
    path.unlink(missing_ok=True)
    path.touch(0o600)
    path.write_bytes(former)


def test_a_wrong_or_missing_key_refuses_the_start_and_spoils_nothing(
    plain: tuple[SimulatedInstallation, Installation],
) -> None:
    made, installation = plain
    kept(installation, "before")
    key, own = (made.directory / "keys" / name for name in ("vault.key", "installation.key"))
    for path, content, error in (
        (key, base64.b64encode(bytes(32)), KeyWrong),
        (key, None, SettingWrong),
        (own, None, SettingWrong),
    ):
        with replaced(path, content), pytest.raises(error), made.opened() as again:
            again.gate("worker")
        assert path.exists()
    assert states(installation) == {"before": "drawn"}
    with made.opened() as again:
        work_off(again)
    assert states(installation) == {"before": "offered"}


def test_a_key_that_changes_under_a_running_worker(plain: tuple[SimulatedInstallation, Installation]) -> None:
    """Processes that run go on with the right key; those that start anew wait for it, and park nothing."""
    made, installation = plain
    with administration_of(installation) as administration:
        token = administration.make_token("pbx", SITE)
    processes = Processes(made, installation)
    try:
        wait_until(processes.web_answers)
        with replaced(made.directory / "keys" / "vault.key", base64.b64encode(bytes(32))):
            processes.worker.terminate()
            processes.worker.wait(60)
            processes.worker = processes._start_worker()
            with httpx.Client(base_url=processes.address) as web:
                assert post(web, token, "meanwhile").status_code == 201
            wait_until(lambda: "was wrapped under the vault key" in said(made))
            assert states(installation) == {"meanwhile": "drawn"}
    finally:
        processes.stop()
    work_off(installation)
    assert list(states(installation)) == ["meanwhile"]
    assert "was wrapped under" not in str(states(installation))


def said(made: SimulatedInstallation) -> str:
    return (made.directory / "processes.log").read_text("utf-8", "replace")


def test_a_call_whose_own_key_was_altered(plain: tuple[SimulatedInstallation, Installation]) -> None:
    made, installation = plain
    call = kept(installation, "call")
    [path] = (made.directory / "vault/keys/quarantine").rglob(str(call))
    content = path.read_bytes()
    with replaced(path, content[:-1] + bytes([content[-1] ^ 1])):
        work_off(installation)
        assert states(installation)["call"].startswith("content_altered: ")
    retry_all(installation)
    work_off(installation)
    assert states(installation) == {"call": "offered"}


# Content.


def test_altered_sound_is_parked_and_heard_once_restored(plain: tuple[SimulatedInstallation, Installation]) -> None:
    made, installation = plain
    call = kept(installation, "call")
    [path] = (made.directory / "vault/objects/quarantine").rglob(f"{call}.*")
    content = path.read_bytes()
    for altered in (content[:2_000] + b"x" + content[2_001:], content[:-100], None):
        with replaced(path, altered):
            work_off(installation)
            assert states(installation)["call"].startswith("content_altered: "), altered and len(altered)
        retry_all(installation)
    work_off(installation)
    assert states(installation) == {"call": "offered"}


def test_an_altered_transcript_is_parked_and_evaluated_once_restored(
    plain: tuple[SimulatedInstallation, Installation],
) -> None:
    _, installation = plain
    for name in ("call", "other"):
        kept(installation, name)
    work(installation, "speech", lambda settings: SmallEngines(), stop_when_idle=True)
    with database(installation) as owner:
        rows = owner.execute("SELECT call_id, content FROM gardefou.transcripts ORDER BY call_id").fetchall()
        exchange = "UPDATE gardefou.transcripts SET content = %s WHERE call_id = %s"
        owner.execute(exchange, (rows[1]["content"], rows[0]["call_id"]))
        owner.execute(exchange, (rows[1]["content"][:-1], rows[1]["call_id"]))
        work_off(installation)
        assert all(
            reason.startswith("content_altered: transcript:1 of call ") for reason in states(installation).values()
        )
        for row in rows:
            owner.execute(exchange, (row["content"], row["call_id"]))
    retry_all(installation)
    work_off(installation)
    assert states(installation) == {"call": "offered", "other": "offered"}


# The database.


@pytest.mark.parametrize("sign", ["INT", "KILL"], ids=["clean", "killed"])
def test_a_database_that_stops_while_worker_and_web_server_live(
    plain: tuple[SimulatedInstallation, Installation], sign: str
) -> None:
    made, installation = plain
    with administration_of(installation) as administration:
        token = administration.make_token("pbx", SITE)
    processes = Processes(made, installation)
    try:
        wait_until(processes.web_answers)
        with httpx.Client(base_url=processes.address, timeout=60) as web:
            for number in range(6):
                if number % 2:
                    pid = int((place_of(made.directory).cluster / "postmaster.pid").read_text().split()[0])
                    subprocess.run(["kill", f"-{sign}", str(pid)], check=True)
                wait_until(partial(arrived, web, token, f"call {number}"))
        wait_until(lambda: set(settled(installation).values()) <= {"heard once", "offered"}, 60)
    finally:
        processes.stop()
    assert_arrived_whole(made, installation, 6)


def arrived(web: httpx.Client, token: str, name: str) -> bool:
    """Whether a call that is sent once more is here; a server that cannot keep it says so or hangs up."""
    try:
        status = post(web, token, name).status_code
    except httpx.HTTPError:
        return False
    assert status in {200, 201, 503}
    return status != 503


def settled(installation: Installation) -> dict[str, str]:
    """How calls stand; those that the recorded engine cannot know are parked, which is an end too."""
    found = states(installation)
    return {
        name: "heard once" if state.startswith("unforeseen: StopIteration") else state for name, state in found.items()
    }


def assert_arrived_whole(made: SimulatedInstallation, installation: Installation, calls: int) -> None:
    """Every call that was sent is here once; those that were parked end once they are retried."""
    assert len(states(installation)) == calls
    retry_all(installation)
    work_off(installation)
    assert set(states(installation).values()) == {"offered"}
    assert_left_nothing_behind(made, installation, calls)


# Many calls.


def test_many_calls_wait_and_none_is_lost() -> None:
    with simulated_installation(room_minutes=1) as made:
        with made.opened() as full:
            for number in range(61):
                receive_tone(full, f"call {number}")
            with pytest.raises(RoomFull):
                receive_tone(full, "one too many")
            assert states(full) == {f"call {number}": "drawn" for number in range(61)}
        roomy = SimulatedInstallation(made.directory, made.charter, room_minutes=600)
        with roomy.opened() as installation, patch.object(os, "fsync", lambda _: None):
            started = time.perf_counter()
            for number in range(61, MANY):
                receive_tone(installation, f"call {number}")
            print(f"\n{(MANY - 61) / (time.perf_counter() - started):.0f} calls a second received, without fsync")
            with administration_of(installation) as administration:
                assert administration.standing(30).calls == {"drawn": MANY}
            started = time.perf_counter()
            work_off(installation)
            print(
                f"{MANY / (time.perf_counter() - started):.0f} calls a second worked off, engines that answer at once"
            )
            with administration_of(installation) as administration:
                standing = administration.standing(30)
            assert standing.calls == {"offered": MANY} and standing.waiting_ms == 0 and not standing.queues


def test_injected_faults_reach_the_vault(tmp_path: Path) -> None:
    """The stand-in refuses what the vault does, so that a test with it can fail."""
    with refusing(errno.ENOSPC)(tmp_path), pytest.raises(StorageFull):  # type: ignore[attr-defined]
        storage.write_new(tmp_path / "key", b"x", tmp_path)
