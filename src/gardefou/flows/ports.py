"""What flows need from outside: the gate with its repositories, the vault, and the engines."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from gardefou.evaluation.model import Scorecard, StoredDraft
from gardefou.governance.actions import Action
from gardefou.governance.actors import Actor
from gardefou.governance.charter import Charter
from gardefou.governance.subjects import SiteFacts, Subject
from gardefou.intake.model import Adviser, KnownCall
from gardefou.kernel.call import CallKey, CallRecord, CallStatus, NewCall, OriginalAudio
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Redaction, Role, Transcript

Clock = Callable[[], datetime]


class Calls(Protocol):
    """Calls that were drawn."""

    def keep(self, call: NewCall) -> bool:
        """Write a new call down; False when one of its names is here already."""
        ...

    def known(self, key: CallKey) -> KnownCall | None:
        """The call of these three names."""
        ...

    def get(self, call: UUID) -> CallRecord:
        """A call as it stands.

        Raises InputRefused when there is none.
        """
        ...

    def begin(self, call: UUID) -> None:
        """Count one attempt at its next step."""
        ...

    def advance(self, call: UUID, before: CallStatus, after: CallStatus) -> bool:
        """Go on to the next status; False when it is not in `before` or waits for a person, and nothing changes."""
        ...

    def name_sound(self, call: UUID, name: str) -> None:
        """Name the sound that people may hear."""
        ...

    def fail(self, call: UUID) -> None:
        """Count one failure at its next step."""
        ...

    def park(self, call: UUID, reason: str) -> None:
        """Leave it aside until a person retries it."""
        ...

    def retry(self, call: UUID) -> None:
        """Take a parked call up again, its attempts and failures forgotten."""
        ...

    def lose(self, call: UUID) -> bool:
        """Its sound is gone before it was heard; False when it was heard, or lost before."""
        ...

    def forget_lost(self, call: UUID) -> None:
        """Make room for a lost call whose sound was sent again: it comes back as a new one."""
        ...

    def recording_gone(self, call: UUID) -> None:
        """Its recording has expired and was destroyed."""
        ...

    def forget(self, call: UUID) -> None:
        """Delete a call with all that was made of it."""
        ...

    def add_reason(self, call: UUID, reason: Reason | None) -> None:
        """Why the customer called."""
        ...

    def drawn_in_week(self, adviser: UUID, week: str) -> int:
        """How many calls of an adviser are here for an ISO week; others that count wait for this transaction."""
        ...

    def waiting_ms(self) -> int:
        """How much sound waits to be heard."""
        ...


class Draws(Protocol):
    """The outcome of every draw."""

    def outcome(self, key_hash: bytes) -> bool | None:
        """What the draw of a call gave, None before it."""
        ...

    def add(self, key_hash: bytes, day: date, pseudonym: bytes, drawn: bool) -> None:
        """Write an outcome down, once."""
        ...


class Transcripts(Protocol):
    """Redacted transcripts; a version never changes."""

    def add(self, call: UUID, version: int, transcript: Transcript) -> None:
        """Write a version down."""
        ...

    def get(self, call: UUID, version: int) -> Transcript:
        """One version."""
        ...


class MeasuresOfCalls(Protocol):
    """Figures of calls."""

    def add(self, call: UUID, version: int, measures: Measures) -> None:
        """Write the figures of a transcript down."""
        ...

    def get(self, call: UUID, version: int) -> Measures:
        """The figures of a transcript."""
        ...


class Evaluations(Protocol):
    """Drafts that nobody has reviewed."""

    def add(self, call: UUID, version: int, scorecard: Scorecard, model: str, draft: Evaluation) -> None:
        """Write a draft down."""
        ...

    def latest(self, call: UUID, version: int) -> StoredDraft:
        """The latest draft of a transcript."""
        ...


class People(Protocol):
    """Who works where."""

    def adviser(self, number: str) -> Adviser | None:
        """The adviser of that number at this transaction's site."""
        ...


