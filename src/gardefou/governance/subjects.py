"""What is asked about, and what the gate knows of it when it decides."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gardefou.governance.actions import Action
from gardefou.governance.actors import Actor
from gardefou.governance.charter import Charter
from gardefou.kernel.call import CallKey, CallStatus


@dataclass(frozen=True, slots=True)
class Installation:
    """The whole installation: people, sites, tokens."""


@dataclass(frozen=True, slots=True)
class ArrivingCall:
    """A call that is not here yet; `id` is the one it would get, `drawn` None before its draw."""

    id: UUID
    key: CallKey
    started_at: datetime
    simulated: bool
    drawn: bool | None = None


@dataclass(frozen=True, slots=True)
class KeptCall:
    """A call that is here."""

    id: UUID


Subject = Installation | ArrivingCall | KeptCall


class SiteState(StrEnum):
    """Whether a site works."""

    OPEN = "open"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site as it stands in this transaction."""

    id: UUID
    code: str
    zone: str
    state: SiteState


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What decides about a call; `drawn` is None before its draw."""

    started_at: datetime
    simulated: bool
    drawn: bool | None = None
    status: CallStatus | None = None
    adviser: UUID | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that a decision rests on."""

    actor: Actor
    action: Action
    subject: Subject
    now: datetime
    simulated_installation: bool
    site: SiteFacts | None = None
    charter: Charter | None = None
    call: CallFacts | None = None
