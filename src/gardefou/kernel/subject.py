"""Whom data are about, when they ask for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Whom:
    """An adviser by number, or a customer by the keyed hash of the reference that calls came with.

    Raises ValueError for both or neither.
    """

    number: str | None = None
    reference: bytes | None = None

    def __post_init__(self) -> None:
        if (self.number is None) is (self.reference is None):
            raise ValueError("either an adviser or a customer")


@dataclass(frozen=True, slots=True)
class SubjectCall:
    """A call of somebody, without content."""

    id: UUID
    started_at: datetime
    received_at: datetime
    direction: str
    sound_ms: int
    status: str
    is_frozen: bool
    recording_expires_at: datetime
    analyses_expire_at: datetime
    recording_gone_at: datetime | None
