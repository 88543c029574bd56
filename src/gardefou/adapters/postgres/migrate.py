"""Brings a database to this version: numbered SQL files, each applied once, its checksum kept.

A file `NNNN_pre_name.sql` may run while the former version still works, `NNNN_post_name.sql` once it has stopped.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files

from procrastinate.schema import SchemaManager
from psycopg import Connection

from gardefou.adapters.postgres.records import Row
from gardefou.kernel.errors import StoreUnavailable

LOCK = 0x6761726465666F75
"""The advisory lock that keeps two processes from migrating at once: "gardefou" in ASCII."""
QUEUE = "0002_pre_queue.sql"
JOURNAL = """
CREATE TABLE IF NOT EXISTS public.gardefou_migrations (
    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
"""


class Phase(StrEnum):
    """When a migration may run."""

    PRE = "pre"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of SQL."""

    name: str
    sql: str

    @property
    def phase(self) -> Phase:
        """When it may run."""
        return Phase(self.name.split("_")[1])

    @property
    def checksum(self) -> str:
        """Its SHA-256."""
        return sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Every migration in order."""
    folder = files("gardefou.adapters.postgres").joinpath("migrations")
    found = [Migration(each.name, each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".sql")]
    return sorted([*found, _queue()], key=lambda migration: migration.name)


def migrate(connection: "Connection[Row]", phases: frozenset[Phase] = frozenset(Phase)) -> list[str]:
    """Apply what is missing, each file in a transaction of its own, and return the names of those applied.

    Raises StoreUnavailable when a file that was applied has changed since, or the database is newer than this version.
    """
    with _locked(connection):
        connection.execute(JOURNAL)
        applied = _applied(connection)
        known = migrations()
        _check(applied, known)
        missing = [each for each in known if each.name not in applied and each.phase in phases]
        for migration in missing:
            with connection.transaction():
                connection.execute(migration.sql)
                connection.execute(
                    "INSERT INTO public.gardefou_migrations (name, checksum) VALUES (%s, %s)",
                    (migration.name, migration.checksum),
                )
        return [migration.name for migration in missing]


def missing(connection: "Connection[Row]") -> list[str]:
    """The migrations that this version needs and the database lacks."""
    row = connection.execute("SELECT to_regclass('public.gardefou_migrations') IS NULL AS absent").fetchone()
    applied = {} if row and row["absent"] else _applied(connection)
    return [each.name for each in migrations() if each.name not in applied]


def _locked(connection: "Connection[Row]") -> "_Lock":
    return _Lock(connection)


class _Lock:
    def __init__(self, connection: "Connection[Row]") -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))

    def __exit__(self, *_: object) -> None:
        if not self._connection.broken:
            self._connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


def _applied(connection: "Connection[Row]") -> dict[str, str]:
    rows = connection.execute("SELECT name, checksum FROM public.gardefou_migrations").fetchall()
    return {row["name"]: row["checksum"] for row in rows}


def _check(applied: dict[str, str], known: list[Migration]) -> None:
    checksums = {migration.name: migration.checksum for migration in known}
    for name, checksum in sorted(applied.items()):
        if name not in checksums:
            raise StoreUnavailable("the database", f"was migrated by a newer gardefou ({name}): install that version")
        if checksums[name] != checksum:
            raise StoreUnavailable(f"migration {name}", "is not the one that was applied: restore its file")


def _queue() -> Migration:
    """Procrastinate's own tables, in a schema of their own."""
    schema = SchemaManager.get_schema()
    return Migration(QUEUE, f"CREATE SCHEMA jobs;\nSET LOCAL search_path = jobs, pg_catalog;\n{schema}")
