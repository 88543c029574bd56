"""What a recorded call is called, and how far it has come."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Who called."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class OriginalAudio(StrEnum):
    """What becomes of a call's sound as it came, before anything was silenced in it.

    QUARANTINE keeps it as ciphertext that nobody can play until it was heard, NEVER in memory only, KEEP without card
    data.
    """

    QUARANTINE = "quarantine"
    NEVER = "never"
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
