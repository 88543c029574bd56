"""Answers of the programming interface: JSON with a stable code, and a polite end of unread requests."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import anyio
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from gardefou.kernel.errors import GardefouError

UNASKED_BYTES = 1_000_000
UNASKED_S = 5.0


class Answer(JSONResponse):
    """An answer that nobody stores; with `unread_bytes` it closes the connection after reading on for so much.

    The answer is sent first. A connection that is closed with unread bytes is reset, and a sender that is still
    writing might lose the answer: so what it still sends is read and dropped for a while.
    """

    def __init__(
        self,
        status: int,
        content: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
        unread_bytes: int = 0,
        unread_s: float = UNASKED_S,
    ) -> None:
        closing = {"Connection": "close"} if unread_bytes else {}
        super().__init__(dict(content), status, {"Cache-Control": "no-store", **closing, **(headers or {})})
        self._unread_bytes = unread_bytes
        self._unread_s = unread_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        if not self._unread_bytes:
            await super().__call__(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with anyio.move_on_after(self._unread_s):
            await self._read_on(receive)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _read_on(self, receive: Receive) -> None:
        left = self._unread_bytes
        while left > 0:
            more = False
            with anyio.move_on_after(UNASKED_S):
                message = await receive()
                left -= len(message.get("body", b""))
                more = message.get("more_body", False)
            if not more:
                return


class Unanswered(Exception):
    """A request that is answered with a fault: its status, its code and the words."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        self.status = status
        self.content = {"code": code, "message": message, **more}
        super().__init__(message)


def of_error(status: int, error: GardefouError, **more: Any) -> Unanswered:
    """The fault that one of our errors stands for."""
    return Unanswered(status, error.code, " ".join(str(error).split()), **more)


class Deadline:
    """The time that a request may take in all."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, 0 when it has passed."""
        return max(0.0, self._end - monotonic())
