"""What is kept about whoever asks: their calls, who did what with them, and their refusal to be recorded."""

from datetime import datetime
from uuid import UUID

from gardefou.adapters.postgres.noting import Noting
from gardefou.adapters.postgres.records import Records, Row
from gardefou.kernel.call import CallStatus
from gardefou.kernel.journal import RecordingAllowed, RecordingRefused
from gardefou.kernel.review import ReviewState
from gardefou.review.model import DrawnDay, LogLine, OwnCall
from gardefou.review.worked_days import Absence


class OwnFileTable:
    """The file of one person, as one transaction of that person sees it."""

    def __init__(self, records: Records, noting: Noting) -> None:
        self._records = records
        self._noting = noting

    def calls(self, person: UUID, most: int, skip: int = 0) -> tuple[OwnCall, ...]:
        """The person's calls, the latest first."""
        return tuple(_own_call(row) for row in self._records.all("own_calls", person=person, most=most, skip=skip))

    def number_of_calls(self, person: UUID) -> int:
        """How many there are."""
        return int(self._records.sole("number_of_own_calls", person=person)["number"])

    def log(self, most: int) -> tuple[LogLine, ...]:
        """Who did what with the person's calls, the latest first."""
        return tuple(LogLine(**row) for row in self._records.all("log_of_own_file", most=most))

    def absences(self, person: UUID) -> tuple[Absence, ...]:
        """When the person is absent: their windows stop meanwhile."""
        rows = self._records.all("own_absences", person=person)
        return tuple(Absence(row["first_day"], row["last_day"]) for row in rows)

    def draws(self, pseudonym: bytes) -> tuple[DrawnDay, ...]:
        """How many of the person's calls arrived and were drawn, by day."""
        rows = self._records.all("draws_of", pseudonym=pseudonym)
        return tuple(sorted((DrawnDay(**row) for row in rows), key=lambda each: each.day))

    def refuses_recording_since(self, person: UUID) -> datetime | None:
        """Since when the person refuses to be recorded, None while they do not."""
        row = self._records.one("refusal_of_recording", person=person)
        return row["since"] if row else None

    def refuse_recording(self, person: UUID) -> None:
        """Draw no call of the person from now on."""
        self._records.run("refuse_recording", person=person)
        if since := self.refuses_recording_since(person):
            self._noting.add(RecordingRefused(person=person, since=since))

    def allow_recording(self, person: UUID) -> None:
        """Let calls of the person be drawn again."""
        if since := self.refuses_recording_since(person):
            self._records.run("allow_recording", person=person)
            self._noting.add(RecordingAllowed(person=person, since=since))


def _own_call(row: Row) -> OwnCall:
    state = row.pop("state")
    row["status"] = CallStatus(row["status"])
    row["is_parked"] = row.pop("parked_at") is not None
    return OwnCall(**row, state=ReviewState(state) if state else None)
