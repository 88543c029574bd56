"""How many things wait for a person: numbers for the marks in the navigation, nothing else."""

from dataclasses import dataclass

from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.governance.actors import Person


@dataclass(frozen=True, slots=True)
class Tasks:
    """Drafts and decisions that an adviser may answer, and calls that a reviewer may take."""

    waiting: int
    reviews: int


def tasks_of(pool: Pool, person: Person) -> Tasks:
    """Count what waits for a person.

    Raises StoreUnavailable.
    """
    with database_failures(), pool.connection() as connection, connection.transaction():
        records = Records(connection)
        records.one("set_actor", person=str(person.id), sender="")
        return Tasks(**records.sole("tasks"))
