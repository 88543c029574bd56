"""Who works where, as the gate's transactions need it."""

from uuid import UUID

from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.registers import person_records
from gardefou.governance.registers import PersonRecords
from gardefou.governance.subjects import SiteFacts
from gardefou.intake.model import Adviser


class PeopleTable:
    """The table of people, as one transaction sees it."""

    def __init__(self, records: Records, site: SiteFacts) -> None:
        self._records = records
        self._site = site

    def adviser(self, number: str) -> Adviser | None:
        """The adviser of that number at this transaction's site."""
        row = self._records.one("adviser_of_number", site=self._site.id, number=number)
        return Adviser(row["id"], row["team"]) if row else None

    def refuses_recording(self, adviser: UUID) -> bool:
        """Whether an adviser refuses to be recorded."""
        return bool(self._records.sole("refuses_recording", adviser=adviser)["refuses"])

    def on_record(self, adviser: UUID) -> PersonRecords:
        """What is on record of an adviser of this site."""
        return person_records(self._records.sole("marks_of_adviser", adviser=adviser)["marks"] or {})
