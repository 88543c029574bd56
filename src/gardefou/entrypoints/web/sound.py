"""Answers that carry sound: a whole call, any part of it, or one passage that counts as served when it went out."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import anyio
import anyio.lowlevel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gardefou.adapters.vault.reader import ObjectReader
from gardefou.kernel.errors import ContentAltered, GardefouError

PIECE_BYTES = 64 * 1024
HEADERS = {"Content-Type": "audio/ogg", "Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
OpenObject = Callable[[], ObjectReader]
"""Opens the same sound anew."""
_ONE_RANGE = re.compile(
    r"bytes=[\s,]*(?:(?P<first>\d+)-(?P<last>\d*)|-(?P<suffix>\d+))[\s,]*", re.IGNORECASE | re.ASCII
)
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes `[start, end)` of something of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes there are."""
        return self.end - self.start


class Unsatisfiable(Exception):
    """The part that was asked for lies outside."""


def asked_part(ranges: list[str], size: int) -> Part | None:
    """The part that the values of `Range` ask for, None when the whole is to be given.

    The whole is given when several parts are asked for, or something that is no range of bytes. Raises Unsatisfiable.
    Source: RFC 9110, section 14.
    """
    asked = _ONE_RANGE.fullmatch(ranges[0].strip()) if len(ranges) == 1 else None
    if asked is None:
        return None
    if asked["suffix"] is not None:
        return _satisfiable(max(0, size - _number(asked["suffix"])), size, size)
    first = _number(asked["first"])
    last = _number(asked["last"]) if asked["last"] else size
    if asked["last"] and last < first:
        return None
    return _satisfiable(first, min(last + 1, size), size)


def _number(digits: str) -> int:
    """The number, or one beyond any sound where there are too many digits to count."""
    told = digits.lstrip("0") or "0"
    return int(told) if len(told) <= _MOST_DIGITS else 10**_MOST_DIGITS


def _satisfiable(start: int, end: int, size: int) -> Part:
    if start >= end:
        raise Unsatisfiable
    return Part(start, end, size)


async def sound_answer(request: Request, open_reader: OpenObject, name: str) -> Response:
    """The sound of that name, or the part of it that the request asks for; `name` changes with its content.

    What `open_reader` raises comes out before anything is sent: ContentErased, ContentAltered, StorageUnwritable.
    """
    size = await run_in_threadpool(_size, open_reader)
    tag = f'"{name}"'
    described = {**HEADERS, "ETag": tag, "Accept-Ranges": "bytes"}
    if request.method == "HEAD":
        return Response(headers={**described, "Content-Length": str(size)})
    try:
        part = asked_part(request.headers.getlist("range"), size) if _ranges_hold(request, tag) else None
    except Unsatisfiable:
        return Response(status_code=416, headers={**described, "Content-Range": f"bytes */{size}"})
    return SoundAnswer(open_reader, part or Part(0, size, size), described, is_part=part is not None)


def _opened(open_reader: OpenObject) -> ObjectReader:
    """The reader; an object that went between its key and its bytes is asked for again, to hear that it was erased."""
    try:
        return open_reader()
    except ContentAltered:
        return open_reader()


def _size(open_reader: OpenObject) -> int:
    with closing(_opened(open_reader)) as reader:
        return reader.size


def _read(open_reader: OpenObject, start: int, length: int) -> bytes:
    with closing(_opened(open_reader)) as reader:
        reader.seek(start)
        return reader.read(length) or b""


def _ranges_hold(request: Request, tag: str) -> bool:
    """Whether `Range` is to be looked at: a part of another content would not fit what the client has."""
    return request.headers.get("if-range", tag).strip() == tag


class SoundAnswer(Response):
    """Streams a part of a sound in pieces, each opened anew: what was erased meanwhile is not read on.

    Then, and where it is found altered, the answer ends short of its length, without a word of it.
    """

    def __init__(self, open_reader: OpenObject, part: Part, headers: dict[str, str], *, is_part: bool) -> None:
        ranged = {"Content-Range": f"bytes {part.start}-{part.end - 1}/{part.size}"} if is_part else {}
        super().__init__(
            status_code=206 if is_part else 200, headers={**headers, **ranged, "Content-Length": str(part.length)}
        )
        self._open_reader = open_reader
        self._part = part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await _while_listening(receive, partial(self._stream, send))

    async def _stream(self, send: Send) -> None:
        at, end = self._part.start, self._part.end
        more = True
        while more:
            try:
                piece = await run_in_threadpool(_read, self._open_reader, at, min(end - at, PIECE_BYTES))
            except GardefouError:
                return
            at += len(piece)
            more = at < end
            await send({"type": "http.response.body", "body": piece, "more_body": more})


async def passage_answer(make: Callable[[], bytes], on_served: Callable[[], None]) -> Response:
    """A passage that is made now, in a thread; what `make` raises comes out before anything is sent.

    `on_served` runs in a thread when all bytes but the last were handed over and the client is still there; the last
    one leaves after it, so that who heard a passage to its end can rely on its being known. Where it raises a
    GardefouError, the answer ends short of its length.
    """
    return PassageAnswer(await run_in_threadpool(make), on_served)


class PassageAnswer(Response):
    """Sends a passage whole; a part of it is not to be had, since only the whole counts as served."""

    def __init__(self, content: bytes, on_served: Callable[[], None]) -> None:
        tag = sha256(content).hexdigest()[:32]
        super().__init__(headers={**HEADERS, "ETag": f'"{tag}"', "Content-Length": str(len(content))})
        self._content = content
        self._on_served = on_served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await _while_listening(receive, partial(self._send_whole, send))

    async def _send_whole(self, send: Send) -> None:
        for piece in _pieces(self._content[:-1]):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await anyio.lowlevel.checkpoint()
        try:
            await run_in_threadpool(self._on_served)
        except GardefouError:
            return
        await send({"type": "http.response.body", "body": self._content[-1:], "more_body": False})


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE_BYTES] for start in range(0, len(content), PIECE_BYTES))


async def _while_listening(receive: Receive, answer: Callable[[], Awaitable[None]]) -> None:
    """Answer, unless the client cuts the connection."""
    async with anyio.create_task_group() as tasks:

        async def listen() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(listen)
        await answer()
        tasks.cancel_scope.cancel()
