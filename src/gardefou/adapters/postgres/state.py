"""What the database says of itself."""

from dataclasses import dataclass

from gardefou.adapters.postgres.pool import Pool, database_failures


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """Its version, its size on disk, and pages that its checksums found damaged."""

    version: str
    size_bytes: int
    damaged_pages: int


def database_state(pool: Pool) -> DatabaseState:
    """Ask the database.

    Raises StoreUnavailable.
    """
    with database_failures(), pool.connection() as connection:
        row = connection.execute(
            "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size,"
            " (SELECT coalesce(max(checksum_failures), 0) FROM pg_stat_database WHERE datname = current_database())"
            " AS damaged"
        ).fetchone()
    assert row is not None  # noqa: S101 -- a query without table gives one row
    return DatabaseState(row["version"], row["size"], row["damaged"])
