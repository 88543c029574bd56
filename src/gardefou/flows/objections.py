"""Objections to calls of the telephone are honoured, however often it takes: the store may be away (S33)."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import GardefouError

LOG = logging.getLogger(__name__)
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
"""Each pause between two tries is twice as long as the one before, up to this."""


@dataclass(frozen=True, slots=True)
class Objected:
    """A call to let go: `destroy` makes its sound unreadable without the store, `done` is told once all of it went."""

    key: CallKey
    destroy: Callable[[], None]
    done: Callable[[], None]


class Objections:
    """Lets calls go for good, in a thread that lives as long as one waits; `let_go` is tried until it returns."""

    def __init__(self, let_go: Callable[[CallKey], object]) -> None:
        self._let_go = let_go
        self._waiting: dict[CallKey, Objected] = {}
        self._changed = threading.Condition()
        self._is_asked = False
        self._thread: threading.Thread | None = None

    def add(self, objected: Objected) -> None:
        """Let a call go; one that waits already is tried at once."""
        with self._changed:
            self._waiting[objected.key] = objected
            self._ask()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="objections")
                self._thread.start()

    def close(self, within_s: float) -> None:
        """Try once more what waits, and wait for it so long; what could not be done is said in the log."""
        with self._changed:
            self._ask()
            if not self._changed.wait_for(lambda: not self._waiting, within_s):
                LOG.error("%d objections to calls could not be honoured: object to them again", len(self._waiting))

    def _ask(self) -> None:
        self._is_asked = True
        self._changed.notify_all()

    def _run(self) -> None:
        pause = FIRST_PAUSE_S
        while waiting := self._to_do():
            for objected in waiting:
                self._try(objected)
            with self._changed:
                is_asked = self._changed.wait_for(lambda: self._is_asked or not self._waiting, pause)
            pause = FIRST_PAUSE_S if is_asked else min(2 * pause, LONGEST_PAUSE_S)

    def _to_do(self) -> list[Objected]:
        with self._changed:
            self._is_asked = False
            if not self._waiting:
                self._thread = None
            return list(self._waiting.values())

    def _try(self, objected: Objected) -> None:
        done = [_is_done(each) for each in (objected.destroy, lambda: self._let_go(objected.key))]
        if not all(done):
            return
        objected.done()
        with self._changed:
            if self._waiting.get(objected.key) is objected:
                del self._waiting[objected.key]
            self._changed.notify_all()


def _is_done(act: Callable[[], object]) -> bool:
    try:
        act()
    except Exception as error:
        cause = error.code if isinstance(error, GardefouError) else type(error).__name__
        LOG.error("an objection to a call could not be honoured yet: %s", cause)
        return False
    return True
