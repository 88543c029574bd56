"""The pages that are beside a call in this process; each stays a while after its connection broke."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from gardefou.entrypoints.live.page_session import PageSession
from gardefou.kernel.errors import InputRefused, RoomFull

STAYS_S = 60.0
"""How long what a page showed is kept after its connection broke."""
MOST_OF_ONE = 4
"""Pages that one person may have open; one whose connection broke counts until it is forgotten."""


class Pages:
    """By their tokens, which the browser holds in the memory of the page alone; used in the event loop."""

    def __init__(self, stays_s: float = STAYS_S) -> None:
        self._stays_s = stays_s
        self._pages: dict[str, tuple[UUID, PageSession]] = {}
        self._coming: list[UUID] = []
        self._leaving: dict[str, asyncio.TimerHandle] = {}

    def __len__(self) -> int:
        return len(self._pages)

    @contextmanager
    def room(self, person: UUID) -> Iterator[None]:
        """Holds a place for a page of a person, who has it added meanwhile.

        Raises RoomFull when a person has as many as one may.
        """
        if sum(owner == person for owner, _ in self._pages.values()) + self._coming.count(person) >= MOST_OF_ONE:
            raise RoomFull(f"{MOST_OF_ONE} pages of yours are open already; close one, or wait a minute")
        self._coming.append(person)
        try:
            yield
        finally:
            self._coming.remove(person)

    def add(self, person: UUID, page: PageSession) -> None:
        """Keep a page for a person."""
        self._pages[page.token] = (person, page)

    def again(self, person: UUID, token: str) -> PageSession:
        """The page that comes back.

        Raises InputRefused.
        """
        owner, page = self._pages.get(token, (None, None))
        if page is None or owner != person:
            raise InputRefused("session", "is over; what it held is forgotten. Open another")
        self._stay(token)
        return page

    def leave(self, page: PageSession) -> None:
        """Its connection broke: forget it unless it comes back."""
        if page.token in self._pages:
            self._stay(page.token)
            loop = asyncio.get_running_loop()
            self._leaving[page.token] = loop.call_later(self._stays_s, self.forget, page.token)

    def forget(self, token: str) -> None:
        """Let go of a page, and of every word it held."""
        self._stay(token)
        _, page = self._pages.pop(token, (None, None))
        if page is not None:
            page.close()

    def close(self) -> None:
        """Forget all."""
        for token in list(self._pages):
            self.forget(token)

    def _stay(self, token: str) -> None:
        if timer := self._leaving.pop(token, None):
            timer.cancel()
