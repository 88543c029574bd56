"""The WebSocket of one AudioHook session: what comes in goes to its course, and what the course wants goes out."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from gardefou.adapters.telephony.audiohook.course import Course
from gardefou.adapters.telephony.audiohook.happenings import HangUp, Happening, Send
from gardefou.adapters.telephony.audiohook.states import Reason
from gardefou.entrypoints.live.audiohook_call import AudioHookCall
from gardefou.flows.live_day import Failure

LOG = logging.getLogger(__name__)
MOST_WAITING = 64
"""So many messages may wait for a client that does not read."""
SEND_WITHIN_S = 5.0
LOOK_EVERY_S = 1.0
FAILED = 1011


class AudioHookConnection:
    """One connection; it ends when either side closes it, or the client does not read what it is sent."""

    def __init__(self, websocket: WebSocket, course: Course, call: AudioHookCall, clock: Callable[[], float]) -> None:
        self._websocket = websocket
        self._course = course
        self._call = call
        self._clock = clock
        self._waiting: asyncio.Queue[Send | HangUp] = asyncio.Queue(MOST_WAITING)
        self._is_slow = asyncio.Event()
        call.tell = self.do

    def do(self, happenings: list[Happening]) -> None:
        """Do what the course wants, and what comes of that."""
        for happening in happenings:
            if isinstance(happening, Send | HangUp):
                self._put(happening)
            else:
                self.do(self._call.take(happening))

    async def run(self) -> None:
        """Serve it to its end; no task and no session of it is left."""
        await self._websocket.accept()
        sides = [asyncio.create_task(side()) for side in (self._receive_all, self._send_all, self._is_slow.wait)]
        try:
            done, _ = await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
            for side in done:
                side.result()
        except Exception:
            LOG.exception("AudioHook session %s: it ends, as the program failed", self._call.name)
        finally:
            self._call.drop()
            for side in sides:
                side.cancel()
            await asyncio.gather(*sides, return_exceptions=True)
            await self._hang_up()

    async def _hang_up(self) -> None:
        """Close what is still open, with a last word."""
        last = self._course.leave(Reason.ERROR, "500 the server cannot go on", self._clock())
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(SEND_WITHIN_S):
                for each in last:
                    if isinstance(each, Send):
                        await self._websocket.send_text(each.text)
                await self._websocket.close(FAILED)

    def _put(self, happening: Send | HangUp) -> None:
        try:
            self._waiting.put_nowait(happening)
        except asyncio.QueueFull:
            self._slow()

    def _slow(self) -> None:
        if not self._is_slow.is_set():
            LOG.warning("AudioHook session %s: the client does not read what it is sent", self._call.name)
            self._is_slow.set()

    async def _receive_all(self) -> None:
        """Until the client has gone."""
        while True:
            wait_s = min(LOOK_EVERY_S, max(0.0, self._course.deadline - self._clock()))
            try:
                async with asyncio.timeout(wait_s):
                    message = await self._websocket.receive()
            except TimeoutError:
                self.do(self._course.time_passed(self._clock()))
                continue
            if message["type"] == "websocket.disconnect":
                self._note_break(message.get("code"))
                return
            text, frame = message.get("text"), message.get("bytes")
            now = self._clock()
            self.do(self._course.text(text, now) if text is not None else self._course.binary(frame or b"", now))

    def _note_break(self, code: int | None) -> None:
        if not self._course.is_left:
            LOG.warning("AudioHook session %s: the connection ended before it, with code %s", self._call.name, code)
            self._call.failed(Failure.CONNECTION)

    async def _send_all(self) -> None:
        """Until the course hangs up, or the client does not read."""
        while True:
            happening = await self._waiting.get()
            try:
                async with asyncio.timeout(SEND_WITHIN_S):
                    if isinstance(happening, HangUp):
                        await self._websocket.close(happening.code)
                        return
                    await self._websocket.send_text(happening.text)
            except TimeoutError:
                self._slow()
                return
            except (RuntimeError, WebSocketDisconnect):
                return
