"""One page beside one call; it outlives its connection for a while, so that a page can come back."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic
from uuid import uuid4

import numpy as np

from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.telephony.pace import Pace
from gardefou.entrypoints.live.events import Document, controls_document, event_document, fault_document
from gardefou.entrypoints.live.faults import CallForgotten, HelpStopped
from gardefou.entrypoints.live.outbox import Outbox
from gardefou.entrypoints.live.replay import play
from gardefou.entrypoints.live.shown import Shown
from gardefou.flows.assisted_session import AssistedSession, Ears, MakeCall
from gardefou.flows.live_call import LiveCall, LiveEvent
from gardefou.flows.live_session import Controls, LiveSession
from gardefou.kernel.errors import GardefouError, InputRefused, RoomFull
from gardefou.kernel.live import Utterance
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Language

SendWrapUp = Callable[[Mapping[str, str], str], None]
"""Hands a wrap-up to the customer's file under a key that stays the same when it is sent again.

Raises InputRefused without its words.
"""
PRACTICE = frozenset({"sample", "practice"})
MICROPHONE = "microphone"
WRAP_UP_WITHIN_S = 600.0
"""So long after its end a call is kept, for its wrap-up."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Helping:
    """What the process lends to each page."""

    ears: Ears
    make_call: Callable[[Language, Language], MakeCall]
    """For the language of a call, and that of whoever reads."""
    in_turn: Callable[..., None]
    elsewhere: Callable[..., None]
    send_wrap_up: SendWrapUp | None
    clock: Callable[[], float] = monotonic
    """Seconds that only go forward."""
    channels: int | None = None
    """So many are heard at once, where that is known."""


