"""A telephone call that may be drawn goes through the same reception as files while it goes on; sibling of assist (S7).

Its draw comes first: the sound of a call that is not drawn is never read. What the customer objects to, or what is
private, is destroyed with its key, and the call is let go for good (S33).
"""

import logging
import threading
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from typing import Final

import numpy as np

from gardefou.flows.live_session import LiveCallNotice, Recording
from gardefou.intake.model import CallNotice
from gardefou.intake.ports import Reception
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.errors import GardefouError
from gardefou.kernel.sound import HEARING_RATE, Samples

LOG = logging.getLogger(__name__)
MOST_WAITING = 600
"""So many pieces of sound may wait for the disk, some tens of seconds: more, and the recording is given up."""
LONGEST_S = 50 * 60
"""A longer call is not recorded: sound in quarantine without a call is destroyed after an hour."""
SILENCE_MS = 1000
"""Time without sound is written in pieces of this length."""

Encode = Callable[[Iterator[Samples], int], Iterator[bytes]]
LetGo = Callable[[CallKey], object]
"""Has a call never be kept, and what is here of it erased."""


class _GivenUp(GardefouError):
    """The sound of a call will not be whole."""

    code = "given_up"


class _End:
    """The call is over."""


_END: Final = _End()


def call_notice(notice: LiveCallNotice, *, simulated: bool) -> CallNotice | None:
    """What is said of a call to the reception; None where telephony does not say whose it is, or where."""
    if notice.adviser is None or notice.site is None:
        return None
    return CallNotice(
        key=CallKey(notice.site, notice.source, notice.external_id),
        adviser=notice.adviser,
        direction=Direction.INBOUND,
        started_at=notice.started_at,
        roles=notice.roles,
        language=notice.language,
        simulated=simulated,
    )


class CallRecorder:
    """Records one call if it is drawn; `run` works in a thread of its own, all else is called from the session's."""

    def __init__(self, notice: CallNotice, reception: Reception, encode: Encode, let_go: LetGo) -> None:
        self._notice = notice
        self._reception = reception
        self._encode = encode
        self._let_go = let_go
        self._waiting: Queue[Samples | int | _End] = Queue(MOST_WAITING)
        self._changing = threading.Lock()
        self._is_over = False
        self._is_stopped = threading.Event()
        self._is_objected = threading.Event()
        self._state = Recording.NONE

    @property
    def recording(self) -> Recording:
        """Whether it records."""
        return Recording.ERASED if self._is_objected.is_set() else self._state

    def start(self) -> None:
        """Have the call drawn, and taken in if it is."""
        threading.Thread(target=self.run, daemon=True, name="recorder").start()

    def add(self, samples: Samples) -> None:
        """What follows; a disk that is too slow for it ends the recording, and never the call."""
        self._put(samples)

    def skip(self, milliseconds: int) -> None:
        """Silence follows."""
        self._put(milliseconds)

    def end(self) -> None:
        """The call is over, and its sound is whole."""
        self._put(_END)

    def drop(self) -> None:
        """The connection broke: nothing is kept of part of a call."""
        self._is_stopped.set()

    def erase(self) -> None:
        """Let the call go for good, whether its sound is still taken or was kept already."""
        with self._changing:
            is_late = self._is_over and not self._is_objected.is_set()
            self._is_objected.set()
            self._is_stopped.set()
        if is_late:
            threading.Thread(target=self._forget_call, daemon=True, name="objection").start()

    def run(self) -> None:
        """Take the call in; what goes wrong ends the recording alone."""
        try:
            self._reception.receive(self._notice, self._pieces())
        except _GivenUp:
            self._failed("its sound is not whole")
        except GardefouError as error:
            self._failed(f"{error.code} {getattr(error, 'clause', '')}".strip())
        except Exception as error:
            self._failed(type(error).__name__)
        with self._changing:
            self._is_over = True
        if self._is_objected.is_set():
            self._forget_call()

    def _failed(self, cause: str) -> None:
        if self._state is Recording.DRAWN:
            self._state = Recording.STOPPED
        if not self._is_objected.is_set():
            LOG.warning("a call was not recorded: %s", cause)

    def _forget_call(self) -> None:
        try:
            self._let_go(self._notice.key)
        except GardefouError as error:
            LOG.error("an objection to a call could not be written down: %s", error.code)

    def _put(self, what: Samples | int | _End) -> None:
        if self._is_over or self._is_stopped.is_set():
            return
        try:
            self._waiting.put_nowait(what)
        except Full:
            self._is_stopped.set()

    def _pieces(self) -> Iterator[bytes]:
        """The call's sound as a file; asked for by the reception once the call is drawn."""
        self._state = Recording.DRAWN
        yield from self._encode(self._sound(), len(self._notice.roles))
        if self._is_stopped.is_set():
            raise _GivenUp

    def _sound(self) -> Iterator[Samples]:
        left = LONGEST_S * HEARING_RATE
        while not isinstance(piece := self._next(), _End):
            for samples in _silence(piece, len(self._notice.roles)) if isinstance(piece, int) else (piece,):
                left -= samples.shape[1]
                if left < 0:
                    raise _GivenUp
                yield samples

    def _next(self) -> Samples | int | _End:
        while not self._is_stopped.is_set():
            try:
                return self._waiting.get(timeout=0.2)
            except Empty:
                continue
        raise _GivenUp


def _silence(milliseconds: int, channels: int) -> Iterator[Samples]:
    for first in range(0, milliseconds, SILENCE_MS):
        length = min(SILENCE_MS, milliseconds - first) * HEARING_RATE // 1000
        yield np.zeros((channels, length), np.float32)
