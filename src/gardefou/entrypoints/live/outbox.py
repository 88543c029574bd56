"""What a page is to be told, in order; a page that reads too slowly misses words that were not final anyway."""

import asyncio
import json
from collections import deque
from collections.abc import Iterable

from gardefou.entrypoints.live.events import Document

MOST_WAITING = 200
"""More than this, and hypotheses are left out."""
MOST_AT_ALL = 2_000
"""More than this, and the page has to begin again with what it shows."""


class Outbox:
    """Filled and emptied in the event loop."""

    def __init__(self) -> None:
        self._waiting: deque[Document] = deque()
        self._is_there = asyncio.Event()
        self.is_overrun = False

    def put(self, document: Document) -> None:
        """Have it sent; `is_overrun` says that the page has to begin again."""
        if document["type"] == "hypothesis":
            if len(self._waiting) >= MOST_WAITING:
                return
            self._forget_hypothesis(document["utterance"])
        if len(self._waiting) >= MOST_AT_ALL:
            self.is_overrun = True
            return
        self._waiting.append(document)
        self._is_there.set()

    async def next(self) -> str:
        """The next message, as soon as there is one."""
        while not self._waiting:
            self._is_there.clear()
            await self._is_there.wait()
        return json.dumps(self._waiting.popleft(), ensure_ascii=False)

    def begin_again(self, documents: Iterable[Document]) -> None:
        """Forget what waits, and have all of these sent."""
        self._waiting = deque(documents)
        self.is_overrun = False
        self._is_there.set()

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    def _forget_hypothesis(self, utterance: int) -> None:
        last = self._waiting[-1] if self._waiting else None
        if last and last["type"] == "hypothesis" and last["utterance"] == utterance:
            self._waiting.pop()