class PageSession:
    """Lives in the event loop; what is heard and offered passes through it and is kept as long as it lives."""

    def __init__(self, session: LiveSession, helping: Helping, language: Language, source: str) -> None:
        self.token = token_urlsafe(24)
        self.session = session
        self._source = source
        self._wrap_up_key = str(uuid4())
        self._language = language
        self.outbox = Outbox()
        self._shown = Shown()
        self._seen = session.controls
        self._helping = helping
        self._pace = Pace(helping.clock())
        self._over_at: float | None = None
        self._loop = asyncio.get_running_loop()
        self._player: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._assisted = AssistedSession(
            session,
            helping.ears,
            helping.make_call(session.notice.language or language, language),
            helping.in_turn,
            self._back,
            self._told,
        )

    def begin(self, *, is_assisted: bool) -> None:
        """Tell the page what it sees, and help with the call where that is wanted.

        Raises RoomFull; beside a call of the telephone it is told instead, as its controls are needed without help.
        """
        self.session.watch(self._controls_changed)
        self._note(self._opened())
        try:
            if is_assisted:
                self.turn_on()
        except RoomFull as full:
            if not self.is_of_telephone:
                raise
            self.fault(full)
        self.show_controls()

    def come_back(self) -> None:
        """Tell a page that lost its connection all that it showed."""
        self.outbox.begin_again([self._opened(), *self._shown.again()])

    def play(self, path: Path, speed: float) -> None:
        """Have a file played into the call, which ends with it."""
        self._player = asyncio.create_task(self._play(path, speed))

    def look(self) -> None:
        """Tell what changed by itself: recording begins once the call is drawn, and hearing may end before the call."""
        if self.session.controls != self._seen:
            self.show_controls()
        if self.is_assisted and self._assisted.is_heard and not self._seen.is_over:
            self.refuse(HelpStopped())
        if self.is_assisted and self.is_past:
            self.refuse(CallForgotten())

    def came(self) -> None:
        """A message came.

        Raises TooFast.
        """
        self._pace.message(self._helping.clock())

    def sound(self, content: bytes) -> None:
        """Sound of a microphone: s16le at HEARING_RATE, channels interleaved.

        Raises InputRefused for a page of another source, and for what is not whole samples of all channels; TooFast.
        """
        if self._source != MICROPHONE:
            raise InputRefused("sound", "is taken from a microphone only; this page has a call of its own")
        channels = len(self.session.notice.roles)
        if len(content) % (2 * channels):
            raise InputRefused("sound", f"is not whole samples of {channels} channels, 16 bits each")
        self._pace.sound(len(content) / (2 * channels * HEARING_RATE))
        values = np.frombuffer(content, "<i2").reshape(-1, channels).T
        self.session.sound(np.divide(values, 32768, dtype=np.float32))

    def ask(self, wanted: Callable[[LiveCall], None]) -> None:
        """Have something asked of the call's assistant; nothing where there is no help."""
        self._assisted.ask(wanted)

    def turn_on(self) -> None:
        """Help from here on.

        Raises RoomFull.
        """
        self._assisted.turn_on()

    def turn_off(self) -> None:
        """Help no more, and forget every word."""
        self._assisted.turn_off()
        self._shown.forget()
        self.outbox.clear()

    def send(self, slots: Mapping[str, str]) -> None:
        """Hand the wrap-up to the customer's file, once; help ends with it.

        Raises InputRefused where there is nothing to send, or nowhere.
        """
        if self.is_practice or not self._assisted.is_assisted:
            raise InputRefused("wrap-up", "is of no call that is helped with; nothing was sent")
        if self._helping.send_wrap_up is None:
            raise InputRefused("wrap-up", "has nowhere to go; copy it, or name GARDEFOU_WRAP_UP_URL")
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._sent(self._helping.send_wrap_up, dict(slots)))

    def fault(self, error: GardefouError) -> None:
        """Say what failed; the log has its code alone."""
        _log.warning("a page beside a call is told of a fault: %s", error.code)
        self.outbox.put(fault_document(error, self._language))

    def refuse(self, error: GardefouError) -> None:
        """Help no more, and say why."""
        self.turn_off()
        self.show_controls()
        self.fault(error)

    def close(self) -> None:
        """The page is gone for good: forget every word; a call of the telephone goes on without help."""
        if self._player:
            self._player.cancel()
        self.turn_off()
        self.session.unwatch(self._controls_changed)
        if not self.is_of_telephone:
            self.session.drop()

    @property
    def language(self) -> Language:
        """That of whoever reads the page."""
        return self._language

    @property
    def elsewhere(self) -> Callable[..., None]:
        """What runs that takes long."""
        return self._helping.elsewhere

    @property
    def is_assisted(self) -> bool:
        """Whether it helps."""
        return self._assisted.is_assisted

    @property
    def is_past(self) -> bool:
        """Whether its call has been over for so long that nothing of it is kept."""
        return self._over_at is not None and self._helping.clock() - self._over_at >= WRAP_UP_WITHIN_S

    @property
    def is_practice(self) -> bool:
        """Whether it plays a sample call."""
        return self._source in PRACTICE

    @property
    def is_of_telephone(self) -> bool:
        """Whether the call is one of the telephone system, not one of this page."""
        return not self.session.is_of_page

    async def _sent(self, send: SendWrapUp, slots: dict[str, str]) -> None:
        try:
            await asyncio.to_thread(send, slots, self._wrap_up_key)
        except GardefouError as error:
            self.fault(error)
            return
        self.turn_off()
        self.show_controls()
        self._note({"type": "sent"})

    async def _play(self, path: Path, speed: float) -> None:
        try:
            await play(open_sound(path), speed, self.session.sound)
        except GardefouError as error:
            self.fault(error)
        self.session.end()

    def _opened(self) -> Document:
        notice = self.session.notice
        return {
            "type": "opened",
            "session": self.token,
            "roles": [role.value for role in notice.roles],
            "position_ms": self.session.position_ms,
        }

    def _told(self, event: LiveEvent) -> None:
        document = event_document(event)
        if isinstance(event, Utterance) and event.segment and not self._shown.is_final(event.utterance):
            document["lag_ms"] = max(0, self.session.position_ms - event.segment.end_ms)
        self._note(document)

    def _controls_changed(self, controls: Controls) -> None:
        self.show_controls()

    def show_controls(self) -> None:
        """Tell where the call stands."""
        self._seen = self.session.controls
        if self._seen.is_over and self._over_at is None:
            self._over_at = self._helping.clock()
        self._note(controls_document(self._seen, is_assisted=self._assisted.is_assisted))

    def _note(self, document: Document) -> None:
        self._shown.note(document)
        self.outbox.put(document)

    def _back(self, function: Callable[..., None], *given: object) -> None:
        """Into the event loop, which shows in its log what it was given: words are not."""
        self._loop.call_soon_threadsafe(lambda: function(*given))
