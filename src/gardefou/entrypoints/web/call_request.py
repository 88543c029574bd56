"""A request that brings a call: what is said of it comes first, then its sound, piece by piece."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import anyio
from starlette.requests import Request
from starlette.types import Message

from gardefou.adapters.documents.call_fields import LARGEST_DOCUMENT
from gardefou.entrypoints.web.answers import Deadline, Unanswered
from gardefou.entrypoints.web.multipart import Event, Form, FormEnds, Malformed, PartBegins, PartEnds, boundary_of

ORDER = "send the part metadata (application/json) first, then the part sound, and nothing else"
LONGEST_EPILOGUE = 4_096


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sender may ask of the process.

    `silence_s` is the longest that a sender may send nothing, `longest_s` the longest that a request may take,
    `at_once` how many calls may come in at the same time.
    """

    largest_body: int = 500_000_000
    silence_s: float = 20.0
    longest_s: float = 900.0
    at_once: int = 32
    retry_after_s: int = 30


class CallRequest:
    """The body of a request, read only as far as somebody asks for it.

    The first fault is kept in `fault` and raised again at every later question, so that whoever writes the sound
    cannot take a cut one for a whole one.
    """

    def __init__(self, request: Request, limits: Limits) -> None:
        self._receive = request.receive
        self._limits = limits
        self._deadline = Deadline(limits.longest_s)
        self.fault: Unanswered | None = None
        self.is_read_out = False
        self.is_complete = False
        self.counted = 0
        self._body = self._chunks()
        self._form = Form(self._boundary(request), self._body)
        self._in_sound = False
        self._announced(request)

    async def metadata(self) -> bytes:
        """The document that says what the call is; its part comes first.

        Raises Unanswered.
        """
        begin = await self._next()
        if not isinstance(begin, PartBegins) or begin.name != "metadata":
            raise self._at_fault(400, "malformed", f"the first part is not metadata; {ORDER}")
        if begin.content_type not in {"application/json", ""}:
            raise self._at_fault(415, "wrong_type", f"the part metadata is not application/json; {ORDER}")
        document = bytearray()
        while isinstance(event := await self._next(), bytes):
            document += event
            if len(document) > LARGEST_DOCUMENT:
                raise self._at_fault(413, "too_large", f"the part metadata is larger than {LARGEST_DOCUMENT} bytes")
        return bytes(document)

    async def sound_piece(self) -> bytes:
        """The next bytes of the sound, b"" when the whole form was complete and well-formed.

        Raises Unanswered.
        """
        if self.fault:
            raise self.fault
        if self.is_complete:
            return b""
        if not self._in_sound:
            begin = await self._next()
            if not isinstance(begin, PartBegins) or begin.name != "sound":
                raise self._at_fault(400, "malformed", f"the second part is not sound; {ORDER}")
            self._in_sound = True
        while True:
            match await self._next():
                case bytes(piece) if piece:
                    return piece
                case FormEnds():
                    await self._read_out()
                    self.is_complete = True
                    return b""
                case PartBegins():
                    raise self._at_fault(400, "malformed", f"there is a part after the sound; {ORDER}")
                case PartEnds() | bytes():
                    continue

    async def _read_out(self) -> None:
        """Read what little may follow the closing boundary, so that the connection can serve again."""
        end = self.counted
        async for _ in self._body:
            if self.counted - end > LONGEST_EPILOGUE:
                raise self._at_fault(400, "malformed", f"there is more after the closing boundary; {ORDER}")

    async def _next(self) -> Event:
        try:
            return await self._form.next()
        except Malformed as malformed:
            raise self._at_fault(400, "malformed", str(malformed)) from None

    def _boundary(self, request: Request) -> bytes:
        boundary = boundary_of(request.headers.get("content-type", ""))
        if boundary is None:
            raise self._at_fault(415, "wrong_type", f"the body is not multipart/form-data with a boundary; {ORDER}")
        return boundary

    def _announced(self, request: Request) -> None:
        length = request.headers.get("content-length", "0")
        if len(length) > 18 or int(length if length.isdecimal() else 0) > self._limits.largest_body:
            raise self._too_large()

    async def _chunks(self) -> AsyncIterator[bytes]:
        while not self.is_read_out:
            message = await self._received()
            if message["type"] == "http.disconnect":
                self.is_read_out = True
                raise self._at_fault(400, "cut", "the connection was cut before the body was complete; send it again")
            self.is_read_out = not message.get("more_body", False)
            chunk = message.get("body", b"")
            self.counted += len(chunk)
            if self.counted > self._limits.largest_body:
                raise self._too_large()
            yield chunk

    async def _received(self) -> Message:
        with anyio.move_on_after(min(self._limits.silence_s, self._deadline.left())):
            return await self._receive()
        raise self._at_fault(408, "too_slow", "the body did not come in time; send it again")

    def _too_large(self) -> Unanswered:
        return self._at_fault(413, "too_large", f"the body is larger than {self._limits.largest_body} bytes")

    def _at_fault(self, status: int, code: str, message: str) -> Unanswered:
        self.fault = self.fault or Unanswered(status, code, message)
        return self.fault
