"""One connection of a page, from the moment that its call is open."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from gardefou.adapters.telephony.pace import TooFast
from gardefou.entrypoints.live.asked import read_asked
from gardefou.entrypoints.live.page_actions import carry_out
from gardefou.entrypoints.live.page_session import PageSession
from gardefou.kernel.errors import GardefouError, InputRefused, StoreUnavailable

LARGEST_SOUND = 256 * 1024
LOOKED_EVERY_S = 1.0
CHECKED_AT = 10
"""After so many looks it is asked anew whether assist is open: a suspension, or the end of a sign-in, ends it (S18)."""
NORMAL, GOING_AWAY = 1000, 1001
LAST_WITHIN_S = 5.0
"""A page that is let go has so long to take its last messages."""
_log = logging.getLogger(__name__)


class Connection:
    """Takes what the page sends and sends what it is to be told; `check` raises GardefouError once help has to end."""

    def __init__(self, socket: WebSocket, page: PageSession, check: Callable[[], None]) -> None:
        self._socket = socket
        self._page = page
        self._check = check
        self._tasks: list[asyncio.Task[None]] = []
        self._is_done = False
        self._closing: asyncio.Task[None] | None = None

    async def serve(self) -> bool:
        """Serve it until it ends; True when the page is done, False when it may come back."""
        self._tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._watch())]
        try:
            while not await self._take():
                pass
            return True
        except WebSocketDisconnect as gone:
            if not self._is_done and gone.code not in {NORMAL, GOING_AWAY}:
                _log.warning("a page beside a call lost its connection: code %s", gone.code)
            return self._is_done
        finally:
            self._stop()

    def close(self) -> None:
        """End it: the same page has a newer one, which takes what it has still to be told."""
        self._stop()
        self._closing = asyncio.create_task(self._close())

    async def _close(self) -> None:
        with suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.close(NORMAL)

    def _stop(self) -> None:
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()

    async def _end(self) -> None:
        """Send what the page has still to be told, then close."""
        self._stop()
        self._is_done = True
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(LAST_WITHIN_S):
                for text in self._page.outbox.rest():
                    await self._socket.send_text(text)
                await self._socket.close(NORMAL)

    async def _take(self) -> bool:
        """Take one message; True when the page is done."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", NORMAL))
        try:
            self._page.came()
            if (content := message.get("bytes")) is not None:
                _check_size(content)
                self._page.sound(content)
                return False
            asked = read_asked(message.get("text") or "")
            if asked.do == "open":
                raise InputRefused("message", "a call is open already on this connection")
            if asked.do == "close":
                return True
            if asked.do == "assist" and asked.on:
                await run_in_threadpool(self._check)
            carry_out(self._page, asked)
        except TooFast as error:
            self._page.refuse(error)
            await self._end()
            return True
        except GardefouError as error:
            self._page.fault(error)
        return False

    async def _send(self) -> None:
        outbox = self._page.outbox
        with suppress(RuntimeError, WebSocketDisconnect):
            while True:
                await self._socket.send_text(await outbox.next())
                if outbox.is_overrun:
                    outbox.is_overrun = False
                    self._page.come_back()

    async def _watch(self) -> None:
        """Tell what changed by itself, and stop helping whenever assist is closed to the person; end what is past."""
        for look in count(1):
            await asyncio.sleep(LOOKED_EVERY_S)
            self._page.look()
            if self._page.is_past:
                await self._end()
                return
            if look % CHECKED_AT == 0 and self._page.is_assisted:
                await self._ask_again()

    async def _ask_again(self) -> None:
        try:
            await run_in_threadpool(self._check)
        except GardefouError as error:
            self._page.refuse(error)
        except Exception:
            _log.exception("it could not be asked whether assist is open; help ends")
            self._page.refuse(StoreUnavailable("the charter", "could not be asked; turn help on again"))


def _check_size(content: bytes) -> None:
    if len(content) > LARGEST_SOUND:
        raise InputRefused("sound", f"is more than {LARGEST_SOUND // 1024} kB at once")
