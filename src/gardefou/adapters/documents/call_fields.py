"""What may be said of a call, field by field: one model for tables, sidecar files and requests."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gardefou.adapters.documents import field_values
from gardefou.intake.model import CallNotice
from gardefou.intake.rules import LONGEST_FIELD, Fault, NoticeRefused, checked, shown
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.transcript import Language, Role

LARGEST_DOCUMENT = 64_000
Name = Annotated[str, BeforeValidator(field_values.name), Field(max_length=LONGEST_FIELD)]
OptionalName = Annotated[str | None, BeforeValidator(field_values.optional_name)]


class CallFields(BaseModel):
    """What is said of a call that is sent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    external_id: Name = Field(description="Its name in the telephone system.")
    source: Name = Field(description="The telephone system that names it.")
    site: Name = Field(description="The code of the site.")
    adviser: Name = Field(description="The adviser's number in the company.")
    direction: Annotated[Direction, BeforeValidator(field_values.direction)]
    started_at: Annotated[datetime, BeforeValidator(field_values.moment)] = Field(
        description=f"When it began, with offset or zone: {field_values.EXAMPLE}."
    )
    channels: Annotated[tuple[Role, ...], BeforeValidator(field_values.channels)] = Field(
        description="Who speaks on each channel, in order; for mono sound the one who speaks, or both who share it."
    )
    team: OptionalName = None
    customer_ref: OptionalName = Field(
        default=None, repr=False, description="The customer's reference; only its keyed hash is stored."
    )
    language: Annotated[Language | None, BeforeValidator(field_values.language)] = None
    simulated: Annotated[bool, BeforeValidator(field_values.simulated)] = False


def read_call_fields(source: object, fields: Mapping[str, Any], now: datetime) -> CallNotice:
    """The notice that the fields of a call make.

    Raises NoticeRefused with a fault for every field that is wrong.
    """
    try:
        said = CallFields.model_validate(fields)
    except ValidationError as error:
        raise NoticeRefused(source, faults_of(error)) from None
    notice = CallNotice(
        key=CallKey(said.site, said.source, said.external_id),
        adviser=said.adviser,
        direction=said.direction,
        started_at=said.started_at,
        roles=said.channels,
        team=said.team,
        customer_reference=said.customer_ref,
        language=said.language,
        simulated=said.simulated,
    )
    return checked(notice, now)


def read_call_document(source: object, document: bytes, now: datetime) -> CallNotice:
    """The notice that a JSON document makes.

    Raises NoticeRefused with a fault for every field that is wrong.
    """
    if len(document) > LARGEST_DOCUMENT:
        raise NoticeRefused(source, [Fault("metadata", f"is larger than {LARGEST_DOCUMENT} bytes")])
    try:
        fields = json.loads(document.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise NoticeRefused(source, [Fault("metadata", "is not UTF-8 text; encode it as UTF-8")]) from None
    except json.JSONDecodeError as error:
        cause = f"is not JSON (line {error.lineno}, column {error.colno}); send one JSON object"
        raise NoticeRefused(source, [Fault("metadata", cause)]) from None
    except (ValueError, RecursionError):
        cause = "is not readable as JSON: a field stands twice, a number is too long or nesting too deep"
        raise NoticeRefused(source, [Fault("metadata", cause)]) from None
    if not isinstance(fields, dict):
        raise NoticeRefused(source, [Fault("metadata", "is not a JSON object; send the fields inside { }")])
    return read_call_fields(source, fields, now)


def faults_of(error: ValidationError) -> list[Fault]:
    """What pydantic found, one fault for each field, without the values."""
    found: dict[str, Fault] = {}
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        field = shown(each["loc"][0])[:LONGEST_FIELD] if each["loc"] else "metadata"
        found.setdefault(field, Fault(field, _worded(each["type"], each["msg"])))
    return list(found.values())


def _worded(kind: str, message: str) -> str:
    match kind:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "is not a field of a call; remove it or correct its name"
        case _:
            return " ".join(message.removeprefix("Value error, ").split())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field stands twice")
    return fields
