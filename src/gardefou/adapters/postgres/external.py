"""A PostgreSQL server that somebody else runs, named by its address."""

from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gardefou.adapters.postgres.embedded.keys import ROLES, make_passwords, verifier
from gardefou.kernel.errors import SettingWrong, StoreUnavailable

OLDEST = 180_000
"""PostgreSQL 18 is the first with uuidv7()."""
LOCK = 0x67646672


class ExternalServer:
    """Gardefou's roles on a server of another.

    The address names a user who may create roles the first time; their passwords are then in `keys/database.json`,
    which other machines of the installation need too.
    """

    def __init__(self, url: str, keys: Path) -> None:
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            expected = "postgresql://user@host/database"
            raise SettingWrong(
                f"GARDEFOU_DATABASE_URL: is no address of a database; write one like {expected}"
            ) from None
        self._url = url
        self._passwords_file = keys / "database.json"

    def start(self) -> None:
        """Check the server, and make the roles that are missing.

        Raises SettingWrong when the address cannot work, StoreUnavailable when nobody answers.
        """
        self._passwords = make_passwords(self._passwords_file)
        try:
            psycopg.connect(self.dsn("owner"), connect_timeout=10).close()
            return
        except psycopg.OperationalError:
            pass
        try:
            with psycopg.connect(self._url, autocommit=True, connect_timeout=10) as connection:
                self._prepare(connection)
        except psycopg.ProgrammingError as error:
            cause = error.diag.message_primary or str(error).splitlines()[0]
            raise SettingWrong(f"GARDEFOU_DATABASE_URL: {cause}; name a user who may create roles") from None
        except psycopg.OperationalError as error:
            raise StoreUnavailable("GARDEFOU_DATABASE_URL", " ".join(str(error).split())) from None

    def release(self) -> None:
        """Leave the server as it is."""

    def revive(self) -> None:
        """Check that the server answers.

        Raises StoreUnavailable when it does not.
        """
        self.start()

    def dsn(self, role: str) -> str:
        """How a role connects; it holds a password."""
        return make_conninfo(self._url, user=f"gardefou_{role}", password=self._passwords[role])

    def _prepare(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        version = connection.info.server_version
        if version < OLDEST:
            raise SettingWrong(f"GARDEFOU_DATABASE_URL: PostgreSQL 18 or later is needed, not {version // 10000}")
        database = connection.info.dbname
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            for role in ROLES:
                self._make_role(connection, f"gardefou_{role}", self._passwords[role])
            name = sql.Identifier(database)
            connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
            for role in ROLES:
                grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
                connection.execute(grant.format(name, sql.Identifier(f"gardefou_{role}")))
            connection.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO gardefou_owner").format(name))
            connection.execute("GRANT CREATE, USAGE ON SCHEMA public TO gardefou_owner")

    def _make_role(self, connection: "psycopg.Connection[tuple[object, ...]]", name: str, password: str) -> None:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}")
        connection.execute(statement.format(verb, sql.Identifier(name), sql.Literal(verifier(password))))
