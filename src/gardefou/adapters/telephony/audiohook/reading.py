"""Texts of a client become messages; nothing of a text is quoted."""

import json
from typing import Annotated, NoReturn

from pydantic import Field, TypeAdapter, ValidationError

from gardefou.adapters.telephony.audiohook.fault import Code, Fault
from gardefou.adapters.telephony.audiohook.messages import ClientMessage

MOST_BYTES = 65_535
_READING: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])


def read(text: str) -> ClientMessage:
    """One message; raises Fault."""
    if len(text) > MOST_BYTES:
        raise Fault(Code.TOO_LARGE, f"a message may have {MOST_BYTES} bytes")
    try:
        return _READING.validate_python(json.loads(text, parse_constant=_no_number))
    except ValidationError as error:
        raise Fault(Code.MALFORMED, _where(error)) from None
    except (ValueError, RecursionError):
        raise Fault(Code.MALFORMED, "a message is not JSON") from None


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _where(error: ValidationError) -> str:
    """The first field that is wrong; the name is one of those here, behind the type of the message."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(each) for each in first["loc"][1:])
    return f"a message is wrong at {place}" if place else "a message is not one of a client"
