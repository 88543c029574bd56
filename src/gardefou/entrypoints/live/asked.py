"""What a page may ask of the live process, checked before anything is done with it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import Language, Role

LARGEST_MESSAGE = 64 * 1024
Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Open(_Asked):
    """Begin with a call, or come back to one after the connection broke."""

    do: Literal["open"]
    source: Literal["microphone", "sample", "telephone", "practice"] = "microphone"
    sample: Name | None = None
    speed: Annotated[float, Field(ge=0.25, le=8)] = 1.0
    call: Name | None = None
    language: Language | None = None
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=2)] = (Role.ADVISER,)
    assist: bool = True
    session: Name | None = None


class Dismiss(_Asked):
    """Show a card no more."""

    do: Literal["dismiss"]
    card: Name


class Pin(_Asked):
    """Keep a card shown, or no longer."""

    do: Literal["pin"]
    card: Name
    on: bool


class Tick(_Asked):
    """Tick a statement by hand, or untick it."""

    do: Literal["tick"]
    statement: Name
    on: bool


class Word(_Asked):
    """Propose formulations."""

    do: Literal["word"]
    situation: Name


class Send(_Asked):
    """Send the wrap-up as it was edited, then forget it."""

    do: Literal["send"]
    slots: Annotated[dict[Name, Annotated[str, Field(max_length=2_000)]], Field(max_length=50)]


class Assist(_Asked):
    """Turn help on or off."""

    do: Literal["assist"]
    on: bool


class Plain(_Asked):
    """What needs no more words: a control of the call, the wrap-up, or the end."""

    do: Literal["stop_wording", "wrap_up", "pause", "resume", "object", "private", "hang_up", "close"]


Asked = Open | Dismiss | Pin | Tick | Word | Send | Assist | Plain
_ASKED: TypeAdapter[Asked] = TypeAdapter(Annotated[Asked, Field(discriminator="do")])


def read_asked(text: str) -> Asked:
    """What a message asks for.

    Raises InputRefused, which says where the message is wrong without its words.
    """
    if len(text) > LARGEST_MESSAGE:
        raise InputRefused("message", f"is longer than {LARGEST_MESSAGE // 1024} kB")
    try:
        return _ASKED.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "message"
        raise InputRefused(f"message, field {place}", first["msg"][:100]) from None
