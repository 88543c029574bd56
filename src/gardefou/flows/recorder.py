"""A telephone call that may be drawn goes through the same reception as files while it goes on; sibling of assist (S7).

Its draw comes first: the sound of a call that is not drawn is never read. Whether it may go on is asked again while it
does (S8, S18). What the customer objects to, or what is private, is destroyed with its key, and the call is let go for
good (S33).
"""

import logging
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Protocol
from uuid import UUID

from gardefou.flows.live_session import LiveCallNotice, Recording
from gardefou.flows.objections import Objected, Objections
from gardefou.flows.waiting_sound import GivenUp, WaitingSound
from gardefou.intake.model import CallNotice, Received
from gardefou.kernel.call import CallKey, Direction
from gardefou.kernel.errors import GardefouError
from gardefou.kernel.sound import Samples

LOG = logging.getLogger(__name__)
ASKED_EVERY_S = 15.0
"""So often it is asked whether a recording may go on: a suspension is heeded within a minute."""

Encode = Callable[[Iterator[Samples], int], Iterator[bytes]]


class GoingReception(Protocol):
    """Takes calls in whose sound is still being said."""

    def receive(self, notice: CallNotice, sound: Iterator[bytes], began: Callable[[UUID], None]) -> Received:
        """As intake's; `began` is told under which id sound is about to be kept, and is not called where none is."""
        ...

    def may_go_on(self, notice: CallNotice) -> bool:
        """Whether the call may still be received; the question is written down nowhere."""
        ...

    def destroy(self, call: UUID) -> None:
        """Make the sound as it came unreadable, then remove it."""
        ...


class _NotAllowed(GardefouError):
    """The call may not be received any more."""

    code = "not_allowed"


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

    def __init__(
        self,
        notice: CallNotice,
        reception: GoingReception,
        encode: Encode,
        objections: Objections,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._notice = notice
        self._reception = reception
        self._encode = encode
        self._objections = objections
        self._clock = clock
        self._sound = WaitingSound(len(notice.roles))
        self._changing = threading.Lock()
        self._is_over = False
        self._is_objected = threading.Event()
        self._is_erased = threading.Event()
        self._thread: threading.Thread | None = None
        self._call: UUID | None = None
        self._asked_at = clock()
        self._state = Recording.NONE

    @property
    def recording(self) -> Recording:
        """Whether it records; a call is erased once its names are let go for good."""
        if self._is_objected.is_set():
            return Recording.ERASED if self._is_erased.is_set() else Recording.STOPPED
        return self._state

    def start(self) -> None:
        """Have the call drawn, and taken in if it is."""
        self._thread = threading.Thread(target=self.run, daemon=True, name="recorder")
        self._thread.start()

    def stand_aside(self) -> None:
        """Record nothing, as the call began before; an objection to it counts."""
        self._is_over = True
        self._sound.close()

    def wait(self, within_s: float) -> None:
        """Until its thread is done, so long at most."""
        if self._thread:
            self._thread.join(within_s)

    def add(self, samples: Samples) -> None:
        """What follows; a disk that is too slow for it ends the recording, and never the call."""
        self._sound.add(samples)

    def skip(self, milliseconds: int) -> None:
        """Silence follows."""
        self._sound.add(milliseconds)

    def end(self) -> None:
        """The call is over, and its sound is whole."""
        self._sound.end()

    def drop(self) -> None:
        """The connection broke: nothing is kept of part of a call."""
        self._sound.give_up()

    def erase(self) -> None:
        """Let the call go for good, whether its sound is still taken or was kept already; asked again, try again."""
        with self._changing:
            self._is_objected.set()
            self._sound.give_up()
            is_late = self._is_over and not self._is_erased.is_set()
        if is_late:
            self._forget_call()

    def run(self) -> None:
        """Take the call in; what goes wrong ends the recording alone."""
        try:
            self._reception.receive(self._notice, self._pieces(), self._began)
        except GivenUp:
            self._failed("its sound is not whole")
        except _NotAllowed:
            self._failed("it may not be any more")
        except GardefouError as error:
            self._failed(f"{error.code} {getattr(error, 'clause', '')}".strip())
        except Exception as error:
            self._failed(type(error).__name__)
        with self._changing:
            self._is_over = True
        self._sound.close()
        if self._is_objected.is_set():
            self._forget_call()

    def _began(self, call: UUID) -> None:
        self._call, self._state = call, Recording.DRAWN

    def _failed(self, cause: str) -> None:
        if self._state is Recording.DRAWN:
            self._state = Recording.STOPPED
        if not self._is_objected.is_set():
            LOG.warning("a call was not recorded: %s", cause)

    def _forget_call(self) -> None:
        self._objections.add(Objected(self._notice.key, self._destroy, self._is_erased.set))

    def _destroy(self) -> None:
        if self._call:
            self._reception.destroy(self._call)

    def _pieces(self) -> Iterator[bytes]:
        """The call's sound as a file; asked for by the reception once the call is drawn, or is known from before."""
        if self._call is None:
            raise GivenUp
        yield from self._encode(self._sound.blocks(self._ask_again), len(self._notice.roles))
        if self._sound.is_given_up:
            raise GivenUp

    def _ask_again(self) -> None:
        if self._clock() - self._asked_at < ASKED_EVERY_S:
            return
        try:
            may_go_on = self._reception.may_go_on(self._notice)
        except GardefouError:
            may_go_on = False  # who cannot be asked has not allowed it
        if not may_go_on:
            raise _NotAllowed
        self._asked_at = self._clock()
