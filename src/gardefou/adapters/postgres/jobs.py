"""Steps still to do, written down in the transaction that makes them necessary."""

from datetime import datetime
from uuid import UUID

from gardefou.adapters.postgres.records import Records

SPEECH = "speech"
DESK = "desk"
QUEUES = {"hear": SPEECH}
"""Hearing loads a speech model, so it has a queue and processes of its own."""


class JobQueue:
    """The queue, as one transaction sees it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def enqueue(self, step: str, call: UUID, at: datetime | None = None) -> None:
        """Have a step done, at once or later; one that waits already is not doubled."""
        self._records.one("enqueue", step=step, queue=QUEUES.get(step, DESK), call=call, at=at)
