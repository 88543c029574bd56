"""The WebSocket of the page: one connection beside one call, for the person who is signed in."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from gardefou.entrypoints.live.asked import Open, read_asked
from gardefou.entrypoints.live.channels import practising
from gardefou.entrypoints.live.connection import Connection
from gardefou.entrypoints.live.events import fault_document
from gardefou.entrypoints.live.page_session import PRACTICE, Helping, PageSession
from gardefou.entrypoints.live.pages import STAYS_S, Pages
from gardefou.flows.live_session import OF_PAGE, LiveCallNotice, LiveSession, LiveSessions
from gardefou.kernel.errors import AccessRefused, GardefouError, InputRefused, Refused
from gardefou.kernel.transcript import Language, Role

POLICY_VIOLATED, TRY_AGAIN_LATER = 1008, 1013
FIRST_WITHIN_S = 10.0
"""A page has so long to say what it wants."""
TELEPHONE = "telephone"
OF_OTHERS = "S10"
"""The clause that keeps calls from those who are no adviser of the site: they have no controls either."""
BOTH = (Role.ADVISER, Role.CUSTOMER)
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is beside the page."""

    person: UUID
    number: str
    site: str
    language: Language


class Door(Protocol):
    """Knows who asks, and what the charter allows them."""

    def visitor(self, socket: WebSocket) -> Visitor:
        """Who opens a connection from a page of ours.

        Raises AccessRefused.
        """
        ...

    def check(self, visitor: Visitor, *, is_practice: bool) -> None:
        """Raises Refused when assist is not open to them."""
        ...


class PageSockets:
    """Serves the connections of pages."""

    def __init__(
        self,
        sessions: LiveSessions,
        helping: Helping,
        door: Door,
        samples: Mapping[str, Path],
        stays_s: float = STAYS_S,
    ) -> None:
        self.pages = Pages(stays_s)
        self._sessions = sessions
        self._helping, self._practising = helping, practising(helping)
        self._door = door
        self._samples = samples
        self._connected: dict[str, Connection] = {}

    async def serve(self, socket: WebSocket) -> None:
        """One connection, until it ends."""
        await socket.accept()
        language = Language.FRENCH
        try:
            visitor = await run_in_threadpool(self._door.visitor, socket)
            language = visitor.language
            page = await self._opened(visitor, await _first(socket))
        except WebSocketDisconnect:
            return
        except GardefouError as error:
            await _refuse(socket, error, language)
            return
        await self._attend(Connection(socket, page, partial(self._check, socket, page)), page)

    def _check(self, socket: WebSocket, page: PageSession) -> None:
        self._door.check(self._door.visitor(socket), is_practice=page.is_practice)

    async def _attend(self, connection: Connection, page: PageSession) -> None:
        self._connected[page.token] = connection
        is_done = False
        try:
            is_done = await connection.serve()
        finally:
            if self._connected.get(page.token) is connection:
                del self._connected[page.token]
                self.pages.forget(page.token) if is_done else self.pages.leave(page)

    async def _opened(self, visitor: Visitor, wanted: Open) -> PageSession:
        if wanted.session is not None:
            return await self._again(visitor, wanted.session)
        with self.pages.room(visitor.person):
            return await self._new(visitor, wanted)

    async def _new(self, visitor: Visitor, wanted: Open) -> PageSession:
        refused = await self._refusal(visitor, is_practice=wanted.source in PRACTICE)
        if refused and (wanted.source != TELEPHONE or refused.clause == OF_OTHERS):
            raise refused
        session = self._session(visitor, wanted)
        helping = self._practising if wanted.source in PRACTICE else self._helping
        page = PageSession(session, helping, visitor.language, wanted.source)
        self.pages.add(visitor.person, page)
        try:
            page.begin(is_assisted=wanted.assist and refused is None)
        except BaseException:
            self.pages.forget(page.token)
            raise
        if refused:
            page.fault(refused)
        session.helped = visitor.person
        if wanted.sample and page.is_practice:
            page.play(self._samples[wanted.sample], wanted.speed)
        return page

    async def _again(self, visitor: Visitor, token: str) -> PageSession:
        page = self.pages.again(visitor.person, token)
        refused = await self._refusal(visitor, is_practice=page.is_practice)
        if former := self._connected.pop(token, None):
            former.close()
        if refused:
            page.refuse(refused)
        page.come_back()
        if refused:
            page.fault(refused)
        return page

    async def _refusal(self, visitor: Visitor, *, is_practice: bool) -> Refused | None:
        """Why assist is not open to somebody; the controls of a telephone call are, all the same."""
        try:
            await run_in_threadpool(partial(self._door.check, visitor, is_practice=is_practice))
        except Refused as refused:
            return refused
        return None

    def _session(self, visitor: Visitor, wanted: Open) -> LiveSession:
        if wanted.source == TELEPHONE:
            found = self._sessions.find(wanted.call or "")
            if found is None or not _is_theirs(found, visitor):
                raise InputRefused("call", "no call of this id goes on for you; check the id")
            return found
        if wanted.source in PRACTICE and wanted.sample not in self._samples:
            raise InputRefused("sample", "is not one of the sample calls")
        roles = BOTH if wanted.source in PRACTICE else wanted.roles
        notice = LiveCallNotice(str(uuid4()), OF_PAGE, roles, datetime.now(UTC), language=wanted.language)
        return self._sessions.open(notice)


async def _first(socket: WebSocket) -> Open:
    try:
        message = await asyncio.wait_for(socket.receive(), FIRST_WITHIN_S)
    except TimeoutError:
        raise InputRefused("message", "did not come; open the page again") from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    asked = read_asked(message.get("text") or "")
    if not isinstance(asked, Open):
        raise InputRefused("message, field do", "the first message has to be open")
    return asked


async def _refuse(socket: WebSocket, error: GardefouError, language: Language) -> None:
    LOG.warning("a page was not served: %s", error.code)
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_json(fault_document(error, language))
        await socket.close(POLICY_VIOLATED if isinstance(error, AccessRefused) else TRY_AGAIN_LATER)


def _is_theirs(session: LiveSession, visitor: Visitor) -> bool:
    """Whether a call of their site is theirs: telephony says so, or leaves it open and nobody else was beside it."""
    notice = session.notice
    is_named = notice.adviser in {None, visitor.number} and notice.site == visitor.site
    return is_named and session.helped in {None, visitor.person}
