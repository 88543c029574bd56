"""Calls that somebody wants kept and not used."""

from uuid import UUID

from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.records import Records
from gardefou.governance.requests import AskedBy, Freeze, StoppedDays
from gardefou.kernel.journal import CallFrozen, FreezeLifted


class FreezeTable:
    """The table of freezes, as one transaction of a data-protection officer sees it."""

    def __init__(self, records: Records, noting: Noting, person: UUID | None) -> None:
        self._records = records
        self._noting = noting
        self._person = person

    def freeze(self, call: UUID, asked_by: AskedBy) -> bool:
        """Freeze a call; False when it is frozen already."""
        frozen = bool(self._records.sole("freeze_call", call=call, asked_by=asked_by.value)["frozen"])
        if frozen and (freeze := self.get(call)):
            self._noting.add(CallFrozen(call=call, since=freeze.since, asked_by=asked_by.value))
        return frozen

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
        freeze = self.get(call)
        lifted = bool(self._records.sole("lift_freeze", call=call, **values)["lifted"])
        if lifted and freeze and self._person:
            dated = FreezeLifted(call=call, since=freeze.since, by=self._person)
            self._noting.add(dated.model_copy(update=values))
        return lifted
