"""What is said of a call when it arrives, and what became of it; who works where."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gardefou.governance.roles import PersonRole
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.transcript import Language, Role


@dataclass(frozen=True, slots=True)
class CallNotice:
    """What the telephone system says of a call.

    `adviser` is the person's number in the company, `started_at` carries a time zone, `roles` says who speaks on each
    channel. `customer_reference` is never stored: only its keyed hash is.
    """

    key: CallKey
    adviser: str
    direction: Direction
    started_at: datetime
    roles: tuple[Role, ...] = (Role.ADVISER, Role.CUSTOMER)
    team: str | None = None
    customer_reference: str | None = field(default=None, repr=False)
    language: Language | None = None
    simulated: bool = False


class Arrival(StrEnum):
    """What became of a call that arrived."""

    KEPT = "kept"
    NOT_DRAWN = "not_drawn"
    ALREADY_HERE = "already_here"


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to whoever sent a call; `call` is None when it was not drawn."""

    arrival: Arrival
    call: UUID | None


@dataclass(frozen=True, slots=True)
class PersonNotice:
    """What the company says of a person who works there; `number` is theirs in the company."""

    number: str
    name: str
    site: str
    team: str | None
    roles: frozenset[PersonRole]
    email: str | None = None
    language: Language = Language.FRENCH


@dataclass(frozen=True, slots=True)
class KnownCall:
    """What is here already under a call's three names; `sound_digest` is a keyed hash of its sound as it came."""

    id: UUID
    sound_digest: bytes
    lost: bool


@dataclass(frozen=True, slots=True)
class Adviser:
    """A person who takes calls at a site."""

    id: UUID
    team: str | None
