"""Calls that Genesys Cloud sends while they go on: AudioHook at `/audiohook`."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

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
from gardefou.flows.live_day import Failure
from gardefou.flows.live_session import LiveSessions
from gardefou.kernel.errors import AccessRefused

LOG = logging.getLogger(__name__)
MOST_CONNECTIONS = 2_000
MOST_STRANGERS = 50
"""Connections that are not let in and are told so take this many places, and none of the others."""
POLICY = 1008


@dataclass
class _Places:
    """Connections of a kind, and how many may be open."""

    most: int
    open: int = 0


class AudioHookServer:
    """Takes connections from Genesys Cloud; `now` tells seconds since 1970, `clock` seconds that only go forward."""

    def __init__(
        self,
        sessions: LiveSessions,
        keys: AudioHookKeys,
        most: int = MOST_CONNECTIONS,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        most_strangers: int = MOST_STRANGERS,
        failed: Callable[[Failure], None] = lambda _: None,
    ) -> None:
        self._sessions = sessions
        self._signatures = Signatures(keys)
        self._known = _Places(most)
        self._strangers = _Places(most_strangers)
        self._now = now
        self._clock = clock
        self._failed = failed

    @property
    def connections(self) -> int:
        """How many are open."""
        return self._known.open + self._strangers.open

    async def talk(self, websocket: WebSocket) -> None:
        """One connection, from its request to its end."""
        request = Request.of(_target(websocket), websocket.scope["headers"])
        refused = self._refused(request)
        places = self._strangers if refused else self._known
        with suppress(WebSocketDisconnect):
            if places.open >= places.most:
                await _turned_away(websocket, places.most, refused)
                return
            places.open += 1
            try:
                await self._connection(websocket, request, refused).run()
            finally:
                places.open -= 1

    def _refused(self, request: Request) -> AccessRefused | None:
        try:
            self._signatures.check(request, self._now())
            if not request.identity("audiohook-session-id") or not request.identity("audiohook-organization-id"):
                raise AccessRefused("the request names no session or no organization")
        except AccessRefused as refused:
            return refused
        return None

    def _connection(self, websocket: WebSocket, request: Request, refused: AccessRefused | None) -> AudioHookConnection:
        name = request.identity("audiohook-session-id") or NOBODY
        course = Course(name, request.identity("audiohook-organization-id") or NOBODY, self._clock())
        asked = _asked_by_address(websocket)
        call = AudioHookCall(name, self._sessions, course, self._clock, asked, self._failed)
        connection = AudioHookConnection(websocket, course, call, self._clock)
        if refused:
            LOG.warning("AudioHook session %s: %s", name, refused)
            told = "the request is not signed as it has to be"
            connection.do(course.leave(Reason.UNAUTHORIZED, told, self._clock(), POLICY))
        return connection


async def _turned_away(websocket: WebSocket, most: int, refused: AccessRefused | None) -> None:
    """Refuse a connection before it is one."""
    LOG.warning("AudioHook: a connection is refused, as %d are open; %s", most, refused or "its request is signed")
    if refused:
        await websocket.send_denial_response(PlainTextResponse("not signed", 401))
    else:
        await websocket.send_denial_response(PlainTextResponse("no room", 503, {"Retry-After": "5"}))


def audiohook_route(sessions: LiveSessions, keys: AudioHookKeys, failed: Callable[[Failure], None]) -> WebSocketRoute:
    """Where Genesys Cloud connects to; `failed` counts what goes wrong."""
    return WebSocketRoute("/audiohook", AudioHookServer(sessions, keys, failed=failed).talk)


def _target(websocket: WebSocket) -> str:
    """Path and query as they were sent."""
    path: bytes = websocket.scope.get("raw_path") or websocket.scope["path"].encode()
    query: bytes = websocket.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _asked_by_address(websocket: WebSocket) -> dict[str, str]:
    """Adviser and site, where the address of the integration names them."""
    named = ((name, websocket.query_params.get(name)) for name in ("adviser", "site"))
    return {name: value for name, value in named if value and len(value) <= 100}
