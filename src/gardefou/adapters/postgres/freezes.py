"""Calls that somebody wants kept and not used."""

from uuid import UUID

from gardefou.adapters.postgres.records import Records
from gardefou.governance.requests import AskedBy, Freeze, StoppedDays


class FreezeTable:
    """The table of freezes, as one transaction of a data-protection officer sees it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def freeze(self, call: UUID, asked_by: AskedBy) -> bool:
        """Freeze a call; False when it is frozen already."""
        return bool(self._records.sole("freeze_call", call=call, asked_by=asked_by.value)["frozen"])

    def get(self, call: UUID) -> Freeze | None:
        """The freeze of a call, None when it is not frozen."""
        row = self._records.one("freeze_of", call=call)
        if row is None:
            return None
        days = StoppedDays(row["closes_on"], row["reply_closes_on"], row["due_on"])
        return Freeze(row["frozen_at"], AskedBy(row["asked_by"]), days)

    def lift(self, call: UUID, days: StoppedDays) -> bool:
        """Lift a freeze; what stood still goes on until these days. False when the call is not frozen."""
        values = {"closes_on": days.closes_on, "reply_closes_on": days.reply_closes_on, "due_on": days.due_on}
        return bool(self._records.sole("lift_freeze", call=call, **values)["lifted"])
