"""What is on record of sites and people, as the gate reads it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.register_documents import EntryKind
from gardefou.governance.register_entries import RecordedFact, site_records
from gardefou.governance.registers import PersonRecords, SiteRecords
from gardefou.governance.terms.places import Feature


class SiteRegisters:
    """Keeps what was read, until the number of changes of a site's registers is another."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[int, SiteRecords]] = {}

    def of(self, records: Records, row: Row) -> SiteRecords:
        """The records of the site that a row of the gate is about."""
        site, revision = row["site_id"], row["register_revision"]
        known = self._known.get(site)
        if known is None or known[0] != revision:
            known = revision, read_site_records(records, site)
            self._known[site] = known
        return known[1]


def read_site_records(records: Records, site: UUID) -> SiteRecords:
    """What is on record of a site now."""
    rows = records.all("records_of_site", site=site)
    return site_records(map(_fact, rows), records.sole("question_due", site=site)["due_on"])


def person_records(marks: Mapping[str, Any]) -> PersonRecords:
    """The records of one person, from what the database knows."""
    return PersonRecords(
        int(marks.get("training_minutes", 0)),
        int(marks.get("in_person_minutes", 0)),
        bool(marks.get("has_support", False)),
        frozenset(Feature(each) for each in marks.get("volunteers_for", ())),
    )


def _fact(row: Row) -> RecordedFact:
    features = frozenset(Feature(each) for each in row["features"])
    return RecordedFact(
        EntryKind(row["kind"]), row["on_day"], row["body"], features, bool(row["for_working_conditions"])
    )
