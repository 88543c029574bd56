"""What an AudioHook client says in text; what it may say besides is not read."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

LONGEST_MS = 24 * 3_600_000
NOBODY = "00000000-0000-0000-0000-000000000000"
DURATION = re.compile(r"PT((?:[0-9]{0,9}\.)?[0-9]{1,18})S")


def _milliseconds(text: object) -> int:
    found = DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None or float(found[1]) * 1000 > LONGEST_MS:
        raise ValueError("not a duration of at most a day")
    return round(float(found[1]) * 1000)


def _identity(text: str) -> str:
    return str(UUID(text))


Milliseconds = Annotated[int, BeforeValidator(_milliseconds)]
"""Written PT1.5S."""
Identity = Annotated[str, Field(min_length=36, max_length=36), AfterValidator(_identity)]
Number = Annotated[int, Field(ge=0, lt=2**53)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Offer(_Said):
    """A form of sound that the client can send; only some can be read here."""

    type: str
    format: str
    channels: list[str]
    rate: int


class Custom(_Said):
    """What the administrator wrote for gardefou in the configuration of the integration."""

    adviser: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    site: Annotated[str, Field(min_length=1, max_length=100)] | None = None


class OpenParameters(_Said):
    """Which call it is, and how it can be heard."""

    organization: Identity = Field(alias="organizationId")
    conversation: Identity = Field(alias="conversationId")
    media: Annotated[list[Offer], Field(max_length=32)]
    language: Annotated[str, Field(max_length=32)] | None = None
    wants_languages: bool = Field(alias="supportedLanguages", default=False)
    custom: Custom = Field(alias="customConfig", default_factory=Custom)


class Stretch(_Said):
    """Sound that the client did not send."""

    start: Milliseconds
    discarded: Milliseconds


class ErrorParameters(_Said):
    """What the client found wrong; its words are not read."""

    code: Number


class _Parameters(_Said):
    """Parameters of which nothing is needed."""


class _Message(_Said):
    version: Literal["2"]
    id: Identity
    seq: Number
    serverseq: Number
    position: Milliseconds


class Open(_Message):
    """A call begins."""

    type: Literal["open"]
    parameters: OpenParameters


class Close(_Message):
    """The session ends."""

    type: Literal["close"]
    parameters: _Parameters


class Ping(_Message):
    """The client is there."""

    type: Literal["ping"]
    parameters: _Parameters


class ClientPaused(_Message):
    """No sound comes until it is resumed."""

    type: Literal["paused"]
    parameters: _Parameters


class ClientResumed(_Message):
    """Sound comes again."""

    type: Literal["resumed"]
    parameters: Stretch


class Discarded(_Message):
    """Sound was lost on the way."""

    type: Literal["discarded"]
    parameters: Stretch


class Update(_Message):
    """Another language is spoken."""

    type: Literal["update"]
    parameters: _Parameters


class ClientError(_Message):
    """Something that the server did is wrong."""

    type: Literal["error"]
    parameters: ErrorParameters


ClientMessage = Open | Close | Ping | ClientPaused | ClientResumed | Discarded | Update | ClientError
