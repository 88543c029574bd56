"""Calls that Genesys Cloud sends while they go on: AudioHook at `/audiohook`."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from gardefou.adapters.telephony.audiohook.course import Course
from gardefou.adapters.telephony.audiohook.keys import AudioHookKeys
from gardefou.adapters.telephony.audiohook.messages import NOBODY
from gardefou.adapters.telephony.audiohook.signature import Request, Signatures
from gardefou.adapters.telephony.audiohook.states import Reason
from gardefou.entrypoints.live.audiohook_call import AudioHookCall
from gardefou.entrypoints.live.audiohook_connection import AudioHookConnection
from gardefou.flows.live_session import LiveSessions
from gardefou.kernel.errors import AccessRefused

LOG = logging.getLogger(__name__)
MOST_CONNECTIONS = 2_000
POLICY = 1008


class AudioHookServer:
    """Takes connections from Genesys Cloud; `now` tells seconds since 1970, `clock` seconds that only go forward."""

    def __init__(
        self,
        sessions: LiveSessions,
        keys: AudioHookKeys,
        most: int = MOST_CONNECTIONS,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions = sessions
        self._signatures = Signatures(keys)
        self._most = most
        self._now = now
        self._clock = clock
        self.connections = 0

    async def talk(self, websocket: WebSocket) -> None:
        """One connection, from its request to its end."""
        if self.connections >= self._most:
            LOG.warning("AudioHook: a connection is refused, as %d are open", self._most)
            with suppress(WebSocketDisconnect):
                await websocket.send_denial_response(PlainTextResponse("no room", 503, {"Retry-After": "5"}))
            return
        self.connections += 1
        try:
            with suppress(WebSocketDisconnect):
                await self._let_in(websocket)
        finally:
            self.connections -= 1

    async def _let_in(self, websocket: WebSocket) -> None:
        request = Request.of(_target(websocket), websocket.scope["headers"])
        session = request.identity("audiohook-session-id")
        organization = request.identity("audiohook-organization-id")
        name = session or NOBODY
        course = Course(name, organization or NOBODY, self._clock())
        call = AudioHookCall(name, self._sessions, course, self._clock, _asked_by_address(websocket))
        connection = AudioHookConnection(websocket, course, call, self._clock)
        try:
            self._signatures.check(request, self._now())
            if session is None or organization is None:
                raise AccessRefused("the request names no session or no organization")
        except AccessRefused as refused:
            LOG.warning("AudioHook session %s: %s", name, refused)
            connection.do(
                course.leave(Reason.UNAUTHORIZED, "the request is not signed as it has to be", self._clock(), POLICY)
            )
        await connection.run()


def audiohook_route(sessions: LiveSessions, keys: AudioHookKeys, most: int = MOST_CONNECTIONS) -> WebSocketRoute:
    """Where Genesys Cloud connects to; `most` connections are served at a time."""
    return WebSocketRoute("/audiohook", AudioHookServer(sessions, keys, most).talk)


def _target(websocket: WebSocket) -> str:
    """Path and query as they were sent."""
    path: bytes = websocket.scope.get("raw_path") or websocket.scope["path"].encode()
    query: bytes = websocket.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _asked_by_address(websocket: WebSocket) -> dict[str, str]:
    """Adviser and site, where the address of the integration names them."""
    named = ((name, websocket.query_params.get(name)) for name in ("adviser", "site"))
    return {name: value for name, value in named if value and len(value) <= 100}
