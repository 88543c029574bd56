"""Keeps how much of each call is heard while a worker hears it, outside of the transactions that change its status."""

from uuid import UUID

from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records

PATIENCE_S = 2.0
"""Hearing waits no longer for a connection."""


class HearingProgress:
    """The table of calls that are being heard."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def begin(self, call: UUID) -> None:
        """Nothing of a call is heard yet."""
        self._run("begin_hearing", call=call)

    def note(self, call: UUID, percent: int) -> None:
        """So much of it is heard; nothing is written of a call that is gone or heard."""
        self._run("note_heard_share", call=call, share=percent)

    def end(self, call: UUID) -> None:
        """It is not heard any more."""
        self._run("end_hearing", call=call)

    def _run(self, name: str, **values: object) -> None:
        with database_failures(), self._pool.connection(PATIENCE_S) as connection:
            Records(connection).run(name, **values)
