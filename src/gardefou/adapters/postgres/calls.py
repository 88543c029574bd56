"""Calls that were drawn."""

from dataclasses import asdict
from uuid import UUID

from gardefou.adapters.postgres.erasures import unless_frozen
from gardefou.adapters.postgres.records import Records, Row
from gardefou.governance.subjects import SiteFacts
from gardefou.intake.model import KnownCall
from gardefou.kernel.call import CallKey, CallRecord, CallStatus, Direction, NewCall, OriginalAudio
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.measures import Reason
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Language, Role


class CallTable:
    """The table of calls, as one transaction sees it."""

    def __init__(self, records: Records, site: SiteFacts) -> None:
        self._records = records
        self._site = site

    def keep(self, call: NewCall) -> bool:
        """Write a new call down; False when one of its names is here already."""
        values = asdict(call) | {
            "site": self._site.id,
            "source": call.key.source,
            "external_id": call.key.external_id,
            "roles": [role.value for role in call.roles],
        }
        del values["key"]
        return self._records.run("keep_call", **values) == 1

    def known(self, key: CallKey) -> KnownCall | None:
        """The call of these three names."""
        row = self._records.one("known_call", site=self._site.id, source=key.source, external_id=key.external_id)
        return KnownCall(row["id"], bytes(row["sound_digest"]), row["lost"]) if row else None

    def get(self, call: UUID) -> CallRecord:
        """A call as it stands.

        Raises InputRefused when there is none.
        """
        row = self._records.one("get_call", call=call)
        if row is None:
            raise InputRefused(f"call {call}", "there is no such call here; gardefou status counts those there are")
        return _record(row)

    def begin(self, call: UUID) -> None:
        """Count one attempt at its next step."""
        self._records.run("begin_step", call=call)

    def advance(self, call: UUID, before: CallStatus, after: CallStatus) -> bool:
        """Go on to the next status; False when it is not in `before` or waits for a person, and nothing changes."""
        return self._records.run("advance_call", call=call, before=before, after=after) == 1

    def name_sound(self, call: UUID, name: str) -> None:
        """Name the sound that people may hear."""
        self._records.run("name_sound", call=call, name=name)

    def fail(self, call: UUID) -> None:
        """Count one failure at its next step."""
        self._records.run("fail_step", call=call)

    def park(self, call: UUID, reason: str) -> None:
        """Leave it aside until a person retries it."""
        self._records.run("park_call", call=call, reason=reason)

    def retry(self, call: UUID) -> bool:
        """Take a parked call up again, its attempts and failures forgotten; False when it is not parked."""
        return self._records.run("retry_call", call=call) == 1

    def lose(self, call: UUID) -> bool:
        """Its sound is gone before it was heard; False when it was heard, or lost before."""
        with unless_frozen():
            return self._records.run("lose_call", call=call) == 1

    def forget_lost(self, call: UUID) -> None:
        """Make room for a lost call whose sound was sent again: it comes back as a new one."""
        with unless_frozen():
            self._records.one("forget_lost", call=call)

    def recording_gone(self, call: UUID) -> None:
        """Its recording has expired and was destroyed."""
        with unless_frozen():
            self._records.run("recording_gone", call=call)

    def forget(self, call: UUID) -> None:
        """Delete a call with all that was made of it."""
        with unless_frozen():
            self._records.run("forget_call", call=call)

    def add_reason(self, call: UUID, reason: Reason | None) -> None:
        """Why the customer called."""
        self._records.run(
            "add_reason",
            call=call,
            reason=reason.id if reason else None,
            confidence=reason.confidence if reason else None,
            start_ms=reason.span.start_ms if reason and reason.span else None,
            end_ms=reason.span.end_ms if reason and reason.span else None,
        )

    def drawn_in_week(self, adviser: UUID, week: str) -> int:
        """How many calls of an adviser are here for an ISO week; others that count wait for this transaction."""
        return int(self._records.sole("drawn_in_week", adviser=adviser, week=week)["number"])

    def waiting_ms(self) -> int:
        """How much sound waits to be heard."""
        return int(self._records.sole("waiting_ms")["ms"])


def _record(row: Row) -> CallRecord:
    return CallRecord(
        id=row["id"],
        key=CallKey(row["site"], row["source"], row["external_id"]),
        adviser=row["adviser_id"],
        direction=Direction(row["direction"]),
        started_at=row["started_at"],
        received_at=row["received_at"],
        roles=tuple(Role(role) for role in row["roles"]),
        language=Language(row["language"]) if row["language"] else None,
        sound_ms=row["sound_ms"],
        original_audio=OriginalAudio(row["original_audio"]),
        simulated=row["simulated"],
        status=CallStatus(row["status"]),
        status_at=row["status_at"],
        attempts=row["attempts"],
        failures=row["failures"],
        parked_at=row["parked_at"],
        parked_reason=row["parked_reason"],
        lost_at=row["lost_at"],
        recording_expires_at=row["recording_expires_at"],
        recording_gone_at=row["recording_gone_at"],
        analyses_expire_at=row["analyses_expire_at"],
        sound_name=row["sound_name"],
        reason=_reason(row),
    )


def _reason(row: Row) -> Reason | None:
    if row["reason"] is None:
        return None
    start_ms, end_ms = row["reason_start_ms"], row["reason_end_ms"]
    return Reason(row["reason"], row["reason_confidence"], None if start_ms is None else Span(start_ms, end_ms))
