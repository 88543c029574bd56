"""Sound of a call that goes on, as it waits for the disk: too much of it, or too long, and all of it is given up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import Final

import numpy as np

from gardefou.kernel.errors import GardefouError
from gardefou.kernel.sound import HEARING_RATE, Samples

MOST_WAITING = 600
"""So many pieces of sound may wait, some tens of seconds."""
LONGEST_S = 50 * 60
"""No longer call is taken: sound in quarantine without a call is destroyed after an hour."""
SILENCE_MS = 1000
"""Time without sound is given in pieces of this length."""
LOOK_S = 0.2


class GivenUp(GardefouError):
    """The sound of a call will not be whole."""

    code = "given_up"


class _End:
    """The call is over."""


_END: Final = _End()


class WaitingSound:
    """Filled in one thread, read in another; nothing of it stays once it is given up or closed."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._waiting: Queue[Samples | int | _End] = Queue(MOST_WAITING)
        self._changing = threading.Lock()
        self._is_closed = False
        self._is_given_up = threading.Event()

    @property
    def is_given_up(self) -> bool:
        """Whether it will not be whole."""
        return self._is_given_up.is_set()

    def __len__(self) -> int:
        return self._waiting.qsize()

    def add(self, what: Samples | int) -> None:
        """What follows: samples, or so many milliseconds of silence."""
        self._put(what)

    def end(self) -> None:
        """It is whole."""
        self._put(_END)

    def give_up(self) -> None:
        """It will not be whole, or is not wanted."""
        with self._changing:
            self._forget()
            self._is_given_up.set()

    def close(self) -> None:
        """Nobody reads it any more."""
        with self._changing:
            self._is_closed = True
            self._forget()

    def blocks(self, look: Callable[[], None]) -> Iterator[Samples]:
        """All of it as it comes; `look` is called again and again meanwhile, and may end it by what it raises.

        Raises GivenUp.
        """
        left = LONGEST_S * HEARING_RATE
        while not isinstance(piece := self._next(look), _End):
            for samples in _silence(piece, self._channels) if isinstance(piece, int) else (piece,):
                left -= samples.shape[1]
                if left < 0:
                    raise GivenUp
                yield samples

    def _put(self, what: Samples | int | _End) -> None:
        with self._changing:
            if self._is_closed or self.is_given_up:
                return
            try:
                self._waiting.put_nowait(what)
            except Full:
                self._forget()
                self._is_given_up.set()

    def _forget(self) -> None:
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()

    def _next(self, look: Callable[[], None]) -> Samples | int | _End:
        while not self.is_given_up:
            look()
            with suppress(Empty):
                return self._waiting.get(timeout=LOOK_S)
        raise GivenUp


def _silence(milliseconds: int, channels: int) -> Iterator[Samples]:
    for first in range(0, milliseconds, SILENCE_MS):
        length = min(SILENCE_MS, milliseconds - first) * HEARING_RATE // 1000
        yield np.zeros((channels, length), np.float32)
