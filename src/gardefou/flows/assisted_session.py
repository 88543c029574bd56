"""One adviser's help for one call that goes on: sound -> words -> help -> the page; off is one click away (S8)."""

from collections.abc import Callable, Sequence
from typing import Protocol

from gardefou.flows.live_call import LiveCall, LiveEvent
from gardefou.flows.live_session import LiveSession, SoundSibling
from gardefou.kernel.live import LiveWords
from gardefou.kernel.transcript import Language, Role

InTurn = Callable[..., None]
"""Has a function called with these arguments later, one after the other, and never at once."""


class Ear(SoundSibling, Protocol):
    """Hears one call."""

    @property
    def is_over(self) -> bool:
        """Whether no words come any more."""
        ...


class Ears(Protocol):
    """Hears calls that go on."""

    @property
    def channels_heard(self) -> int:
        """How many channels calls take."""
        ...

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Callable[[LiveWords], None]) -> Ear:
        """What takes the sound of one call; `deliver` is called from a thread of its own.

        Raises RoomFull.
        """
        ...


MakeCall = Callable[[Callable[[LiveEvent], None], tuple[Role, ...]], LiveCall]


class AssistedSession:
    """Joins a call with an ear and an assistant while help is wanted; all methods are called from one thread.

    `tell` is called from that thread too, as `back` brings what others say into it.
    """

    def __init__(
        self,
        session: LiveSession,
        ears: Ears,
        make_call: MakeCall,
        in_turn: InTurn,
        back: InTurn,
        tell: Callable[[LiveEvent], None],
    ) -> None:
        self.session = session
        self._ears = ears
        self._make_call = make_call
        self._in_turn = in_turn
        self._back = back
        self._tell = tell
        self._ear: Ear | None = None
        self._call: LiveCall | None = None

    @property
    def is_assisted(self) -> bool:
        """Whether the call is heard and helped with."""
        return self._call is not None

    @property
    def is_heard(self) -> bool:
        """Whether all words of the call have come, or nobody listens."""
        return self._ear is None or self._ear.is_over

    def turn_on(self) -> None:
        """Hear the call from here on, unless it is over or private.

        Raises RoomFull.
        """
        controls = self.session.controls
        if self._call is not None or controls.is_over or controls.is_private:
            return
        notice = self.session.notice
        call = self._make_call(lambda event: self._back(self._told, call, event), notice.roles)
        self._ear = self._ears.open(notice.roles, notice.language, lambda words: self._in_turn(call.heard, words))
        self._call = call
        self.session.attach(self._ear)

    def turn_off(self) -> None:
        """Hear no more, and let go of every word."""
        ear, call, self._ear, self._call = self._ear, self._call, None, None
        if ear is not None and call is not None:
            self.session.detach(ear)
            ear.drop()
            self._in_turn(call.forget)

    def ask(self, wanted: Callable[[LiveCall], None]) -> None:
        """Have something asked of the call's assistant, after all that was heard before."""
        if self._call is not None:
            self._in_turn(wanted, self._call)

    def _told(self, call: LiveCall, event: LiveEvent) -> None:
        if call is self._call:
            self._tell(event)
