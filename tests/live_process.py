"""The live process of an installation in a thread, with ears that hear what a test says, and pages that connect."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin as Sender

from gardefou.assist.model import Help, Said, Suggestion, Suggestions
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.entrypoints.live.application import live_application
from gardefou.entrypoints.web.origin import Origin
from gardefou.entrypoints.web.sessions import Sessions
from gardefou.flows.assisted_session import MakeCall
from gardefou.flows.live_call import LiveCall
from gardefou.flows.live_session import LiveSessions
from gardefou.governance.actors import Person
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.kernel.live import LiveWords, Utterance
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Role, Segment, Transcript

TENTH = np.zeros((2, HEARING_RATE // 10), np.float32)


@dataclass
class SaidEar:
    """Hears the next utterance with each piece of sound."""

    said: Iterator[Segment]
    deliver: Callable[[LiveWords], None]
    is_over: bool = False
    number: int = 0

    def add(self, samples: Samples) -> None:
        if not self.is_over and (segment := next(self.said, None)):
            self.number += 1
            self.deliver(Utterance(self.number, segment))

    def skip(self, milliseconds: int) -> None:
        """Nothing is heard."""

    def end(self) -> None:
        self.is_over = True

    drop = end


class QuotingAssistant:
    """Offers a card for all that is said, quoting it."""

    phrases = None

    def heard(self, call: Transcript, new: Segment) -> Iterator[Help]:
        said = Said(new.role, new.start_ms, new.end_ms, new.text)
        yield Suggestions((Suggestion("card", "Carte", "passage", "source", said),))

    def forget(self) -> None:
        """It holds nothing."""


@dataclass
class StandInAssistance:
    """Ears that hear `said` in every call; what is asked for is done at once."""

    said: Sequence[Segment] = ()
    situations: Sequence[Any] = ()
    ears: list[SaidEar] = field(default_factory=list)

    @property
    def hearing(self) -> "StandInAssistance":
        return self

    channels_heard = 0

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Callable[[LiveWords], None]) -> SaidEar:
        self.ears.append(SaidEar(iter(self.said), deliver))
        return self.ears[-1]

    def make_call(self, spoken: Language, read: Language) -> MakeCall:
        def made(tell: Any, roles: tuple[Role, ...]) -> LiveCall:
            return LiveCall(QuotingAssistant(), redact_transcript, redact_text, tell, roles, spoken)  # type: ignore[arg-type]

        return made

    def in_turn(self, function: Callable[..., None], *given: object) -> None:
        function(*given)

    elsewhere = in_turn


@dataclass
class LiveServer:
    """A live process that runs."""

    installation: Installation
    server: uvicorn.Server
    calls: LiveSessions
    loop: asyncio.AbstractEventLoop

    @property
    def port(self) -> int:
        return int(self.server.servers[0].sockets[0].getsockname()[1])

    def end(self) -> None:
        """Ask it to stop, as a signal does."""
        self.server.should_exit = True

    def within(self, function: Callable[..., Any], *given: object) -> Any:
        """Call a function in its event loop."""

        async def called() -> Any:
            return function(*given)

        return asyncio.run_coroutine_threadsafe(called(), self.loop).result(20)

    def cookie(self, person: Person) -> str:
        """What the browser of somebody who has signed in shows."""
        settings = self.installation.settings
        with administration_of(self.installation) as administration:
            administration.accounts.put(person.id, "no password fits this")
        sessions = Sessions(self.installation.pool("web"), settings, Origin(settings).is_secure)
        return f"{sessions.cookie}={sessions.open(person, None)}"

    @contextmanager
    def page(self, person: Person | None, origin: str = "", cookie: str = "", **wanted: Any) -> Iterator["BesideCall"]:
        """A page that opens a call; its browser shows `cookie`, or one of a new session."""
        address = f"127.0.0.1:{self.port}"
        headers = {"Cookie": cookie or self.cookie(person)} if person else {}
        url = f"ws://{address}/live/session"
        with connect(url, origin=Sender(origin or f"http://{address}"), additional_headers=headers) as socket:
            page = BesideCall(socket)
            with suppress(ConnectionClosed):  # it may be refused before it asks
                page.ask("open", **wanted)
            yield page


@dataclass
class BesideCall:
    """What a page is told, and what it asks."""

    socket: ClientConnection
    told: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, what: str, **values: Any) -> None:
        self.socket.send(json.dumps({"do": what, **values}))

    def say(self, samples: Samples = TENTH) -> None:
        """Send sound, the first channel only, as a microphone does."""
        self.socket.send((samples[0] * 32767).astype("<i2").tobytes())

    def until(self, kind: str, **values: Any) -> dict[str, Any]:
        """The next event of that kind with these values; a fault that is not awaited fails the test."""
        while True:
            event: dict[str, Any] = json.loads(self.socket.recv(timeout=20))
            self.told.append(event)
            assert kind == "fault" or event["type"] != "fault", event
            if event["type"] == kind and values.items() <= event.items():
                return event


@contextmanager
def served_live(installation: Installation, assistance: StandInAssistance) -> Iterator[LiveServer]:
    """The live process of an installation, until the block ends."""
    application = live_application(installation, assistance)
    config = uvicorn.Config(application, host="127.0.0.1", port=0, log_config=None, access_log=False)
    server, loop = uvicorn.Server(config), asyncio.new_event_loop()
    started = threading.Event()

    async def serve() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        started.set()
        await serving

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert started.wait(20)
    try:
        yield LiveServer(installation, server, application.state.calls, loop)
    finally:
        server.should_exit = True
        thread.join(20)
        loop.close()
