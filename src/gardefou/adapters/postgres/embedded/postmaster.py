"""The server's processes: started apart from the process that asks, known by the kernel's word, stopped cleanly.

Each of them inherits the lock `serving`. Who can take that lock knows that none is left, whatever files say.
"""

import contextlib
import os
import signal
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from gardefou.adapters.postgres.embedded.binaries import Binaries
from gardefou.adapters.postgres.embedded.configuration import write_configuration
from gardefou.adapters.postgres.embedded.locks import taken
from gardefou.adapters.postgres.embedded.place import PORT, Place
from gardefou.adapters.postgres.embedded.refusals import reason, refusals
from gardefou.kernel.errors import StoreUnavailable

STEP_S = 0.005
RECOVERY_S = 300.0
FAST_S, IMMEDIATE_S = 120.0, 5.0
ORPHANED_S = 0.3
STATUS_LINE = 7
LARGEST_LOG_BYTES = 1_000_000
DETACHED = 'ulimit -c 0; "$@" &'


class Postmaster:
    """The server of one place."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def answers(self) -> bool:
        """Return whether a server of the right user accepts connections now."""
        # A server that is not ready logs each connection that it refuses.
        if self._written(STATUS_LINE).strip() != "ready":
            return False
        conninfo = make_conninfo(
            host=str(self._place.socket),
            port=PORT,
            user="gardefou_owner",
            dbname="postgres",
            connect_timeout=2,
            sslmode="disable",
            gssencmode="disable",
        )
        return PGconn.ping(os.fsencode(conninfo)) == Ping.OK and self.pid() is not None

    def pid(self) -> int | None:
        """Return the number of the process that listens on the socket, None if there is none of the right user."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(2)
            try:
                client.connect(os.fspath(self._place.socket / f".s.PGSQL.{PORT}"))
                credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            except OSError:
                return None
        pid, uid, _ = struct.unpack("3i", credentials)
        return pid if uid == self._place.account.uid else None

    def ensure(self, binaries: Binaries) -> None:
        """Wait until the server answers, launching it if none of its processes is left; under the lock `starting`."""
        launched, alone_since = False, time.monotonic()
        deadline = alone_since + RECOVERY_S
        while not self.answers():
            serving = taken(self._place.serving)
            if serving is not None:
                try:
                    if launched:
                        raise StoreUnavailable(self._place.cluster, f"cannot be served: {self._last_words()}")
                    self._launch(binaries, serving)
                    launched = True
                finally:
                    os.close(serving)
            if launched or self._lives():
                alone_since = time.monotonic()
            elif time.monotonic() > alone_since + ORPHANED_S:
                self._end_orphans()
            if time.monotonic() > deadline:
                raise StoreUnavailable(self._place.socket, f"nothing answers after {RECOVERY_S:.0f} s: {self._who()}")
            time.sleep(STEP_S)

    def stop(self) -> None:
        """Stop the server in order, and wait until its last process is gone; under the lock `starting`."""
        pid = self.pid()
        if not pid:
            return
        _signal(pid, signal.SIGINT)
        if not _until(self._is_gone, FAST_S):
            self._end_orphans()
        if self._place.socket.parent != self._place.home:
            with contextlib.suppress(OSError):
                self._place.socket.rmdir()

    def _launch(self, binaries: Binaries, serving: int) -> None:
        place = self._place
        with refusals(place.home):
            self._end_orphans()
            place.settle(place.logs)
            place.settle(place.socket)
            self._clear()
            configuration = write_configuration(place)
            said = os.open(place.home / "start.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        server: list[str | Path] = [
            binaries.program("postgres"),
            "-D",
            place.cluster,
            "-c",
            f"config_file={configuration}",
        ]
        try:
            place.account.run(["/bin/sh", "-c", DETACHED, "sh", *server], keep=[serving], stdout=said, stderr=said)
        finally:
            os.close(said)

    def _clear(self) -> None:
        """Remove what a killed server left, which another process of the same number would make look alive."""
        sockets = [self._place.socket / f".s.PGSQL.{PORT}{end}" for end in ("", ".lock")]
        for path in (self._place.cluster / "postmaster.pid", *sockets):
            path.unlink(missing_ok=True)
        for log in self._place.logs.iterdir():
            if log.lstat().st_size > LARGEST_LOG_BYTES:
                log.unlink()

    def _is_gone(self) -> bool:
        serving = taken(self._place.serving)
        if serving is not None:
            os.close(serving)
        return serving is not None

    def _lives(self) -> bool:
        """Return whether the first process of the server is there, though perhaps not listening yet or any more."""
        return self.pid() is not None or self._written(0) in {str(pid) for pid in self._processes()}

    def _written(self, line: int) -> str:
        """Return a line of the file that the server keeps while it runs, empty if there is none."""
        try:
            return (self._place.cluster / "postmaster.pid").read_text("utf-8", "replace").split("\n")[line]
        except (OSError, IndexError):
            return ""

    def _end_orphans(self) -> None:
        """End processes that outlived their first one, or their files: nothing they do can be committed."""
        for sign in (signal.SIGQUIT, signal.SIGKILL):
            orphans = self._processes()
            if not orphans:
                return
            for pid in orphans:
                _signal(pid, sign)
            _until(lambda: not self._processes(), IMMEDIATE_S)

    def _processes(self) -> list[int]:
        """The server's processes by their titles, which root reads even where it may not look into processes."""
        title = f"postgres: {self._place.cluster_name}: ".encode()
        cluster = os.fsencode(self._place.cluster)
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and entry.stat().st_uid == self._place.account.uid:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    served = words[0].endswith(b"/postgres") and cluster in words
                    if served or words[0].startswith(title):
                        found.append(int(entry.name))
        return found

    def _last_words(self) -> str:
        said = (self._place.home / "start.log").read_text("utf-8", "replace")
        if "redirecting log output" in said:
            newest = max(self._place.logs.iterdir(), key=lambda log: log.stat().st_mtime)
            said = newest.read_text("utf-8", "replace").rpartition("starting PostgreSQL")[2]
        return reason(said)

    def _who(self) -> str:
        pid = self.pid()
        return f"end process {pid} and start again" if pid else f"see {self._place.logs}"


def _signal(pid: int, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, sign)


def _until(reached: Callable[[], bool], patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(STEP_S)
    return True
