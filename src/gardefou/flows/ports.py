"""What flows need from outside: the gate, the vault, and the engines."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.ports import ReplyStore
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Action
from gardefou.governance.actors import Actor
from gardefou.governance.subjects import Subject
from gardefou.kernel.call import OriginalAudio
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Redaction, Role, Transcript

Clock = Callable[[], datetime]


class Gate(Protocol):
    """The one way to data about people."""

    def transaction(self, actor: Actor, action: Action, subject: Subject) -> AbstractContextManager[Transaction]:
        """Decide, write the audit entry, and give the repositories.

        Raises Refused naming the clause; the refusal is logged.
        """
        ...

    def again(self, actor: Actor, action: Action, subject: Subject) -> AbstractContextManager[Transaction]:
        """Decide anew about what goes on, without an entry, and give the repositories to read.

        Raises Refused naming the clause.
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


class Tombstones(Protocol):
    """What says, outside of the database, which calls were erased."""

    def add(self, tombstone: Tombstone) -> None:
        """Write one down durably."""
        ...


class SharesHeard(Protocol):
    """Where whoever runs the machine sees how much of a call is heard; each is written at once, in no transaction."""

    def begin(self, call: UUID) -> None:
        """Nothing of a call is heard yet."""
        ...

    def note(self, call: UUID, percent: int) -> None:
        """So much of it is heard."""
        ...

    def end(self, call: UUID) -> None:
        """It is not heard any more."""
        ...


class Engines(Protocol):
    """What works on calls; each model is loaded when first needed."""

    @property
    def scorecard(self) -> Scorecard:
        """What the settings name; drafts answer the one that both sides signed."""
        ...

    @property
    def model(self) -> str:
        """Which model of meaning drafts rest on."""
        ...

    def models(self, scorecard: Scorecard) -> tuple[str, ...]:
        """Every model that answers of a scorecard rest on: that of meaning, and a language model where one is asked."""
        ...

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        """The transcript of a call, personal data removed."""
        ...

    def classify(self, transcript: Transcript) -> Reason | None:
        """Why the customer called, None where nothing can tell."""
        ...

    def evaluate(
        self,
        scorecard: Scorecard,
        transcript: Transcript,
        measures: Measures,
        reason: Reason | None,
        replies: ReplyStore,
    ) -> Evaluation:
        """A draft of that scorecard, with one checked result per criterion."""
        ...

    def shadow(
        self, scorecard: Scorecard, transcript: Transcript, measures: Measures, reason: Reason | None
    ) -> Evaluation:
        """What a proposed scorecard would say; no language model is asked."""
        ...
