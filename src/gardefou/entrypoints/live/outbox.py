"""What a page is to be told, in order; a page that reads too slowly misses words that were not final anyway."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterable

from gardefou.entrypoints.live.events import Document

MOST_WAITING = 200
"""More than this, and hypotheses are left out."""
MOST_AT_ALL = 2_000
"""More than this, and the page has to begin again with what it shows."""
_log = logging.getLogger(__name__)


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
            self._overrun()
            return
        self._waiting.append(document)
        self._is_there.set()

    async def next(self) -> str:
        """The next message, as soon as there is one."""
        while not self._waiting:
            self._is_there.clear()
            await self._is_there.wait()
        return json.dumps(self._waiting.popleft(), ensure_ascii=False)

    def rest(self) -> list[str]:
        """All that waits, which waits no longer."""
        waiting, self._waiting = self._waiting, deque()
        return [json.dumps(each, ensure_ascii=False) for each in waiting]

    def begin_again(self, documents: Iterable[Document]) -> None:
        """Forget what waits, and have all of these sent."""
        self._waiting = deque(documents)
        self.is_overrun = False
        self._is_there.set()

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    def _overrun(self) -> None:
        if not self.is_overrun:
            _log.warning("a page beside a call does not read what it is sent")
        self.is_overrun = True

    def _forget_hypothesis(self, utterance: int) -> None:
        last = self._waiting[-1] if self._waiting else None
        if last and last["type"] == "hypothesis" and last["utterance"] == utterance:
            self._waiting.pop()