class Jobs(Protocol):
    """Steps still to do."""

    def enqueue(self, step: str, call: UUID, at: datetime | None = None) -> None:
        """Have a step done, at once or later; one that waits already is not doubled."""
        ...


class Transaction(Protocol):
    """What the gate has opened: all of it commits together, or none."""

    @property
    def now(self) -> datetime:
        """When the gate decided."""
        ...

    @property
    def site(self) -> SiteFacts:
        """The site of the subject."""
        ...

    @property
    def charter(self) -> Charter:
        """The charter in force there."""
        ...

    @property
    def calls(self) -> Calls:
        """Calls that were drawn."""
        ...

    @property
    def draws(self) -> Draws:
        """The outcome of every draw."""
        ...

    @property
    def transcripts(self) -> Transcripts:
        """Redacted transcripts."""
        ...

    @property
    def measures(self) -> MeasuresOfCalls:
        """Figures of calls."""
        ...

    @property
    def evaluations(self) -> Evaluations:
        """Drafts that nobody has reviewed."""
        ...

    @property
    def people(self) -> People:
        """Who works at the site."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Steps still to do."""
        ...


class Gate(Protocol):
    """The one way to data about people."""

    def transaction(self, actor: Actor, action: Action, subject: Subject) -> AbstractContextManager[Transaction]:
        """Decide, write the audit entry, and give the repositories.

        Raises Refused naming the clause; the refusal is logged.
        """
        ...

    def new_id(self) -> UUID:
        """An id for a call that may come."""
        ...


class SoundWriter(Protocol):
    """Takes the bytes of a sound in their order."""

    def write(self, content: bytes, /) -> int:
        """Take some more."""
        ...


class SoundVault(Protocol):
    """Sound under keys of its own; a name is complete or not there."""

    def quarantine(self, call: UUID, original_audio: OriginalAudio) -> AbstractContextManager[SoundWriter]:
        """Where the sound as it came is written; in memory only where the charter says so."""
        ...

    def quarantined(self, call: UUID) -> Sound:
        """The sound as it came.

        Raises InputRefused when it is not fit, ContentErased when it is gone.
        """
        ...

    def destroy_quarantined(self, call: UUID) -> None:
        """Make the sound as it came unreadable, then remove it."""
        ...

    def in_quarantine(self) -> Iterator[tuple[UUID, datetime]]:
        """Every call whose sound as it came is here, and since when."""
        ...

    def write_silenced(self, call: UUID, sound: Sound, redactions: Sequence[Redaction], name: str) -> None:
        """Write what people may hear."""
        ...

    def write_kept(self, call: UUID, sound: Sound, redactions: Sequence[Redaction], name: str) -> None:
        """Keep the sound as it came, without card data, beside what people may hear."""
        ...

    def remove_recording(self, call: UUID, name: str) -> None:
        """Remove sounds that came to nothing."""
        ...

    def remove_recordings_but(self, call: UUID, name: str | None) -> None:
        """Remove every recording of a call that has another name."""
        ...

    def destroy_recording(self, call: UUID) -> None:
        """Make every sound of a call unreadable, then remove it."""
        ...

    def destroy_content(self, call: UUID) -> None:
        """Make all content of record of a call unreadable."""
        ...


class Engines(Protocol):
    """What works on calls; each model is loaded when first needed."""

    @property
    def scorecard(self) -> Scorecard:
        """What drafts answer."""
        ...

    @property
    def model(self) -> str:
        """Which model of meaning drafts rest on."""
        ...

    def hear(self, sound: Sound, roles: Sequence[Role], language: Language | None) -> Transcript:
        """The transcript of a call, personal data removed."""
        ...

    def classify(self, transcript: Transcript) -> Reason | None:
        """Why the customer called, None where nothing can tell."""
        ...

    def evaluate(self, transcript: Transcript, measures: Measures) -> Evaluation:
        """A draft with one checked result per criterion."""
        ...
