"""What was erased since a backup was made is erased in what is restored from it; what waits for that waits again."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import psycopg

from gardefou.adapters.postgres.records import Records, Row
from gardefou.kernel.erasure import Tombstone


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """How many calls went, and how many are frozen until somebody looks at them."""

    erased: int = 0
    waiting: int = 0


def erased_calls(tombstones: Collection[Tombstone]) -> set[UUID]:
    """The calls that went: a tombstone is final unless it says that it waits, and nothing erased comes back."""
    return {each.call for each in tombstones if each.call and not each.waits}


def erase_again(connection: "psycopg.Connection[Row]", tombstones: Collection[Tombstone]) -> ErasedAgain:
    """Erase what was erased, and freeze what waits: the freeze may be younger than the backup."""
    records, gone = Records(connection), erased_calls(tombstones)
    sites = {row["id"] for row in connection.execute("SELECT id FROM gardefou.sites").fetchall()}
    erased, waiting = 0, set[UUID]()
    for each in tombstones:
        waits = each.waits and each.call not in gone and _is_here(connection, each.call)
        if each.call and waits:
            records.run("freeze_again", call=each.call)
            waiting.add(each.call)
        elif each.call in gone:
            erased += connection.execute("DELETE FROM gardefou.calls WHERE id = %s", (each.call,)).rowcount
        records.run(
            "put_erasure",
            key_hash=each.key_hash,
            call=each.call,
            site=each.site if each.site in sites else None,
            cause="objection" if each.waits else "request",
            waits=waits,
        )
    return ErasedAgain(erased, len(waiting))


def _is_here(connection: "psycopg.Connection[Row]", call: UUID | None) -> bool:
    return connection.execute("SELECT 1 FROM gardefou.calls WHERE id = %s", (call,)).fetchone() is not None
