"""Processes that use a server, directories for them, and an end to every server that a test leaves."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from gardefou.adapters.postgres.embedded import EmbeddedServer

IS_ROOT = os.geteuid() == 0


class UserProcess:
    """A process of its own that does to a server what it is told, one verb at a time."""

    def __init__(self, directory: Path, uid: int | None = None) -> None:
        orders, answers = os.pipe(), os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(orders[1])
            os.close(answers[0])
            _serve(directory, uid, orders[0], answers[1])
        os.close(orders[0])
        os.close(answers[1])
        self._orders, self._answers = orders[1], answers[0]
        self._ended = False

    def ask(self, verb: str) -> None:
        os.write(self._orders, f"{verb}\n".encode())

    def answer(self) -> str:
        return os.read(self._answers, 4_096).decode()

    def do(self, verb: str) -> str:
        self.ask(verb)
        return self.answer()

    def kill(self) -> None:
        if not self._ended:
            self._ended = True
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self._orders)
            os.close(self._answers)


def _serve(directory: Path, uid: int | None, orders: int, answers: int) -> None:
    try:
        if uid is not None:
            os.setgroups([])
            os.setresgid(*[pwd.getpwuid(uid).pw_gid] * 3)
            os.setresuid(uid, uid, uid)
        server = EmbeddedServer(directory)
        while order := os.read(orders, 100).decode().strip():
            try:
                found = ask(server, order) if order.startswith("SELECT") else getattr(server, order)
                answer = str(found() if callable(found) else found)
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            os.write(answers, answer.encode())
    finally:
        os._exit(0)


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
