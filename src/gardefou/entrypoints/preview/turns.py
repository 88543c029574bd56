"""Whose turn it is to try something: questions wait in a thread of their own, one for each person."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID

from gardefou.entrypoints.preview.exchange import Preview, Question, Trouble
from gardefou.entrypoints.preview.process import PreviewProcess

LONGEST_WAIT_S = 35.0


class PreviewTurns:
    """Asks one question after the other; while one is asked, no thread that answers pages waits for it."""

    def __init__(self, process: PreviewProcess, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        self._process = process
        self._longest_wait_s = longest_wait_s
        self._thread = ThreadPoolExecutor(1, "preview")
        self._latest: dict[UUID, Future[Preview]] = {}

    async def ask(self, person: UUID, question: Question) -> Preview:
        """The answer, or what trouble there is; an older question of the same person that waits is answered at once."""
        older = self._latest.get(person)
        if older:
            older.cancel()  # one that is being asked goes on
        mine = self._latest[person] = self._thread.submit(self._process.ask, question)
        try:
            return await self._answer(mine)
        finally:
            if self._latest.get(person) is mine:
                del self._latest[person]

    def close(self) -> None:
        """Answer nobody any more, and end the process."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._process.close()

    async def _answer(self, asked: "Future[Preview]") -> Preview:
        answer = asyncio.wrap_future(asked)
        await asyncio.wait((answer,), timeout=self._longest_wait_s)
        if asked.cancelled():
            return Preview(trouble=Trouble.SUPERSEDED)
        if asked.cancel():
            return Preview(trouble=Trouble.BUSY)
        return await answer
