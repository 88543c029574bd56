"""Erasures, and what stays of them so that nothing comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from psycopg import DatabaseError

from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.clauses.s14_right_to_be_forgotten import frozen
from gardefou.kernel.call import CallKey
from gardefou.kernel.erasure import Objection, Tombstone

FROZEN = "GF006"


class ErasureTable:
    """The table of erasures, as one transaction sees it; what it erases goes from every other table."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of_own_call(self, call: UUID) -> Tombstone | None:
        """Erase a call of whoever asks; None when it is none of theirs, or the charter does not leave it to them."""
        return self._erased(call, "adviser")

    def at_request(self, call: UUID) -> Tombstone | None:
        """Erase a call because somebody asked for it; None when it is not here, or not for whoever asks to erase."""
        return self._erased(call, "request")

    def objected(self, site: UUID, key: CallKey) -> Objection:
        """Erase a call that a customer objects to, and never keep it where it is not here yet."""
        row = self._records.sole("object_to_call", site=site, source=key.source, external_id=key.external_id)
        return Objection(replace(_tombstone(row), waits=row["is_frozen"]), row["is_frozen"])

    def _erased(self, call: UUID, cause: str) -> Tombstone | None:
        with unless_frozen():
            row = self._records.one("erase_call", call=call, cause=cause)
        return _tombstone(row) if row else None


@contextmanager
def unless_frozen() -> Iterator[None]:
    """Turn the database's refusal to remove a frozen call into that of its clause."""
    try:
        yield
    except DatabaseError as error:
        if error.sqlstate == FROZEN:
            raise frozen() from None
        raise


def _tombstone(row: Row) -> Tombstone:
    return Tombstone(bytes(row["key_hash"]), row["call_id"], row["site_id"])
