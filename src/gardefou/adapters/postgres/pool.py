"""Connections of one role, kept open; rows are dictionaries."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection, OperationalError
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from gardefou.adapters.postgres.records import Row
from gardefou.kernel.errors import StoreUnavailable

Pool = ConnectionPool["Connection[Row]"]


@contextmanager
def database_failures() -> Iterator[None]:
    """Turn the loss of the database inside into StoreUnavailable; what it says of data is left out."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        cause = error.diag.message_primary if isinstance(error, OperationalError) else None
        raise StoreUnavailable("the database", f"does not answer ({cause or type(error).__name__})") from None


def open_pool(dsn: str, size: int) -> Pool:
    """A pool of at most `size` connections; one that broke is replaced, not handed out."""
    return ConnectionPool(
        dsn,
        connection_class=Connection[Row],
        kwargs={"row_factory": dict_row, "autocommit": True},
        min_size=1,
        max_size=size,
        timeout=30,
        check=ConnectionPool.check_connection,
        open=True,
    )
