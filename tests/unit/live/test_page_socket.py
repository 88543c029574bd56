"""What a page may do beside a call, over its WebSocket."""

from contextlib import contextmanager
from uuid import UUID

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.unit.flows.live_doubles import Assistant, Ears, Tape, notice, said

from gardefou.assist.model import Checklist, Statement, TickedBy, WrapUp
from gardefou.entrypoints.live.browser import PageSockets, Visitor
from gardefou.entrypoints.live.page_session import Helping
from gardefou.flows.live_call import LiveCall
from gardefou.flows.live_session import LiveSessions
from gardefou.hearing.redaction import redact_text, redact_transcript
from gardefou.kernel.errors import AccessRefused, Refused
from gardefou.kernel.live import Hypothesis, Utterance
from gardefou.kernel.transcript import Language, Role

INES, HUGO = UUID(int=1), UUID(int=2)


class Door:
    def __init__(self) -> None:
        self.is_open = True

    def visitor(self, socket):
        number = socket.headers.get("x-number", "D01")
        if number == "nobody":
            raise AccessRefused("sign in first")
        return Visitor(INES if number == "D01" else HUGO, number, "paris", Language.FRENCH)

    def check(self, visitor, *, is_practice):
        if not self.is_open:
            raise Refused("S18", "the site is suspended", "1")


class Desk:
    def tick(self, statement, on):
        return Checklist((Statement(statement, "Prix", TickedBy.HAND if on else None),))

    def draft(self, call):
        return WrapUp(())


class Help(Assistant):
    checklist = wrap_up = Desk()


class Scene:
    def __init__(self) -> None:
        self.ears, self.door, self.sent = Ears(), Door(), []
        self.sessions = LiveSessions(3, lambda _: Tape())
        helping = Helping(self.ears, self._make_call, _now, _now, self.sent.append)
        self.sockets = PageSockets(self.sessions, helping, self.door, {}, stays_s=0.0)
        self.client = TestClient(Starlette(routes=[WebSocketRoute("/s", self.sockets.serve)]))

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


@pytest.fixture
def scene():
    made = Scene()
    with made.client:
        yield made


def until(socket, kind):
    while (document := socket.receive_json())["type"] != kind:
        pass
    return document


def test_sound_of_a_microphone_reaches_the_ear_and_words_come_back(scene):
    with scene.opened(roles=["customer"]) as socket:
        assert until(socket, "opened")["roles"] == ["customer"]
        socket.send_bytes(np.full(1600, 16384, "<i2").tobytes())
        socket.send_json({"do": "pause"})
        until(socket, "controls")
        assert until(socket, "controls")["is_paused"]
        ear, deliver = scene.ears.opened[0]
        assert ear.given == [("add", 100)]
        deliver(Hypothesis(1, 0, Role.CUSTOMER, 0, "j'ai", "été"))
        deliver(Utterance(1, said("j'ai été prélevé")))
        assert until(socket, "hypothesis")["pending"] == "été"
        assert until(socket, "utterance")["text"] == "j'ai été prélevé"
        socket.send_json({"do": "close"})


def test_a_hand_ticks_and_a_wrap_up_is_sent_then_all_is_forgotten(scene):
    with scene.opened() as socket:
        socket.send_json({"do": "tick", "statement": "price", "on": True})
        assert until(socket, "checklist")["statements"][0]["ticked_by"] == "hand"
        socket.send_json({"do": "send", "slots": {"reason": "Double facturation"}})
        until(socket, "sent")
        assert scene.sent == [{"reason": "Double facturation"}]
        assert scene.ears.opened[0][0].given[-1] == ("drop", 0)
        socket.send_json({"do": "close"})


def test_one_click_turns_help_off(scene):
    with scene.opened() as socket:
        until(socket, "controls")
        socket.send_json({"do": "assist", "on": False})
        assert until(socket, "controls")["is_assisted"] is False
        assert scene.ears.opened[0][0].given == [("drop", 0)]
        socket.send_json({"do": "close"})


def test_opened_without_help_nothing_is_heard(scene):
    with scene.opened(assist=False) as socket:
        assert until(socket, "controls")["is_assisted"] is False
        assert scene.ears.opened == []
        socket.send_json({"do": "close"})


def test_a_page_comes_back_to_what_it_showed(scene):
    with scene.opened() as socket:
        token = until(socket, "opened")["session"]
        scene.ears.opened[0][1](Utterance(1, said("bonjour")))
        until(socket, "utterance")
        with scene.opened(session=token) as again:
            assert until(again, "opened")["session"] == token
            assert until(again, "utterance")["text"] == "bonjour"
            again.send_json({"do": "close"})
    assert len(scene.sockets.pages) == 0 and len(scene.sessions) == 0


def test_somebody_else_does_not_come_back_to_it(scene):
    with scene.opened() as socket:
        token = until(socket, "opened")["session"]
        with scene.opened("D02", session=token) as other:
            assert until(other, "fault")["code"] == "input_refused"
        socket.send_json({"do": "close"})


def test_what_a_page_held_is_forgotten_when_it_does_not_come_back(scene):
    with scene.opened() as socket:
        until(socket, "opened")
    with scene.opened() as socket:
        until(socket, "opened")
        socket.send_json({"do": "close"})
    assert len(scene.sockets.pages) == 0 and len(scene.sessions) == 0
    assert all(ear.given[-1] == ("drop", 0) for ear, _ in scene.ears.opened)


def test_a_call_of_the_telephone_is_helped_with_by_one_person_and_goes_on_without_the_page(scene):
    call = scene.sessions.open(notice("42"))
    with scene.opened(source="telephone", call="42") as socket:
        until(socket, "controls")
        with scene.opened("D02", source="telephone", call="42") as other:
            assert "check the id" in until(other, "fault")["message"]
        socket.send_json({"do": "object"})
        assert until(socket, "controls")["recording"] == "erased"
        socket.send_json({"do": "close"})
    assert scene.sessions.find("42") is call and not call.controls.is_over


def test_a_call_of_another_adviser_stays_theirs(scene):
    scene.sessions.open(notice("42", adviser="D09"))
    with scene.opened(source="telephone", call="42") as socket:
        assert until(socket, "fault")["code"] == "input_refused"


@pytest.mark.parametrize(("number", "is_open", "code"), [("D01", False, "refused"), ("nobody", True, "access_refused")])
def test_a_closed_door_says_why(scene, number, is_open, code):
    scene.door.is_open = is_open
    with scene.opened(number) as socket:
        fault = until(socket, "fault")
        assert fault["code"] == code
        assert fault.get("clause") == ("S18" if code == "refused" else None)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()
    assert len(scene.sessions) == 0


@pytest.mark.parametrize(
    "message",
    ["", "{", '{"do": "listen"}', '{"do": "tick", "statement": "", "on": true}', '{"do": "open"}', "[" * 5000],
)
def test_what_is_no_message_is_told_without_its_words_and_the_page_goes_on(scene, message):
    with scene.opened() as socket:
        until(socket, "controls")
        socket.send_text(message)
        assert until(socket, "fault")["code"] == "input_refused"
        socket.send_json({"do": "pause"})
        assert until(socket, "controls")["is_paused"]
        socket.send_json({"do": "close"})


def test_half_a_sample_is_refused(scene):
    with scene.opened() as socket:
        socket.send_bytes(b"123")
        assert "whole samples" in until(socket, "fault")["message"]
        socket.send_json({"do": "close"})
