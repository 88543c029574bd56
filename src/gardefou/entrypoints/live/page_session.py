"""One page beside one call; it outlives its connection for a while, so that a page can come back."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

import numpy as np

from gardefou.adapters.media.sound import open_sound
from gardefou.entrypoints.live.asked import Asked, Assist, Dismiss, Pin, Plain, Send, Tick, Word
from gardefou.entrypoints.live.events import Document, controls_document, event_document, fault_document
from gardefou.entrypoints.live.outbox import Outbox
from gardefou.entrypoints.live.replay import play
from gardefou.entrypoints.live.shown import Shown
from gardefou.flows.assisted_session import AssistedSession, Ears, MakeCall
from gardefou.flows.live_call import LiveCall, LiveEvent
from gardefou.flows.live_session import Controls, LiveSession
from gardefou.kernel.errors import GardefouError, InputRefused
from gardefou.kernel.live import Utterance
from gardefou.kernel.transcript import Language

SendWrapUp = Callable[[Mapping[str, str]], None]
"""Hands a wrap-up to the customer's file. Raises InputRefused without its words."""


@dataclass(frozen=True, slots=True)
class Helping:
    """What the process lends to each page."""

    ears: Ears
    make_call: Callable[[Language, Language], MakeCall]
    """For the language of a call, and that of whoever reads."""
    in_turn: Callable[..., None]
    elsewhere: Callable[..., None]
    send_wrap_up: SendWrapUp | None


class PageSession:
    """Lives in the event loop; what is heard and offered passes through it and is kept as long as it lives."""

    def __init__(self, session: LiveSession, helping: Helping, language: Language) -> None:
        self.token = token_urlsafe(24)
        self.session = session
        self._language = language
        self.outbox = Outbox()
        self._shown = Shown()
        self._seen = session.controls
        self._helping = helping
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
        """Tell the page what it sees, and help with the call where that is wanted."""
        self.session.watch(self._controls_changed)
        if is_assisted:
            self._turn_on()
        self._note(self._opened())
        self._show_controls()

    def come_back(self) -> None:
        """Tell a page that lost its connection all that it showed."""
        self.outbox.clear()
        self.outbox.put(self._opened())
        for document in self._shown.again():
            self.outbox.put(document)

    def play(self, path: Path, speed: float) -> None:
        """Have a file played into the call, which ends with it."""
        self._player = asyncio.create_task(self._play(path, speed))

    def look(self) -> None:
        """Tell where the call stands if that changed by itself: recording begins once the call is drawn."""
        if self.session.controls != self._seen:
            self._show_controls()

    def sound(self, content: bytes) -> None:
        """Sound of a microphone: s16le at HEARING_RATE, channels interleaved.

        Raises InputRefused when it is not whole samples of all channels.
        """
        channels = len(self.session.notice.roles)
        if len(content) % (2 * channels):
            raise InputRefused("sound", f"is not whole samples of {channels} channels, 16 bits each")
        values = np.frombuffer(content, "<i2").reshape(-1, channels).T
        self.session.sound(np.divide(values, 32768, dtype=np.float32))

    def do(self, asked: Asked) -> None:
        """What the page asks for, other than to open.

        Raises GardefouError.
        """
        match asked:
            case Dismiss():
                self._ask(lambda call: call.offer(call.assistant.suggestions.dismiss(asked.card)))
            case Pin():
                self._ask(lambda call: call.offer(call.assistant.suggestions.pin(asked.card, asked.on)))
            case Tick():
                self._ask(lambda call: call.offer(call.assistant.checklist.tick(asked.statement, asked.on)))
            case Word():
                self._ask(lambda call: call.word(asked.situation, self._helping.elsewhere))
            case Assist():
                self._turn_on() if asked.on else self._turn_off()
                self._show_controls()
            case Send():
                self._send(asked.slots)
            case Plain():
                self._plain(asked.do)

    def fault(self, error: GardefouError) -> None:
        """Say what failed."""
        self.outbox.put(fault_document(error, self._language))

    def refuse(self, error: GardefouError) -> None:
        """Help no more, and say why."""
        self._turn_off()
        self._show_controls()
        self.fault(error)

    def close(self) -> None:
        """The page is gone for good: forget every word; a call of the telephone goes on without help."""
        if self._player:
            self._player.cancel()
        self._turn_off()
        self.session.unwatch(self._controls_changed)
        if not self.is_of_telephone:
            self.session.drop()

    @property
    def is_of_telephone(self) -> bool:
        """Whether the call is one of the telephone system, not one of this page."""
        return self.session.notice.source != "page"

    def _plain(self, what: str) -> None:
        match what:
            case "wrap_up":
                self._ask(lambda call: call.offer(call.assistant.wrap_up.draft(call.transcript)))
            case "stop_wording":
                self._ask(lambda call: call.stop_wording())
            case "pause":
                self.session.pause()
            case "resume":
                self.session.resume()
            case "object":
                self.session.erase()
            case "private":
                self._turn_off()
                self.session.erase(is_private=True)
            case "hang_up":
                if not self.is_of_telephone:
                    self.session.end()

    def _ask(self, wanted: Callable[[LiveCall], None]) -> None:
        self._assisted.ask(wanted)

    def _turn_on(self) -> None:
        self._assisted.turn_on()

    def _turn_off(self) -> None:
        self._assisted.turn_off()
        self._shown.forget()
        self.outbox.clear()

    def _send(self, slots: Mapping[str, str]) -> None:
        if self._helping.send_wrap_up is None:
            raise InputRefused("wrap-up", "has nowhere to go; copy it, or name GARDEFOU_WRAP_UP_URL")
        self._sending = asyncio.create_task(self._sent(self._helping.send_wrap_up, dict(slots)))

    async def _sent(self, send: SendWrapUp, slots: dict[str, str]) -> None:
        try:
            await asyncio.to_thread(send, slots)
        except GardefouError as error:
            self.fault(error)
            return
        self._turn_off()
        self._show_controls()
        self.outbox.put({"type": "sent"})

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
        if isinstance(event, Utterance) and event.segment:
            document["lag_ms"] = max(0, self.session.position_ms - event.segment.end_ms)
        self._note(document)

    def _controls_changed(self, controls: Controls) -> None:
        self._show_controls()

    def _show_controls(self) -> None:
        self._seen = self.session.controls
        self._note(controls_document(self._seen, is_assisted=self._assisted.is_assisted))

    def _note(self, document: Document) -> None:
        self._shown.note(document)
        self.outbox.put(document)

    def _back(self, function: Callable[..., None], *given: object) -> None:
        """Into the event loop, which shows in its log what it was given: words are not."""
        self._loop.call_soon_threadsafe(lambda: function(*given))
