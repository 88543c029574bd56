"""The nightly maintenance of the database: bytes of rows that were removed do not stay in its files."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege, LockNotAvailable, QueryCanceled
from psycopg.types.json import Jsonb

from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.retention import Dropped, Maintained, Tell

LOCK = 0x67646E67
"""The advisory lock of the one process that runs at night."""
PATIENCE = "5s"
"""How long a table is waited for; others wait behind, so it is short."""
NO_JOURNAL = (
    "journals (WAL): this role may not end them; they hold ciphertext, names of calls and figures until the server "
    "replaces them"
)


class DatabaseMaintenance:
    """Works as the owner of the tables."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other process runs; it stays so inside."""
        with database_failures(), self._pool.connection() as connection:
            records = Records(connection)
            has_it = bool(records.sole("lock_of_night", lock=LOCK)["has_it"])
            try:
                yield has_it
            finally:
                if has_it and not connection.broken:
                    records.one("end_lock_of_night", lock=LOCK)

    def maintain(self, tell: Tell, *, everything: bool) -> Maintained:
        """Write anew every table from which something was removed since the last run, or every one; end the journals.

        What a connection has removed in the last seconds may not be counted yet: it is then seen the next night.
        """
        with database_failures(), self._pool.connection() as connection:
            counted = _counters(connection)
            changed = list(counted) if everything else self._changed(connection, counted)
            left = tuple(name for name in changed if not self._rewritten(connection, name, tell))
            done = tuple(name for name in changed if name not in left)
            tell("journals")
            busy = tuple(f"{name}: in use, left for the next night" for name in left)
            return Maintained(
                done, busy + _ended(connection), {name: counted[name] for name in counted if name not in left}
            )

    def drop_old_entries(self) -> Dropped:
        """Drop what of the audit and of the register of requests is kept no longer."""
        with database_failures(), self._pool.connection() as connection:
            row = Records(connection).sole("drop_old_entries")
            return Dropped(row["entries"], row["requests"])

    def note(self, document: dict[str, Any]) -> None:
        """Write down that a run was done, and what."""
        with database_failures(), self._pool.connection() as connection:
            Records(connection).run("add_retention_run", document=Jsonb(document))

    def _changed(self, connection: "Connection[Row]", counted: dict[str, int]) -> list[str]:
        row = Records(connection).one("latest_retention_run")
        before = row["document"]["maintained"]["counters"] if row else {}
        return [name for name, changes in counted.items() if before.get(name) != changes]

    def _rewritten(self, connection: "Connection[Row]", name: str, tell: Tell) -> bool:
        tell(f"table {name}")
        connection.execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(PATIENCE)))
        try:
            connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(*name.split("."))))
        except (LockNotAvailable, QueryCanceled):
            return False
        finally:
            connection.execute("RESET lock_timeout")
        return True


class NightWatch:
    """When the last run was, and the zones of the sites, for whoever waits for the next night."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def last(self) -> datetime:
        """When the last run began; before the first one, when the installation was made."""
        with database_failures(), self._pool.connection() as connection:
            at: datetime = Records(connection).sole("last_night")["at"]
            return at

    def zones(self) -> list[str]:
        """The zones of the sites."""
        with database_failures(), self._pool.connection() as connection:
            return [row["zone"] for row in Records(connection).all("zones_of_sites")]


def _counters(connection: "Connection[Row]") -> dict[str, int]:
    """How often rows of each table that holds something of calls were removed or replaced since the server counts."""
    return {row["name"]: int(row["changes"]) for row in Records(connection).all("changes_of_tables")}


def _ended(connection: "Connection[Row]") -> tuple[str, ...]:
    """End the journal that is written to: the server removes it at its next checkpoint, within minutes."""
    try:
        connection.execute("SELECT pg_switch_wal()")
    except InsufficientPrivilege:
        return (NO_JOURNAL,)
    return ()
