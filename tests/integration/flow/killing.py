"""The processes of an installation, to be killed at any moment: the worker, the web server, the database."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from tests.installations import ADVISERS, SITE, SimulatedInstallation
from tests.integration.postgres.server_users import wait_until

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.samples import SampleCall

BOUNDARY = "9d1f7c"
PIECE_BYTES = 32_768
STARTED_AT = (datetime.now(UTC) - timedelta(days=1)).isoformat()


class Processes:
    """A worker and a web server, started again as soon as they are killed, as a supervisor would."""

    def __init__(self, made: SimulatedInstallation, installation: Installation) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        self._environment = made.environment | {"GARDEFOU_WEB_PORT": self.address.rpartition(":")[2]}
        self._log = (made.directory / "processes.log").open("ab")
        self._server = installation.store.server
        self.worker = self._start_worker()
        self.web = self._start_web()

    def _start_worker(self) -> "subprocess.Popen[bytes]":
        return self._start("tests.recorded_worker")

    def _start_web(self) -> "subprocess.Popen[bytes]":
        return self._start("gardefou.entrypoints.cli.main", "serve")

    def _start(self, module: str, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", module, *words]
        return subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)

    def kill_worker(self, choice: random.Random) -> None:
        """Kill the watcher, or one of the processes that it watches."""
        children = [] if choice.random() < 0.5 else _children(self.worker.pid)
        if children:
            _kill(choice.choice(children))
        else:
            self.worker.kill()
            self.worker.wait()
            self.worker = self._start_worker()

    def kill_web(self, choice: random.Random) -> None:
        """Kill the web server."""
        self.web.kill()
        self.web.wait()
        self.web = self._start_web()

    def kill_database(self, choice: random.Random) -> None:
        """Kill every process of the database."""
        postmaster = self._server.state().pid  # type: ignore[attr-defined]
        for pid in [postmaster, *_children(postmaster)] if postmaster else []:
            _kill(pid)

    def web_answers(self) -> bool:
        """Whether the web server and the database behind it answer."""
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/api/health", timeout=5).status_code == 200
        return False

    def stop(self) -> None:
        """Stop both in order."""
        for process in (self.worker, self.web):
            process.terminate()
        for process in (self.worker, self.web):
            process.wait(60)
        self._log.close()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                status = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(status[1]) == parent and status[0] != "Z":
                    found.append(int(entry.name))
    return sorted(found)


class Sender:
    """A telephone system: sends each call until it is told that it arrived, then each again until it is stopped."""

    def __init__(self, address: str, token: str, calls: Sequence[SampleCall], choice: random.Random) -> None:
        self._address = address
        self._token = token
        self._calls = calls
        self._choice = choice
        self._arrived: set[str] = set()
        self._stop = threading.Event()
        self.unexpected: list[Any] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def arrived(self) -> int:
        """How many calls arrived, by what the sender knows."""
        return len(self._arrived)

    def stop(self) -> None:
        """Send no call any more once each has arrived."""
        wait_until(lambda: len(self._arrived) == len(self._calls), 90)
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        for call in self._calls:
            while not self._send(call):
                time.sleep(0.05)
        while not self._stop.wait(0.2):
            self._send(self._choice.choice(self._calls))

    def _send(self, call: SampleCall) -> bool:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        try:
            answer = httpx.post(f"{self._address}/api/calls", content=self._body(call), headers=headers, timeout=30)
        except httpx.HTTPError:
            return False
        if answer.status_code in {200, 201}:
            self._arrived.add(call.id)
        elif answer.status_code < 500:
            self.unexpected.append((answer.status_code, answer.text))
        return answer.is_success

    def _body(self, call: SampleCall) -> Iterator[bytes]:
        part = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=".encode()
        said = json.dumps(_metadata(call)).encode()
        yield part + b'"metadata"\r\nContent-Type: application/json\r\n\r\n' + said + b"\r\n"
        yield part + b'"sound"; filename="sound"\r\nContent-Type: application/octet-stream\r\n\r\n'
        with call.sound.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece
                time.sleep(self._choice.uniform(0, 0.04))
        yield f"\r\n--{BOUNDARY}--\r\n".encode()


def _metadata(call: SampleCall) -> dict[str, Any]:
    return {
        "external_id": call.id,
        "source": "test",
        "adviser": ADVISERS[0],
        "site": SITE,
        "direction": "inbound",
        "started_at": STARTED_AT,
        "channels": "adviser,customer",
        "simulated": True,
    }


class Progress:
    """How far the calls of a run are, read from a connection that revives nothing."""

    def __init__(self, dsn: str, calls: int) -> None:
        self._dsn = dsn
        self._calls = calls

    def steps(self) -> int:
        """How many steps were done, -1 while the database does not answer."""
        try:
            return self._ask("SELECT coalesce(sum(rank), 0) FROM gardefou.calls JOIN gardefou.statuses USING (status)")
        except psycopg.OperationalError:
            return -1

    def idle(self) -> bool:
        """Whether everything that can be done was done."""
        try:
            return not self._ask("SELECT count(*) FROM jobs.procrastinate_jobs") and not self._ask(
                "SELECT %s - count(*) FROM gardefou.calls WHERE status = 'offered' OR parked_at IS NOT NULL"
                " OR lost_at IS NOT NULL",
                self._calls,
            )
        except psycopg.OperationalError:
            return False

    def _ask(self, question: str, *values: object) -> int:
        with psycopg.connect(self._dsn, autocommit=True, connect_timeout=5) as connection:
            row = connection.execute(question.encode(), values).fetchone()
            assert row is not None
            return int(row[0])


def at_moments(
    choice: random.Random, number: int, steps: Callable[[], int], most_steps: int, patience_s: float
) -> Iterator[None]:
    """That many moments: each when the work is so far, or when it has not come on for some time, and then at random."""
    for moment in range(number):
        due = moment * most_steps / number
        patience = time.monotonic() + choice.uniform(0.1, patience_s)
        while time.monotonic() < patience and steps() < due:
            time.sleep(0.01)
        time.sleep(choice.uniform(0, 0.3))
        yield
