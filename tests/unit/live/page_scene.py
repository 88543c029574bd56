"""A page's WebSocket beside stand-ins of all that the process lends it."""

from contextlib import contextmanager
from uuid import UUID

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from tests.unit.flows.live_doubles import Assistant, Ears, Tape

from gardefou.assist.model import Checklist, Statement, TickedBy, WrapUp
from gardefou.bootstrap.samples import sample_calls
from gardefou.entrypoints.live.browser import PageSockets, Visitor
from gardefou.entrypoints.live.page_session import Helping
from gardefou.flows.live_call import LiveCall
from gardefou.flows.live_session import LiveSessions
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.kernel.errors import AccessRefused, Refused
from gardefou.kernel.transcript import Language

INES, HUGO = UUID(int=1), UUID(int=2)


class Door:
    def __init__(self) -> None:
        self.is_open = True
        self.closed_to = set()

    def visitor(self, socket):
        number = socket.headers.get("x-number", "D01")
        if number == "nobody":
            raise AccessRefused("sign in first")
        return Visitor(INES if number == "D01" else HUGO, number, "paris", Language.FRENCH)

    def check(self, visitor, *, is_practice):
        if not self.is_open or is_practice in self.closed_to:
            raise Refused("S18", "the site is suspended", "1")


class Desk:
    def tick(self, statement, on):
        return Checklist((Statement(statement, "Prix", TickedBy.HAND if on else None),))

    def draft(self, call):
        return WrapUp(())


class Help(Assistant):
    checklist = wrap_up = Desk()


class Scene:
    def __init__(self, most: int = 3) -> None:
        self.ears, self.door, self.sent = Ears(), Door(), []
        self.sessions = LiveSessions(most, self._recorder)
        self.tape = Tape()
        self.at = 0.0
        helping = Helping(self.ears, self._make_call, _now, _now, self._send, lambda: self.at, channels=6)
        samples = {"invoice_dispute": sample_calls()[9].sound}
        self.sockets = PageSockets(self.sessions, helping, self.door, samples, stays_s=0.0)
        self.client = TestClient(Starlette(routes=[WebSocketRoute("/s", self.sockets.serve)]))

    def _send(self, slots, key):
        self.sent.append((slots, key))

    def _recorder(self, of_call):
        return self.tape if of_call.adviser else None

    @staticmethod
    def _make_call(spoken, read):
        return lambda tell, roles: LiveCall(Help(), redact_transcript, redact_text, tell, roles)

    @contextmanager
    def opened(self, number="D01", **wanted):
        with self.client.websocket_connect("/s", headers={"x-number": number}) as socket:
            socket.send_json({"do": "open", **wanted})
            yield socket


def _now(function, *given):
    function(*given)


def until(socket, kind):
    while (document := socket.receive_json())["type"] != kind:
        pass
    return document
