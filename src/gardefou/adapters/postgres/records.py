"""One statement at a time on the connection of a transaction, rows as dictionaries."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from gardefou.adapters.postgres.queries import query

Row = dict[str, Any]


class Records:
    """Runs named queries on one connection."""

    def __init__(self, connection: "Connection[Row]") -> None:
        self._connection = connection

    def run(self, name: str, /, **values: Any) -> int:
        """Run a statement and return how many rows it touched."""
        return self._connection.execute(query(name), values).rowcount

    def run_many(self, name: str, /, rows: Sequence[Row]) -> None:
        """Run a statement for every row."""
        with self._connection.cursor() as cursor:
            cursor.executemany(query(name), rows)

    def one(self, name: str, /, **values: Any) -> Row | None:
        """The first row, None without any."""
        return self._connection.execute(query(name), values).fetchone()

    def sole(self, name: str, /, **values: Any) -> Row:
        """The row of a query that always has one.

        Raises LookupError without any.
        """
        row = self.one(name, **values)
        if row is None:
            raise LookupError(f"the query {name} gave no row")
        return row

    def all(self, name: str, /, **values: Any) -> list[Row]:
        """Every row."""
        return self._connection.execute(query(name), values).fetchall()
