"""The rows of every table, as one moment shows them, and back into tables of the same version."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from gardefou.adapters.backup.erased_again import ErasedAgain, erase_again
from gardefou.adapters.backup.sealed import SealedFiles
from gardefou.adapters.postgres.pool import database_failures
from gardefou.adapters.postgres.records import Records, Row
from gardefou.kernel.erasure import Tombstone

Connection = psycopg.Connection[Row]
SESSIONS = "gardefou.sessions"
"""Not restored: one that was closed since would be open again."""


@contextmanager
def snapshot(dsn: str) -> Iterator[Connection]:
    """The database at one moment, whatever is written meanwhile."""
    with database_failures(), psycopg.connect(dsn, row_factory=dict_row) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield connection


def write_tables(connection: Connection, files: SealedFiles) -> list[dict[str, Any]]:
    """Write each table into a sealed file; return what the manifest says of them."""
    return [_written(connection, files, table) for table in Records(connection).all("tables_to_copy")]


def sequences(connection: Connection) -> dict[str, int | None]:
    """Where each sequence stands."""
    rows = Records(connection).all("sequences_to_copy")
    return {row["name"]: row["last_value"] for row in rows}


def applied_migrations(connection: Connection) -> dict[str, str]:
    """The migrations of a database, with their checksums."""
    rows = connection.execute("SELECT name, checksum FROM public.gardefou_migrations ORDER BY name").fetchall()
    return {row["name"]: row["checksum"] for row in rows}


def installation_of(connection: Connection) -> UUID:
    """The id of the installation."""
    return UUID(str(Records(connection).sole("installation_id")["id"]))


def calls_of(connection: Connection) -> set[UUID]:
    """Every call of the moment."""
    return {row["id"] for row in connection.execute("SELECT id FROM gardefou.calls").fetchall()}


def load(
    connection: Connection,
    files: SealedFiles,
    tables: Collection[dict[str, Any]],
    stands: dict[str, int | None],
    tombstones: Collection[Tombstone],
    note: dict[str, Any],
) -> ErasedAgain:
    """Put every row back, erase again what was erased since, and write `note` into the audit, in one transaction."""
    here = {row["name"]: row for row in Records(connection).all("tables_to_copy")}
    names = [table["name"] for table in tables]
    with connection.transaction():
        for name in names:
            connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(_table(name)))
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(_table, names))))
        for table in _in_order(connection, tables):
            _read(connection, files, table, forced=here[table["name"]]["is_forced"])
        erased = erase_again(connection, tombstones)
        for name in names:
            connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(_table(name)))
        for name, value in stands.items():
            connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, value or 1, value is not None))
        Records(connection).run("note_restore", **note)
    return erased


def _written(connection: Connection, files: SealedFiles, table: Row) -> dict[str, Any]:
    name, columns = table["name"], table["columns"]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(listed, _table(name))
    rows = 0
    with files.writer(f"database/{name}") as writer, connection.cursor().copy(statement) as copy:
        for piece in copy:
            rows += bytes(piece).count(b"\n")
            writer.write(bytes(piece))
    return {"name": name, "columns": columns, "rows": rows}


def _read(connection: Connection, files: SealedFiles, table: dict[str, Any], *, forced: bool) -> None:
    if table["name"] == SESSIONS:
        return
    name, listed = _table(table["name"]), sql.SQL(", ").join(map(sql.Identifier, table["columns"]))
    if forced:  # COPY FROM is not for whom row-level security binds
        connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(name))
    with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, listed)) as copy:
        for piece in files.pieces(f"database/{table['name']}"):
            copy.write(piece)
    if forced:
        connection.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(name))


def _in_order(connection: Connection, tables: Collection[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each table after those that it refers to."""
    by_name = {table["name"]: table for table in tables}
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(by_name, ()))
    for row in Records(connection).all("references_of_tables"):
        order.add(row["name"], row["refers_to"])
    return [by_name[name] for name in order.static_order() if name in by_name]


def _table(name: str) -> sql.Identifier:
    return sql.Identifier(*name.split("."))
