"""Forms: read into memory up to a limit, one field after the other."""

import hmac
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl

import anyio
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

MOST_FIELDS = 1000
DROPPED_BYTES = 4_000_000
SLOWEST_S = 30.0
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


class BadForm(Exception):
    """A form that is not taken; `status` says why."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"form refused with {status}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, and its files where the page asks for one."""

    fields: ImmutableMultiDict[str, str] = field(default_factory=ImmutableMultiDict, repr=False)
    uploads: Mapping[str, Upload] = field(default_factory=lambda: MappingProxyType({}))

    def carries(self, csrf: str) -> bool:
        """Whether it was made for this session."""
        return bool(csrf) and hmac.compare_digest(self.fields.get("csrf", "").encode(), csrf.encode())


async def read_form(request: Request, limit: int, with_upload: bool = False) -> Form:
    """The form of a request.

    Raises BadForm: 413 when it is larger than `limit` bytes, 422 when it cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request, limit)
    if kind == MULTIPART and with_upload:
        return await _multipart(request, body)
    if kind != URLENCODED and body:
        raise BadForm(422)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise BadForm(422) from None
    return Form(_checked(pairs))


def _checked(pairs: list[tuple[str, str]]) -> ImmutableMultiDict[str, str]:
    """Fields, without what no database keeps as text."""
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise BadForm(422)
    return ImmutableMultiDict(pairs)


async def _body(request: Request, limit: int) -> bytes:
    """What was sent; of what is too much, some is read and dropped so that the answer arrives."""
    body, count = bytearray(), 0
    with anyio.move_on_after(SLOWEST_S) as time:
        try:
            async for chunk in request.stream():
                count += len(chunk)
                if count <= limit:
                    body += chunk
                elif count > limit + DROPPED_BYTES:
                    break
        except ClientDisconnect:
            raise BadForm(422) from None
    if time.cancelled_caught:
        raise BadForm(408)
    if count > limit:
        raise BadForm(413)
    return bytes(body)


class _InMemory(MultiPartParser):
    """Parses without a temporary file: the whole was read within its limit."""

    spool_max_size = 2**40


async def _multipart(request: Request, body: bytes) -> Form:
    async def once() -> AsyncIterator[bytes]:
        yield body

    try:
        parsed = await _InMemory(request.headers, once(), max_files=4, max_fields=MOST_FIELDS).parse()  # type: ignore[arg-type]
    except (MultiPartException, HTTPException, ValueError):
        raise BadForm(422) from None
    pairs, uploads = [], {}
    for name, value in parsed.multi_items():
        if isinstance(value, str):
            pairs.append((name, value))
        else:
            uploads[name] = Upload(value.filename or "", await value.read())
    return Form(_checked(pairs), uploads)
