"""The server that gardefou brings along: kept data, several users, and every way of being killed."""

import ctypes
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from server_users import UserProcess, ask, copy_cluster, open_directory, wait_until

from gardefou.adapters.postgres.embedded import EmbeddedServer
from gardefou.adapters.postgres.embedded.account import account_for_new_cluster

PR_SET_CHILD_SUBREAPER = 36

Begin = Callable[[Path], UserProcess]


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data directory whose cluster is made, and stopped."""
    with open_directory() as directory:
        with EmbeddedServer(directory / "var"):
            pass
        yield directory / "var"


@pytest.fixture
def empty() -> Iterator[Path]:
    """A data directory that is still to be made."""
    with open_directory() as directory:
        yield directory / "var"


@pytest.fixture
def directory(made: Path, empty: Path) -> Path:
    """A copy of the data directory whose cluster is made."""
    copy_cluster(made, empty)
    return empty


@pytest.fixture
def user() -> Iterator[Begin]:
    """Starts processes, and ends them with the test."""
    begun: list[UserProcess] = []

    def begin(directory: Path) -> UserProcess:
        begun.append(UserProcess(directory))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()


def kill_server(server: EmbeddedServer) -> int:
    pid = server.state().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.running)
    return pid


def test_data_outlives_a_stop(directory: Path) -> None:
    server = EmbeddedServer(directory)
    with server:
        assert server.running
        ask(server, "CREATE TABLE call AS SELECT 42 AS n")
    assert not server.running
    with server:
        assert ask(server, "SELECT n FROM call") == 42


def test_the_last_user_stops_it_and_no_other(directory: Path, user: Begin) -> None:
    first, second = user(directory), user(directory)
    first.do("start")
    second.do("start")
    first.do("release")
    assert second.do("SELECT 1") == "1"
    first.do("start")
    second.do("release")
    assert first.do("SELECT 1") == "1"
    first.do("release")
    assert not EmbeddedServer(directory).running


def test_two_instances_in_one_process_are_two_users(directory: Path) -> None:
    with EmbeddedServer(directory) as outer:
        with EmbeddedServer(directory):
            pass
        assert outer.running
    assert not outer.running


def test_releasing_twice_or_before_starting_does_nothing(directory: Path) -> None:
    with EmbeddedServer(directory) as held:
        other = EmbeddedServer(directory)
        other.release()
        other.start()
        other.start()
        other.release()
        other.release()
        assert held.running


def test_users_that_come_at_once_make_one_cluster(empty: Path, user: Begin) -> None:
    users = [user(empty) for _ in range(3)]
    for process in users:
        process.ask("start")
    assert {process.answer() for process in users} == {"None"}
    assert len({process.do("SELECT pg_postmaster_start_time()") for process in users}) == 1


def test_a_child_of_a_user_does_not_stop_it(directory: Path) -> None:
    with EmbeddedServer(directory) as server:
        child = os.fork()
        if not child:
            with suppress(BaseException):
                server.release()
            os._exit(0)
        os.waitpid(child, 0)
        other = EmbeddedServer(directory)
        other.start()
        other.release()
        assert server.running


def test_a_child_of_a_user_may_become_one(directory: Path) -> None:
    with EmbeddedServer(directory) as server:
        child = os.fork()
        if not child:
            with suppress(BaseException):
                server.start()
                server.release()
            os._exit(0)
        os.waitpid(child, 0)
        assert server.running
    assert not server.running


def test_a_killed_server_is_revived_by_two_processes_at_once(directory: Path, user: Begin) -> None:
    users = [user(directory), user(directory)]
    for process in users:
        process.do("start")
    before = kill_server(EmbeddedServer(directory))
    for process in users:
        process.ask("revive")
    assert {process.answer() for process in users} == {"None"}
    assert len({process.do("SELECT pg_postmaster_start_time()") for process in users}) == 1
    assert EmbeddedServer(directory).state().pid not in (None, before)


def test_committed_data_outlives_a_killed_server(directory: Path) -> None:
    with EmbeddedServer(directory) as server:
        ask(server, "CREATE TABLE call AS SELECT 42 AS n")
        kill_server(server)
        server.revive()
        assert ask(server, "SELECT n FROM call") == 42


def test_a_killed_server_that_nobody_waited_for_is_not_running(directory: Path) -> None:
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        with EmbeddedServer(directory) as server:
            dead = kill_server(server)
            wait_until(lambda: Path(f"/proc/{dead}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z")
            assert not server.running and server.state().pid is None
            server.revive()
            assert server.running
    finally:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def test_a_backend_that_outlives_a_killed_server_is_ended(directory: Path) -> None:
    with EmbeddedServer(directory) as server:

        def compute() -> None:
            with suppress(psycopg.OperationalError):
                ask(server, "SELECT count(*) FROM generate_series(1, 1e12::bigint)")

        busy = threading.Thread(target=compute)
        busy.start()
        counting = "SELECT count(*) FROM pg_stat_activity WHERE query ~ 'generate' AND pid <> pg_backend_pid()"
        wait_until(lambda: ask(server, counting))
        kill_server(server)
        server.revive()
        busy.join()
        assert ask(server, counting) == 0


@pytest.mark.parametrize("owner", ["server", "self"])
def test_a_pid_file_that_names_another_process_is_no_server(directory: Path, owner: str) -> None:
    account = account_for_new_cluster()
    identity = {"user": account.uid} if owner == "server" and os.geteuid() == 0 else {}
    other = subprocess.Popen(["sleep", "600"], cwd="/", **identity)
    try:
        server = EmbeddedServer(directory)
        socket = server.state().socket
        lines = f"{other.pid}\n{server.state().directory}\n1\n5432\n{socket}\n\n  1 1\nready   \n"
        for stale in (server.state().directory / "postmaster.pid", socket / ".s.PGSQL.5432.lock"):
            stale.write_text(lines)
            os.chown(stale, account.uid, account.gid)
        assert not server.running
        with server:
            assert ask(server, "SELECT 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_whose_users_were_all_killed_is_adopted(directory: Path, user: Begin) -> None:
    first, second = user(directory), user(directory)
    first.do("start")
    second.do("start")
    first.kill()
    second.kill()
    server = EmbeddedServer(directory)
    orphan = server.state().pid
    assert orphan is not None
    with server:
        assert server.state().pid == orphan
    assert not server.running


MOMENTS = [
    "postgres/making-*",
    "keys/database.json",
    "postgres/making-*/cluster/global/pg_control",
    "postgres/making-*/cluster/base/4",
    "postgres/making-*/cluster/base/16*",
    "postgres/cluster",
    "postgres/cluster/postmaster.pid",
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_killed_while_it_makes_the_cluster_leaves_nothing_in_the_way(
    empty: Path, user: Begin, moment: str
) -> None:
    killed = user(empty)
    killed.ask("start")
    wait_until(lambda: list(empty.glob(moment)) or (empty / "postgres" / "cluster" / "postmaster.pid").exists())
    killed.kill()
    with EmbeddedServer(empty) as server:
        for role in ("owner", "web", "worker", "live"):
            assert ask(server, "SELECT current_user", role) == f"gardefou_{role}"
        assert not [*empty.glob("postgres/making-*"), *empty.glob("keys/.*")]
    assert not server.running


def test_a_cluster_removed_under_its_server_is_made_anew(directory: Path) -> None:
    with EmbeddedServer(directory) as server:
        ask(server, "CREATE TABLE call AS SELECT 42 AS n")
        subprocess.run(["rm", "-rf", directory], check=True)
        with EmbeddedServer(directory) as anew:
            assert ask(anew, "SELECT to_regclass('call')") is None


def test_the_state_is_told_without_starting_anything(empty: Path, made: Path) -> None:
    nothing = EmbeddedServer(empty).state()
    assert (nothing.running, nothing.pid, nothing.bytes_on_disk) == (False, None, 0) and not empty.exists()
    stopped = EmbeddedServer(made).state()
    assert not stopped.running and stopped.bytes_on_disk > 10_000_000
    assert stopped.directory == made / "postgres" / "cluster"
