"""Connections of one role, kept open; rows are dictionaries."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from psycopg import AsyncConnection, Connection, DataError, OperationalError
from psycopg.errors import IdleInTransactionSessionTimeout, InsufficientPrivilege
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from gardefou.adapters.postgres.records import Row
from gardefou.kernel.errors import AccessRefused, InputRefused, StoreUnavailable

Pool = ConnectionPool["Connection[Row]"]
Revive = Callable[[], None]
"""Has a server that is gone started again; of several processes that ask at once, one does and the others wait."""


@contextmanager
def database_failures() -> Iterator[None]:
    """Turn the loss of the database inside into StoreUnavailable; what it says of data is left out.

    What row-level security refuses becomes AccessRefused: a token was revoked while it was used. A value that no column
    can hold becomes InputRefused.
    """
    try:
        yield
    except InsufficientPrivilege:
        raise AccessRefused("the database refuses this: the token or role of whoever asks does not allow it") from None
    except DataError as error:
        cause = error.sqlstate or type(error).__name__
        raise InputRefused("what was given", f"holds a value that the database cannot keep ({cause})") from None
    except (OperationalError, IdleInTransactionSessionTimeout, PoolTimeout) as error:
        cause = error.diag.message_primary or type(error).__name__
        raise StoreUnavailable("the database", f"does not answer ({cause})") from None


def open_pool(dsn: str, size: int, revive: Revive) -> Pool:
    """A pool of at most `size` connections; one that broke is replaced, not handed out, and its server revived."""
    return ConnectionPool(
        dsn,
        connection_class=reviving(revive),
        kwargs={"row_factory": dict_row, "autocommit": True},
        min_size=1,
        max_size=size,
        timeout=30,
        check=ConnectionPool.check_connection,
        open=True,
    )


def reviving(revive: Revive) -> type[Connection[Row]]:
    """Connections that have a server started again when they find it gone."""

    class Reviving(Connection[Row]):
        @classmethod
        def connect(cls, conninfo: str = "", **options: Any) -> Self:
            try:
                return super().connect(conninfo, **options)
            except OperationalError:
                revive()
                return super().connect(conninfo, **options)

    return Reviving


def reviving_async(revive: Revive) -> type[AsyncConnection[Any]]:
    """The same for connections of an event loop."""

    class Reviving(AsyncConnection[Any]):
        @classmethod
        async def connect(cls, conninfo: str = "", **options: Any) -> Self:
            try:
                return await super().connect(conninfo, **options)
            except OperationalError:
                await asyncio.to_thread(revive)
                return await super().connect(conninfo, **options)

    return Reviving
