"""What is on record of sites and people, as the gate reads it."""

from typing import Any

from gardefou.governance.registers import PersonRecords
from gardefou.governance.terms.places import Feature


def person_records(marks: dict[str, Any]) -> PersonRecords:
    """The records of one person, from what the database knows."""
    return PersonRecords(
        int(marks.get("training_minutes", 0)),
        int(marks.get("in_person_minutes", 0)),
        bool(marks.get("has_support", False)),
        frozenset(Feature(each) for each in marks.get("volunteers_for", ())),
    )
