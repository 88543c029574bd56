"""What is asked about, and what the gate knows of it when it decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gardefou.governance.actions import CONTENT, OF_A_SITE, REVIEW, Action, Verb
from gardefou.governance.actors import Actor
from gardefou.governance.charter import Charter
from gardefou.governance.registers import PersonRecords, SiteRecords
from gardefou.governance.retention import ExpiryDates
from gardefou.governance.standing import NOTHING_SIGNED, Standing
from gardefou.kernel.call import CallKey, CallStatus
from gardefou.kernel.review import ReviewState


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


@dataclass(frozen=True, slots=True)
class OwnFile:
    """All that is kept about one person."""

    person: UUID


@dataclass(frozen=True, slots=True)
class SiteWork:
    """What is done at one site, of which `site` is the code.

    `holds` says that whoever signs has the site wait for them, and so has everybody else.
    """

    site: str
    holds: bool = True


Subject = Installation | ArrivingCall | KeptCall | OwnFile | SiteWork

SUBJECTS: Mapping[str, tuple[type[Subject], ...]] = {
    **dict.fromkeys((Verb.RECEIVE, Verb.KEEP), (ArrivingCall,)),
    **dict.fromkeys((*CONTENT, *REVIEW, Verb.PARK, Verb.RETRY, Verb.LOSE, Verb.EXPIRE, Verb.ERASE), (KeptCall,)),
    **dict.fromkeys((Verb.ERASE_FOR_SUBJECT, Verb.FREEZE, Verb.LIFT), (KeptCall,)),
    **dict.fromkeys((Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING, Verb.TAKE_PART), (OwnFile,)),
    **dict.fromkeys(OF_A_SITE, (SiteWork,)),
    Verb.PICK: (ArrivingCall, KeptCall),
    Verb.READ_STATE: (KeptCall, Installation),
    Verb.ADMINISTER: (Installation,),
}
"""What each verb may be asked about: a call that is only said to arrive is neither processed nor shown."""


class SiteState(StrEnum):
    """Whether a site works."""

    OPEN = "open"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site as it stands in this transaction; `charter_digest` names the charter as it was adopted.

    `is_own` says that whoever asks works there, `is_altered` that what is written is not what was signed. `latest` is
    the last moment that anything was signed or seen there, `records` what is on record, None where none are needed, and
    `closures` all that ever closed it without an act.
    """

    id: UUID
    code: str
    zone: str
    state: SiteState
    charter_digest: str | None = None
    is_own: bool = False
    is_altered: bool = False
    latest: datetime | None = None
    standing: Standing = NOTHING_SIGNED
    records: SiteRecords | None = None
    closures: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """Where a call's review stands, and what whoever asks has to do with it.

    `leads` says that they are the line manager of the adviser, `stood_aside` that they handed this review back.
    """

    state: ReviewState
    is_reviewer: bool = False
    is_second_reviewer: bool = False
    stood_aside: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What decides about a call; `drawn` is None before its draw, `expiry` what was promised when the call was kept.

    `is_frozen` says that somebody asked for it to be kept and not used (GDPR article 18), `is_to_go` that its erasure
    was asked for and waits until nothing forbids it.
    """

    started_at: datetime
    simulated: bool
    drawn: bool | None = None
    status: CallStatus | None = None
    adviser: UUID | None = None
    expiry: ExpiryDates | None = None
    review: ReviewFacts | None = None
    is_frozen: bool = False
    is_to_go: bool = False
    adviser_records: PersonRecords | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that a decision rests on; `reaches_store` says that the repositories open where it is allowed."""

    actor: Actor
    action: Action
    subject: Subject
    now: datetime
    simulated_installation: bool
    site: SiteFacts | None = None
    charter: Charter | None = None
    call: CallFacts | None = None
    actor_records: PersonRecords | None = None
    reaches_store: bool = True
