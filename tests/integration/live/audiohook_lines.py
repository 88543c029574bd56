import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from evals.audiohook_client import API_KEY, SECRET, AudioHookClient
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.asyncio.client import ClientConnection, connect

from gardefou.adapters.telephony.audiohook.keys import AudioHookKeys
from gardefou.entrypoints.live.audiohook import AudioHookServer
from gardefou.flows.live_session import LiveCallNotice, LiveSession, LiveSessions, Recording

MOST = 50


class Counted:
    """A recorder that counts what it is given."""

    recording = Recording.DRAWN

    def __init__(self, notice: LiveCallNotice) -> None:
        self.notice = notice
        self.samples = self.skipped_ms = 0
        self.ended: str | None = None

    def add(self, samples):
        self.samples += samples.shape[1]

    def skip(self, milliseconds):
        self.skipped_ms += milliseconds

    def end(self):
        self.ended = "end"

    def drop(self):
        self.ended = "drop"

    def erase(self):
        self.ended = "erase"
        self.recording = Recording.ERASED


class Telephony:
    """A server, and what its calls gave."""

    def __init__(self, most: int = MOST, **settings) -> None:
        self.calls: list[Counted] = []
        self.sessions = LiveSessions(most, self._record)
        self.now = settings.get("now", time.time)
        self.hook = AudioHookServer(self.sessions, AudioHookKeys({API_KEY: SECRET}), **settings)
        self.port = 0

    def _record(self, notice: LiveCallNotice) -> Counted:
        self.calls.append(Counted(notice))
        return self.calls[-1]

    def session(self, client: AudioHookClient) -> LiveSession:
        found = self.sessions.find(client.conversation)
        assert found is not None
        return found

    @asynccontextmanager
    async def served(self) -> AsyncIterator["Telephony"]:
        application = Starlette(routes=[WebSocketRoute("/audiohook", self.hook.talk)])
        config = uvicorn.Config(
            application,
            "127.0.0.1",
            0,
            log_config=None,
            ws_max_size=131_072,
            lifespan="off",
            log_level=logging.CRITICAL,
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        self.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.should_exit = True
            await task

    def connected(self, client: AudioHookClient, query: str = "", **changes) -> connect:
        authority = f"127.0.0.1:{self.port}"
        target = f"/audiohook{query}"
        fields = client.fields(int(self.now()), authority, target) | changes
        return connect(f"ws://{authority}{target}", additional_headers=fields, ping_interval=None, max_size=None)


async def hears(line: ClientConnection, client: AudioHookClient) -> dict:
    async with asyncio.timeout(5):
        return client.took(await line.recv())


async def opens(line: ClientConnection, client: AudioHookClient, **more) -> dict:
    await line.send(client.open(**more))
    return await hears(line, client)


async def until(happens) -> None:
    """Let the server do what it has to."""
    async with asyncio.timeout(5):
        while not happens():
            await asyncio.sleep(0.002)
