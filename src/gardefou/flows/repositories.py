"""What the gate opens: the repositories of one transaction."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from gardefou.evaluation.model import Scorecard, StoredDraft
from gardefou.governance.charter import Charter
from gardefou.governance.subjects import SiteFacts
from gardefou.intake.model import Adviser, KnownCall
from gardefou.kernel.call import CallKey, CallRecord, CallStatus, NewCall
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.transcript import Transcript


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

    def retry(self, call: UUID) -> bool:
        """Take a parked call up again, its attempts and failures forgotten; False when it is not parked."""
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
