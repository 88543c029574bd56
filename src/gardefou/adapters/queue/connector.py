"""Procrastinate's connection to the database; a process that loses it in use ends, and its watcher starts another."""

import logging
import os
from typing import Any, NoReturn

from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError
from psycopg.errors import ForeignKeyViolation

DATABASE_LOST = 75
"""The exit code of a process whose database went away. Source: EX_TEMPFAIL of sysexits.h."""

logger = logging.getLogger(__name__)


def leave_without_database() -> NoReturn:
    """End the process at once: its jobs go to others when its heartbeat stops."""
    logger.error("the database is gone, or was: this process ends, its jobs will be taken up again")
    logging.shutdown()
    os._exit(DATABASE_LOST)


class CrashOnlyConnector(PsycopgConnector):
    """Ends the process when a statement finds no database: a job half acknowledged would wait for ever."""

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Run a statement."""
        try:
            await super().execute_query_async(query, **arguments)
        except ConnectorException as error:
            leave_if_lost(error)
            raise

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """Run a statement and return its first row."""
        try:
            return await super().execute_query_one_async(query, **arguments)
        except ConnectorException as error:
            leave_if_lost(error)
            raise

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Run a statement and return its rows."""
        try:
            return await super().execute_query_all_async(query, **arguments)
        except ConnectorException as error:
            leave_if_lost(error)
            raise


def leave_if_lost(error: ConnectorException) -> None:
    """End the process if the database went away, or counts it as dead: its place there is then gone."""
    if isinstance(error.__cause__, OperationalError | ForeignKeyViolation):
        leave_without_database()
