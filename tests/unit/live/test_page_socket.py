"""What a page may do beside a call, over its WebSocket."""

from contextlib import ExitStack

import numpy as np
import pytest
from starlette.websockets import WebSocketDisconnect
from tests.unit.flows.live_doubles import notice, said
from tests.unit.live.page_scene import Scene, until

from gardefou.entrypoints.live import connection
from gardefou.kernel.live import Hypothesis, Utterance
from gardefou.kernel.transcript import Role


@pytest.fixture
def scene():
    made = Scene()
    with made.client:
        yield made


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
        assert [slots for slots, _ in scene.sent] == [{"reason": "Double facturation"}]
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
    call = scene.sessions.open(notice("42", site="paris", adviser=None))
    with scene.opened(source="telephone", call="42") as socket:
        until(socket, "controls")
        with scene.opened("D02", source="telephone", call="42") as other:
            assert "check the id" in until(other, "fault")["message"]
        socket.send_json({"do": "object"})
        assert "whoever records it" in until(socket, "fault")["message"]
        socket.send_json({"do": "close"})
    assert scene.sessions.find("42") is call and not call.controls.is_over


def test_a_customer_objects_and_the_recording_goes(scene):
    scene.sessions.open(notice("42", site="paris", adviser="D01"))
    with scene.opened(source="telephone", call="42") as socket:
        socket.send_json({"do": "object"})
        while until(socket, "controls")["recording"] != "erased":
            pass
        socket.send_json({"do": "close"})
    assert scene.tape.given == [("erase", 0)]


@pytest.mark.parametrize("cause", ["charter", "room"])
def test_a_recorded_call_has_its_controls_where_help_cannot_be_had(scene, cause):
    scene.sessions.open(notice("42", site="paris", adviser="D01"))
    scene.door.is_open = cause == "room"
    scene.ears.is_full = cause == "room"
    with scene.opened(source="telephone", call="42") as socket:
        assert until(socket, "fault")["code"] == ("room_full" if cause == "room" else "refused")
        socket.send_json({"do": "pause"})
        while not (controls := until(socket, "controls"))["is_paused"]:
            pass
        assert not controls["is_assisted"]
        socket.send_json({"do": "close"})


@pytest.mark.parametrize("source", ["practice", "telephone"])
def test_only_a_microphone_page_takes_sound(scene, source):
    scene.sessions.open(notice("42", site="paris", adviser="D01"))
    with scene.opened(source=source, call="42", sample="invoice_dispute", speed=0.25) as socket:
        until(socket, "controls")
        socket.send_bytes(np.full(3200, 16384, "<i2").tobytes())
        assert "microphone only" in until(socket, "fault")["message"]
        socket.send_json({"do": "close"})
    assert scene.tape.given == []


def test_a_page_of_practice_sends_nothing(scene):
    with scene.opened(source="practice", sample="invoice_dispute") as socket:
        until(socket, "controls")
        socket.send_json({"do": "send", "slots": {"reason": "essai"}})
        assert until(socket, "fault")["code"] == "input_refused"
        socket.send_json({"do": "close"})
    assert scene.sent == []


def test_help_that_the_charter_ended_comes_back_only_when_it_allows_it(scene, monkeypatch):
    monkeypatch.setattr(connection, "LOOKED_EVERY_S", 0.01)
    with scene.opened() as socket:
        until(socket, "controls")
        scene.door.is_open = False
        assert until(socket, "fault")["clause"] == "S18"
        socket.send_json({"do": "assist", "on": True})
        assert until(socket, "fault")["clause"] == "S18"
        assert len(scene.ears.opened) == 1
        scene.door.is_open = True
        socket.send_json({"do": "assist", "on": True})
        assert until(socket, "controls")["is_assisted"]
        scene.door.is_open = False
        assert until(socket, "fault")["clause"] == "S18"
        socket.send_json({"do": "close"})


def test_a_page_comes_back_as_what_it_was(scene):
    with scene.opened() as socket:
        token = until(socket, "opened")["session"]
        scene.door.closed_to = {False}
        with scene.opened(session=token, source="practice", sample="invoice_dispute") as again:
            assert until(again, "opened")["session"] == token
            assert until(again, "controls")["is_assisted"] is False
            assert until(again, "fault")["clause"] == "S18"
            again.send_json({"do": "close"})
    assert scene.ears.opened[0][0].given[-1] == ("drop", 0)


def test_one_person_has_few_pages_and_takes_no_room_from_the_telephone(scene):
    with ExitStack() as pages:
        for _ in range(3):
            until(pages.enter_context(scene.opened()), "controls")
        with scene.opened("D02") as other:
            assert until(other, "fault")["code"] == "room_full"
        assert scene.sessions.open(notice("42"))


def test_a_call_of_another_adviser_stays_theirs(scene):
    scene.sessions.open(notice("42", adviser="D09", site="paris"))
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
