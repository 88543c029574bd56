"""How much a page may send, how long it is kept, and what the log has of it."""

import asyncio
import json
import threading

import pytest
from starlette.websockets import WebSocketDisconnect
from tests.unit.flows.live_doubles import said
from tests.unit.live.page_scene import Scene, until

from gardefou.entrypoints.live import connection
from gardefou.entrypoints.live.page_session import WRAP_UP_WITHIN_S
from gardefou.entrypoints.live.pages import MOST_OF_ONE
from gardefou.kernel.live import Utterance
from gardefou.kernel.transcript import Role

EIGHT_SECONDS = bytes(2 * 16_000 * 8)


@pytest.fixture
def scene(monkeypatch):
    monkeypatch.setattr(connection, "LOOKED_EVERY_S", 0.01)
    made = Scene()
    with made.client:
        yield made


def ended(socket):
    with pytest.raises(WebSocketDisconnect) as end:
        while True:
            socket.receive_json()
    return end.value.code


def test_what_is_told_again_is_late_by_its_first_time_alone(scene):
    with scene.opened() as socket:
        token = until(socket, "opened")["session"]
        deliver = scene.ears.opened[0][1]
        deliver(Utterance(1, said("mon numéro est le 06 12 34", role=Role.ADVISER)))
        first = until(socket, "utterance")["lag_ms"]
        socket.send_bytes(EIGHT_SECONDS)
        socket.send_json({"do": "pause"})
        while not until(socket, "controls")["is_paused"]:
            pass
        deliver(Utterance(2, said("56 78 voilà", 3_000, Role.ADVISER)))
        again = until(socket, "utterance")
        assert again["utterance"] == 1 and "06" not in again["text"] and "lag_ms" not in again
        assert until(socket, "utterance")["lag_ms"] > 4_000
        with scene.opened(session=token) as back:
            assert until(back, "utterance")["lag_ms"] == first
            back.send_json({"do": "close"})


def test_a_page_whose_call_is_heard_no_more_says_so_and_can_be_helped_again(scene):
    with scene.opened() as socket:
        until(socket, "controls")
        scene.ears.opened[0][0].is_over = True
        assert until(socket, "controls")["is_assisted"] is False
        assert until(socket, "fault")["code"] == "help_stopped"
        socket.send_json({"do": "assist", "on": True})
        assert until(socket, "controls")["is_assisted"]
        assert len(scene.ears.opened) == 2
        socket.send_json({"do": "close"})


class Opening:
    """The socket of a page that opens and is gone."""

    def __init__(self, received):
        self.headers = {}
        self.received, self.told, self.messages = received, [], [{"do": "open"}]

    async def accept(self):
        pass

    async def receive(self):
        if not self.messages:
            return {"type": "websocket.disconnect", "code": 1000}
        self.received.append(self)
        return {"type": "websocket.receive", "text": json.dumps(self.messages.pop())}

    async def send_json(self, document):
        self.told.append(document["code"])

    async def send_text(self, text):
        pass

    async def close(self, code):
        pass


def test_one_person_who_opens_many_pages_at_once_has_few():
    scene, received, gate = Scene(3 * MOST_OF_ONE), [], threading.Event()
    scene.door.check = lambda visitor, is_practice: gate.wait(10)

    async def open_all():
        sockets = [Opening(received) for _ in range(3 * MOST_OF_ONE)]
        under_way = [asyncio.create_task(scene.sockets.serve(each)) for each in sockets]
        while len(received) < len(sockets):
            await asyncio.sleep(0)
        for _ in range(20):  # each of them goes as far as it can while the charter is asked
            await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*under_way)
        return [each.told for each in sockets]

    assert asyncio.run(open_all()).count(["room_full"]) == 2 * MOST_OF_ONE


def test_sound_that_comes_faster_than_it_is_spoken_ends_the_page(scene, caplog):
    with scene.opened() as socket:
        until(socket, "controls")
        for _ in range(10):
            scene.at += 8
            socket.send_bytes(EIGHT_SECONDS)
        socket.send_json({"do": "pause"})
        assert until(socket, "controls")["is_paused"] and not caplog.messages
        for _ in range(4):
            socket.send_bytes(EIGHT_SECONDS)
        assert until(socket, "fault")["code"] == "too_fast"
        assert ended(socket) == 1000
    assert len(scene.sockets.pages) == 0 and len(scene.sessions) == 0
    assert len(caplog.messages) == 1 and "too_fast" in caplog.text


@pytest.mark.parametrize("sent", [b"X" * (256 * 1024 + 2), b"Xylophone", '{"do": "Xylophone"}'])
def test_what_is_refused_is_noted_without_its_content(scene, caplog, sent):
    with scene.opened() as socket:
        until(socket, "controls")
        socket.send_bytes(sent) if isinstance(sent, bytes) else socket.send_text(sent)
        until(socket, "fault")
        socket.send_json({"do": "close"})
    assert len(caplog.messages) == 1 and "input_refused" in caplog.text and "Xylo" not in caplog.text


@pytest.mark.parametrize(("code", "lines"), [(1000, 0), (1001, 0), (1006, 1)])
def test_a_lost_connection_is_noted_and_one_that_was_closed_is_not(scene, caplog, code, lines):
    with scene.opened() as socket:
        until(socket, "controls")
        socket.close(code)
    assert len(caplog.messages) == lines


def test_a_call_that_is_over_is_kept_for_its_wrap_up_and_then_forgotten(scene):
    with scene.opened() as socket:
        socket.send_json({"do": "hang_up"})
        while not until(socket, "controls")["is_over"]:
            pass
        scene.at = WRAP_UP_WITHIN_S - 1
        socket.send_json({"do": "wrap_up"})
        until(socket, "wrap_up")
        scene.at = WRAP_UP_WITHIN_S
        assert until(socket, "controls")["is_assisted"] is False
        assert until(socket, "fault")["code"] == "call_forgotten"
        assert ended(socket) == 1000
    assert len(scene.sockets.pages) == 0
    assert scene.ears.opened[0][0].given[-1] == ("drop", 0)


def test_a_page_that_comes_back_learns_that_its_wrap_up_went_and_no_word_is_left(scene):
    with scene.opened() as socket:
        token = until(socket, "opened")["session"]
        scene.ears.opened[0][1](Utterance(1, said("bonjour")))
        until(socket, "utterance")
        socket.send_json({"do": "hang_up"})
        socket.send_json({"do": "send", "slots": {"reason": "Double facturation"}})
        until(socket, "sent")
        with scene.opened(session=token) as again:
            kinds = [again.receive_json()["type"] for _ in range(3)]
            assert kinds == ["opened", "controls", "sent"]
            again.send_json({"do": "close"})


def test_practice_leaves_channels_to_calls(scene):
    practice = {"source": "practice", "sample": "invoice_dispute", "speed": 0.25}
    with scene.opened(**practice) as first, scene.opened("D02", **practice) as second:
        assert until(first, "controls")["is_assisted"] and until(second, "controls")["is_assisted"]
        with scene.opened(**practice) as third:
            assert until(third, "fault")["code"] == "room_full"
        with scene.opened(roles=["adviser", "customer"]) as call:
            assert until(call, "controls")["is_assisted"]
        for ear, _ in scene.ears.opened[1:]:
            ear.is_over = True
        with scene.opened(**practice) as again:
            assert until(again, "controls")["is_assisted"]
