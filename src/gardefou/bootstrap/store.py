"""The database of an installation: the server that gardefou brings, or one named by its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self

import psycopg
from psycopg.rows import dict_row

from gardefou.adapters.postgres.embedded import EmbeddedServer
from gardefou.adapters.postgres.embedded.place import place_of
from gardefou.adapters.postgres.external import ExternalServer
from gardefou.adapters.postgres.migrate import migrate, missing
from gardefou.adapters.postgres.pool import database_failures
from gardefou.adapters.postgres.queries import query
from gardefou.bootstrap.settings import Settings
from gardefou.kernel.errors import SettingWrong, StoreUnavailable


class Server(Protocol):
    """A PostgreSQL server with gardefou's database and roles."""

    def start(self) -> None:
        """Have it ready."""
        ...

    def release(self) -> None:
        """Need it no longer."""
        ...

    def revive(self) -> None:
        """Have it ready again after it was gone."""
        ...

    def dsn(self, role: str) -> str:
        """How owner, web, worker or live connects; it holds a password."""
        ...


class Store:
    """The database while a process uses it; it knows whether this installation exists and what kind it is."""

    def __init__(self, settings: Settings, *, creating: bool = False) -> None:
        url = settings.database_url
        directory = settings.data_directory
        self.server: Server = (
            ExternalServer(url.get_secret_value(), directory / "keys") if url else EmbeddedServer(directory)
        )
        self._directory = directory
        self._creating = creating or url is not None

    def __enter__(self) -> Self:
        if not self._creating and not place_of(self._directory).cluster.exists():
            raise self._absent()
        self.server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.release()

    def create(self, *, simulated: bool) -> bool:
        """Make the tables and the installation; False when it was there already.

        Raises SettingWrong when it is there and of the other kind.
        """
        with self._owner() as connection:
            migrate(connection)
            made = connection.execute(query("add_installation"), {"simulated": simulated}).rowcount == 1
            if not made and self._kind(connection) is not simulated:
                kind = "real" if simulated else "simulated"
                raise SettingWrong(
                    f"GARDEFOU_DATA_DIRECTORY: the installation in {self._directory} is a {kind} one, which never "
                    "changes; name another directory"
                )
        return made

    def upgrade(self) -> list[str]:
        """Apply the migrations that are missing and return their names."""
        with self._owner() as connection:
            return migrate(connection)

    def simulated(self, *, checked: bool = True) -> bool:
        """Whether this installation is a simulated one; `checked` that its tables are those of this version.

        Raises SettingWrong when there is none, StoreUnavailable when its tables are older than this version.
        """
        with self._owner() as connection:
            absent = connection.execute("SELECT to_regclass('gardefou.installation') IS NULL AS absent").fetchone()
            if absent and not absent["absent"]:
                if checked and (names := missing(connection)):
                    raise StoreUnavailable("the database", f"lacks {', '.join(names)}: run gardefou upgrade")
                kind = self._kind(connection)
                if kind is not None:
                    return kind
        raise self._absent()

    def _absent(self) -> SettingWrong:
        cause = f"there is no installation in {self._directory}; run gardefou init"
        return SettingWrong(f"GARDEFOU_DATA_DIRECTORY: {cause}")

    @contextmanager
    def _owner(self) -> "Iterator[psycopg.Connection[dict[str, object]]]":
        with (
            database_failures(),
            psycopg.connect(self.server.dsn("owner"), autocommit=True, row_factory=dict_row) as connection,
        ):
            yield connection

    def _kind(self, connection: "psycopg.Connection[dict[str, object]]") -> bool | None:
        row = connection.execute(query("simulated_installation")).fetchone()
        return bool(row["simulated"]) if row else None
