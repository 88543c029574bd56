"""What a restored backup must not undo, each noted outside of the database: ids, dates and signed acts, no content."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    loosens: ClassVar[bool] = False
    """Noted once it is committed; all else is noted before, so that a crash between leaves what is stricter."""


class ActInForce(_Note):
    """An act that took effect, as it was signed, in its place among those of its site.

    `closures` are what had closed the site without an act until then: a resumption names one of them.
    """

    note: Literal["act"] = "act"
    id: UUID
    site: UUID
    kind: str
    side: str
    document: dict[str, Any]
    signatures: tuple[tuple[str, str], ...]
    sequence: int = Field(gt=0)
    at: AwareDatetime
    closures: tuple[UUID, ...] = ()


class RecordingRefused(_Note):
    """A person refuses to be recorded."""

    note: Literal["recording refused"] = "recording refused"
    person: UUID
    since: AwareDatetime


class RecordingAllowed(_Note):
    """A person took back the refusal of that moment."""

    loosens: ClassVar[bool] = True
    note: Literal["recording allowed"] = "recording allowed"
    person: UUID
    since: AwareDatetime


class PartEnded(_Note):
    """A volunteer left whatever they took part in; `since` is when the last of it had begun."""

    note: Literal["part ended"] = "part ended"
    person: UUID
    since: AwareDatetime


class CallFrozen(_Note):
    """A call is kept and not used."""

    note: Literal["call frozen"] = "call frozen"
    call: UUID
    since: AwareDatetime
    asked_by: Literal["adviser", "customer"]


class FreezeLifted(_Note):
    """The freeze of that moment was lifted, by whom, and the last days of what had stood still."""

    loosens: ClassVar[bool] = True
    note: Literal["freeze lifted"] = "freeze lifted"
    call: UUID
    since: AwareDatetime
    by: UUID
    closes_on: date | None = None
    reply_closes_on: date | None = None
    due_on: date | None = None


class TokensRevoked(_Note):
    """Nothing comes in by these tokens any more."""

    note: Literal["tokens revoked"] = "tokens revoked"
    tokens: tuple[UUID, ...] = Field(min_length=1)


class AccountClosed(_Note):
    """A person signs in no more."""

    note: Literal["account closed"] = "account closed"
    person: UUID
    since: AwareDatetime


class AccountOpened(_Note):
    """A person signs in again, whose account was closed at that moment."""

    loosens: ClassVar[bool] = True
    note: Literal["account opened"] = "account opened"
    person: UUID
    since: AwareDatetime


class PasswordChanged(_Note):
    """Nobody signs in by a password that a person had before that moment."""

    note: Literal["password changed"] = "password changed"
    person: UUID
    at: AwareDatetime


class BackupMade(_Note):
    """A backup of that id was made: a journal without this line is older than the backup."""

    note: Literal["backup made"] = "backup made"
    backup: str = Field(pattern=r"^[0-9A-Za-z-]{1,100}$")
    at: AwareDatetime


Note = (
    ActInForce
    | RecordingRefused
    | RecordingAllowed
    | PartEnded
    | CallFrozen
    | FreezeLifted
    | TokensRevoked
    | AccountClosed
    | AccountOpened
    | PasswordChanged
    | BackupMade
)


_NOTE: TypeAdapter[Note] = TypeAdapter(Annotated[Note, Field(discriminator="note")])


def note_of(line: bytes) -> Note:
    """What a line says.

    Raises ValueError when it is no note.
    """
    return _NOTE.validate_json(line)


def line_of(note: Note) -> bytes:
    """The line that is written."""
    return note.model_dump_json().encode() + b"\n"
