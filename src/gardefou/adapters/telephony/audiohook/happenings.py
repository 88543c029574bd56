"""What a session asks of the program that carries its bytes, in order."""

from dataclasses import dataclass

from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Language, Role


@dataclass(frozen=True, slots=True)
class Send:
    """A text for the client."""

    text: str


@dataclass(frozen=True, slots=True)
class CallAsked:
    """A call begins: answer with `accept` or `leave` before anything else."""

    conversation: str
    roles: tuple[Role, ...]
    language: Language | None
    adviser: str | None
    site: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Sound at HEARING_RATE, of shape `(channels, samples)`."""

    samples: Samples


@dataclass(frozen=True, slots=True)
class Lost:
    """Sound that never came; `is_told` where the client said so, and not only its position."""

    milliseconds: int
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Paused:
    """The client sends no sound."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The client sends sound again."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The session ends before its call does; `cause` is fit for a log."""

    cause: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """Close the connection with this code of WebSocket."""

    code: int


Happening = Send | CallAsked | Heard | Lost | Paused | Resumed | Ended | Broken | HangUp
