"""What a recorded call is called, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gardefou.kernel.measures import Reason
from gardefou.kernel.transcript import Language, Role


class Direction(StrEnum):
    """Who called."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class OriginalAudio(StrEnum):
    """What becomes of a call's sound as it came, before anything was silenced in it; from the tightest to the loosest.

    QUARANTINE keeps it as ciphertext that nobody can play until it was heard, NEVER in memory only, KEEP without card
    data.
    """

    NEVER = "never"
    QUARANTINE = "quarantine"
    KEEP = "keep"


class CallStatus(StrEnum):
    """How far a drawn call has come, in this order; it never goes back."""

    DRAWN = "drawn"
    HEARD = "heard"
    MEASURED = "measured"
    CLASSIFIED = "classified"
    EVALUATED = "evaluated"
    OFFERED = "offered"

    @property
    def rank(self) -> int:
        """Its place in the order, from 0."""
        return list(CallStatus).index(self)

    def reached(self, other: "CallStatus") -> bool:
        """Whether a call of this status has been through the other."""
        return self.rank >= other.rank


@dataclass(frozen=True, slots=True)
class CallKey:
    """The names by which the telephone system knows a call; two calls with the same three are one call."""

    site: str
    source: str
    external_id: str


@dataclass(frozen=True, slots=True)
class NewCall:
    """A drawn call as it is first written down.

    `week` is the ISO week in the site's zone, `sound_digest` a keyed hash of the sound as it came, and
    `customer_reference` one of how the company names the customer.
    """

    id: UUID
    key: CallKey
    adviser: UUID
    team: str | None
    direction: Direction
    started_at: datetime
    week: str
    roles: tuple[Role, ...]
    language: Language | None
    customer_reference: bytes | None
    sound_digest: bytes
    sound_ms: int
    original_audio: OriginalAudio
    simulated: bool
    received_at: datetime
    recording_expires_at: datetime
    analyses_expire_at: datetime


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call as it stands: `attempts` and `failures` count at the step that comes next.

    `sound_name` names the sound that people may hear, once there is one. A parked call waits for a person, a lost one
    for its sound to be sent again.
    """

    id: UUID
    key: CallKey
    adviser: UUID
    direction: Direction
    started_at: datetime
    received_at: datetime
    roles: tuple[Role, ...]
    language: Language | None
    sound_ms: int
    original_audio: OriginalAudio
    simulated: bool
    status: CallStatus
    status_at: datetime
    attempts: int
    failures: int
    parked_at: datetime | None
    parked_reason: str | None
    lost_at: datetime | None
    recording_expires_at: datetime
    recording_gone_at: datetime | None
    analyses_expire_at: datetime
    sound_name: str | None
    reason: Reason | None

    @property
    def waits(self) -> bool:
        """Whether a person has to act before it goes on."""
        return self.parked_at is not None or self.lost_at is not None


@dataclass(frozen=True, slots=True)
class WaitingCall:
    """A call whose sound as it came is in quarantine."""

    id: UUID
    status: CallStatus
    quarantine_ends_at: datetime
    lost: bool
    sound_name: str | None
