"""Where telephone systems send recorded calls: `POST /api/calls`, streamed into the reception."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import anyio
from anyio import from_thread, to_thread
from fastapi import APIRouter, Request, Response, Security
from fastapi.security import HTTPBearer

from gardefou.adapters.documents.call_fields import read_call_document
from gardefou.entrypoints.web.answers import UNASKED_BYTES, UNASKED_S, Answer, Unanswered, of_error
from gardefou.entrypoints.web.call_request import CallRequest, Limits
from gardefou.entrypoints.web.intake_description import RESPONSES, request_body
from gardefou.governance.actors import Sender
from gardefou.intake.model import Arrival, CallNotice, Received
from gardefou.intake.ports import Reception, Tokens
from gardefou.intake.rules import NoticeRefused, shown
from gardefou.kernel.errors import (
    AccessRefused,
    GardefouError,
    InputRefused,
    KeyWrong,
    KnownOtherwise,
    Refused,
    RoomFull,
    SettingWrong,
    StorageFull,
    StorageUnwritable,
    StoreUnavailable,
)

Receptions = Callable[[Sender], Reception]
LOG = logging.getLogger(__name__)
LONGEST_TOKEN = 512
STATUS = {Arrival.KEPT: 201, Arrival.ALREADY_HERE: 200, Arrival.NOT_DRAWN: 202}
LITTLE_IS_READ_AFTER = {401, 408, 413, 429, 503}


def _now() -> datetime:
    return datetime.now(UTC)


def intake_router(
    receptions: Receptions, tokens: Tokens, limits: Limits | None = None, now: Callable[[], datetime] = _now
) -> APIRouter:
    """The routes by which calls come in; each sender has a reception of its own."""
    router = APIRouter(tags=["calls"])
    door = _Door(receptions, tokens, limits or Limits(), now)
    router.add_api_route(
        "/api/calls",
        door.send_call,
        methods=["POST"],
        name="send_call",
        summary="Send a recorded call",
        description="The part `metadata` comes first, then the part `sound`. A call that is not drawn leaves nothing.",
        response_class=Answer,
        response_model=None,
        status_code=201,
        responses=RESPONSES,
        openapi_extra={"requestBody": request_body()},
        dependencies=[Security(HTTPBearer(auto_error=False, description="The token of the sending system."))],
    )
    return router


class _Door:
    """Lets senders in, as many at once as the limits say."""

    def __init__(self, receptions: Receptions, tokens: Tokens, limits: Limits, now: Callable[[], datetime]) -> None:
        self._receptions = receptions
        self._tokens = tokens
        self._limits = limits
        self._now = now
        self._inside = 0
        self._threads = anyio.CapacityLimiter(limits.at_once)

    async def send_call(self, request: Request) -> Response:
        """Take a call in and say what became of it."""
        body: CallRequest | None = None
        try:
            sender = await self._sender(request)
            body = CallRequest(request, self._limits)
            received = await self._admitted(sender, body)
        except Unanswered as fault:
            return self._fault(fault, body)
        content: dict[str, Any] = {"arrival": received.arrival.value}
        if received.call is not None:
            content["call"] = str(received.call)
        unread = 0 if body.is_read_out else self._limits.largest_body
        return Answer(STATUS[received.arrival], content, None, unread, self._limits.longest_s)

    async def _sender(self, request: Request) -> Sender:
        token = token_of(request)
        try:
            sender = await to_thread.run_sync(self._tokens.sender, token) if token else None
        except StoreUnavailable as error:
            raise answered(error) from None
        if sender is None:
            known = AccessRefused("the token is not known; send Authorization: Bearer and a token of this installation")
            raise of_error(401, known)
        return sender

    async def _admitted(self, sender: Sender, body: CallRequest) -> Received:
        if self._inside >= self._limits.at_once:
            raise Unanswered(429, "too_many_at_once", f"{self._inside} calls are coming in; send it again later")
        self._inside += 1
        try:
            notice = await self._notice(body)
            received = await to_thread.run_sync(self._received, sender, notice, body, limiter=self._threads)
        except GardefouError as error:
            raise body.fault or answered(error) from None
        except Exception:
            if body.fault:
                raise body.fault from None
            raise
        finally:
            self._inside -= 1
        if body.fault:
            raise body.fault
        return received

    async def _notice(self, body: CallRequest) -> CallNotice:
        return read_call_document("metadata", await body.metadata(), self._now())

    def _received(self, sender: Sender, notice: CallNotice, body: CallRequest) -> Received:
        return self._receptions(sender).receive(notice, _Sound(body))

    def _fault(self, fault: Unanswered, body: CallRequest | None) -> Answer:
        headers = {}
        if fault.status in {429, 503}:
            headers["Retry-After"] = str(self._limits.retry_after_s)
        if fault.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="gardefou"'
        if body and body.is_read_out:
            return Answer(fault.status, fault.content, headers)
        if body is None or fault.status in LITTLE_IS_READ_AFTER:
            return Answer(fault.status, fault.content, headers, UNASKED_BYTES, UNASKED_S)
        return Answer(fault.status, fault.content, headers, self._limits.largest_body, self._limits.longest_s)


class _Sound(Iterator[bytes]):
    """The sound of a request, for the thread that takes it in.

    Each piece is asked of the event loop when it is wanted, so the sender is never further ahead than one piece.
    """

    def __init__(self, body: CallRequest) -> None:
        self._body = body

    def __next__(self) -> bytes:
        piece = from_thread.run(self._body.sound_piece)
        if not piece:
            raise StopIteration
        return piece


def token_of(request: Request) -> str | None:
    """The token that a request shows."""
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    token = token.strip()
    fits = 0 < len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()
    return token if fits and scheme.lower() == "bearer" else None


def answered(error: GardefouError) -> Unanswered:
    """The fault that an error of the reception stands for.

    Raises the error itself when the sender can do nothing about it.
    """
    match error:
        case KnownOtherwise():
            return of_error(409, error)
        case NoticeRefused():
            faults = [{"field": fault.field, "message": fault.cause} for fault in error.faults]
            return of_error(422, error, faults=faults)
        case InputRefused():
            return of_error(422, error)
        case Refused():
            return of_error(403, error, clause=error.clause)
        case AccessRefused():
            return of_error(401, error)
        case RoomFull():
            return of_error(503, error)
        case StorageFull() | StorageUnwritable() | StoreUnavailable() | SettingWrong() | KeyWrong():
            LOG.error("a call was sent back: %s", shown(error))
            return Unanswered(503, error.code, "nothing can be stored at the moment; send the call again later")
        case _:
            raise error
