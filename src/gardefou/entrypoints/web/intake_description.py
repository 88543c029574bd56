"""How the route for calls describes itself in OpenAPI."""

from typing import Any

from gardefou.adapters.documents.call_fields import CallFields


def request_body() -> dict[str, Any]:
    """The form that a sender fills in."""
    return {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["metadata", "sound"],
                    "properties": {
                        "metadata": _inlined(CallFields.model_json_schema()),
                        "sound": {"type": "string", "format": "binary", "description": "WAV, FLAC, Ogg, MP3, M4A."},
                    },
                },
                "encoding": {
                    "metadata": {"contentType": "application/json"},
                    "sound": {"contentType": "application/octet-stream, audio/*"},
                },
            }
        },
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its own definitions in the place of references to them."""
    definitions = schema.pop("$defs", {})

    def resolved(part: Any) -> Any:
        if isinstance(part, list):
            return [resolved(each) for each in part]
        if not isinstance(part, dict):
            return part
        name = str(part.get("$ref", "")).rpartition("/")[2]
        return resolved(definitions[name]) if name in definitions else {key: resolved(part[key]) for key in part}

    return dict(resolved(schema))


def described(description: str, *fields: str) -> dict[str, Any]:
    """An answer with these fields, of which the first two are always there."""
    properties = {field: {"type": "string"} for field in fields}
    schema = {"type": "object", "required": list(fields[:2]), "properties": properties}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    201: described("The call was drawn and kept.", "arrival", "call"),
    200: described("The call was here already, with the same sound.", "arrival", "call"),
    202: described("The call was not drawn: nothing of it is stored.", "arrival"),
    **{
        status: described(description, "code", "message", *more)
        for status, description, *more in (
            (400, "The form is malformed, or the connection was cut."),
            (401, "No token, or a wrong one."),
            (403, "The charter refuses, or the token is not for this site.", "clause"),
            (408, "The body did not come in time."),
            (409, "The call is here already, with another sound."),
            (413, "The body is too large."),
            (415, "The body or its part metadata has the wrong content type."),
            (422, "The metadata or the sound is not fit; `faults` has one entry for each field."),
            (429, "Too many calls are coming in: send it again after Retry-After."),
            (503, "Too much sound waits to be heard: send it again after Retry-After."),
        )
    },
}


def unauthorised(status: int) -> dict[str, str]:
    """The header that goes with a status, if it has one of its own."""
    return {"WWW-Authenticate": 'Bearer realm="gardefou"'} if status == 401 else {}
