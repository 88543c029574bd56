"""Processes that use a server, directories for them, and an end to every server that a test leaves."""

import encodings.ascii  # noqa: F401 -- another user may not be able to import it later
import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg

from gardefou.adapters.postgres.embedded import EmbeddedServer

IS_ROOT = os.geteuid() == 0


_FRESH = multiprocessing.get_context("forkserver")
_FRESH.set_forkserver_preload(["tests.integration.postgres.server_users"])


class UserProcess:
    """A process of its own that does to a server what it is told, one verb at a time.

    It comes from a process without threads: a copy of this one could wait for ever for a lock that a thread holds.
    """

    def __init__(self, directory: Path, uid: int | None = None) -> None:
        self._orders, orders = _FRESH.Pipe()
        self._process = _FRESH.Process(target=_serve, args=(directory, uid, orders), daemon=True)
        self._process.start()
        orders.close()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def ask(self, verb: str) -> None:
        self._orders.send(verb)

    def answer(self) -> str:
        return str(self._orders.recv())

    def do(self, verb: str) -> str:
        self.ask(verb)
        return self.answer()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._orders.close()


def _serve(directory: Path, uid: int | None, orders: "Connection[str, str]") -> None:
    if uid is not None:
        os.setgroups([])
        os.setresgid(*[pwd.getpwuid(uid).pw_gid] * 3)
        os.setresuid(uid, uid, uid)
    server = EmbeddedServer(directory)
    while True:
        order = orders.recv()
        try:
            found = ask(server, order) if order.startswith("SELECT") else getattr(server, order)
            answer = str(found() if callable(found) else found)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        orders.send(answer)


def ask(server: EmbeddedServer, statement: str, role: str = "owner") -> object:
    with psycopg.connect(server.dsn(role), autocommit=True) as connection:
        done = connection.execute(statement.encode())
        row = done.fetchone() if done.description else None
        return row[0] if row else None


@contextmanager
def open_directory() -> Iterator[Path]:
    """A directory that every user may enter, unlike pytest's own; its servers end with it."""
    directory = Path(tempfile.mkdtemp(prefix="gardefou-test-"))
    directory.chmod(0o755)
    try:
        yield directory
    finally:
        end_servers_below(directory)
        shutil.rmtree(directory, ignore_errors=True)


def copy_cluster(made: Path, directory: Path) -> None:
    """Copy a data directory whose server is down."""
    subprocess.run(["cp", "-a", "--reflink=auto", made, directory], check=True)


def end_servers_below(directory: Path) -> None:
    for sign in (signal.SIGQUIT, signal.SIGKILL):
        for pid in processes_below(directory):
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
        with suppress(AssertionError):
            wait_until(lambda: not processes_below(directory), 5)
            return
    raise AssertionError(f"processes below {directory} do not end")


def processes_below(directory: Path) -> list[int]:
    """Processes, but for this one, that work in a directory below."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if (entry / "cwd").readlink().is_relative_to(directory):
                    found.append(int(entry.name))
    return found


def wait_until(reached: Callable[[], object], patience_s: float = 30) -> None:
    deadline = time.monotonic() + patience_s
    while not reached():
        assert time.monotonic() < deadline, f"waited for {patience_s} s in vain"
        time.sleep(0.002)
