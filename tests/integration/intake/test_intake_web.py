"""Sending calls over HTTP to a real server: what is kept, what is refused, and that nothing is held or spooled."""

import json
import logging
import select
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from gardefou.entrypoints.web.call_request import Limits
from gardefou.entrypoints.web.intake import intake_router
from gardefou.governance.actors import Sender
from gardefou.intake.model import Arrival, CallNotice, Received
from gardefou.kernel.errors import InputRefused, KnownOtherwise, Refused, RoomFull, StorageFull, StoreUnavailable

SAID = {
    "external_id": "a-1",
    "source": "pbx",
    "adviser": "1042",
    "site": "LYS",
    "direction": "inbound",
    "started_at": "2026-03-01T10:00:00+01:00",
    "channels": "adviser,customer",
    "customer_ref": "canary-customer",
}
CALL = UUID("0198f0d2-0000-7000-8000-000000000001")
TOKEN = {"Authorization": "Bearer right"}
MEGABYTE = b"x" * 1_000_000
LIMITS = Limits(largest_body=50_000_000, silence_s=1.0, longest_s=20.0, at_once=25)


class FakeTokens:
    """Knows one token, for one site."""

    def sender(self, token: str) -> Sender | None:
        if token == "nowhere":
            raise StoreUnavailable("the database", "does not answer (it was shut down)")
        return Sender(UUID(int=1), "pbx", frozenset({"LYS"})) if token == "right" else None


class FakeReception:
    """Remembers what was kept and how reading ended; answers as told."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}
        self.cut: list[str] = []
        self.read = 0
        self.answer: Arrival | Exception = Arrival.KEPT
        self.waits_for: threading.Event | None = None
        self.reads_on_after_fault = False
        self._lock = threading.Lock()

    def receive(self, notice: CallNotice, sound: Iterator[bytes]) -> Received:
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is Arrival.NOT_DRAWN:
            return Received(self.answer, None)
        size = 0
        try:
            for piece in sound:
                size += len(piece)
                self.read = max(self.read, size)
                if self.waits_for:
                    self.waits_for.wait(20)
        except Exception as error:
            self.cut.append(type(error).__name__)
            if self.reads_on_after_fault:
                size += sum(map(len, sound))
            raise
        with self._lock:
            self.kept[notice.key.external_id] = size
        return Received(self.answer, CALL)


@contextmanager
def serving(reception: FakeReception, limits: Limits = LIMITS) -> Iterator[str]:
    app = FastAPI()
    app.include_router(intake_router(lambda sender: reception, FakeTokens(), limits))
    server = uvicorn.Server(uvicorn.Config(app, port=0, host="127.0.0.1", log_level="info", log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def until(holds) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "did not happen in 20 s"
        time.sleep(0.01)


@pytest.fixture
def reception() -> FakeReception:
    return FakeReception()


@pytest.fixture
def url(reception: FakeReception) -> Iterator[str]:
    with serving(reception) as address:
        yield address


def part(name: str, content: bytes, content_type: str = "application/octet-stream") -> bytes:
    head = (
        f'--cut\r\nContent-Disposition: form-data; name="{name}"; filename="x"\r\nContent-Type: {content_type}\r\n\r\n'
    )
    return head.encode() + content + b"\r\n"


def metadata(**fields: object) -> bytes:
    return part("metadata", json.dumps({**SAID, **fields}).encode(), "application/json")


END = b"--cut--\r\n"
FORM = {"Content-Type": "multipart/form-data; boundary=cut"}


def post(url: str, content, headers: dict[str, str] | None = None) -> httpx.Response:
    headers = {**FORM, **TOKEN, **(headers or {})}
    return httpx.post(f"{url}/api/calls", content=content, headers=headers, timeout=30)


def upload(url: str, name: str = "a-1", sound: bytes = b"RIFF", **fields: object) -> httpx.Response:
    return post(url, metadata(external_id=name, **fields) + part("sound", sound) + END)


def connected(url: str, content_length: int | None, sent: bytes) -> socket.socket:
    host, port = url.removeprefix("http://").split(":")
    length = "Transfer-Encoding: chunked" if content_length is None else f"Content-Length: {content_length}"
    client = socket.create_connection((host, int(port)), timeout=20)
    head = f"POST /api/calls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right\r\n{length}\r\n"
    client.sendall(f"{head}Content-Type: multipart/form-data; boundary=cut\r\n\r\n".encode() + sent)
    return client


def status_of(client: socket.socket) -> int:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = client.recv(65_536)
        assert piece, "closed without an answer"
        received += piece
    return int(received.split()[1])


@pytest.mark.parametrize(
    ("arrival", "status", "answer"),
    [
        (Arrival.KEPT, 201, {"arrival": "kept", "call": str(CALL)}),
        (Arrival.ALREADY_HERE, 200, {"arrival": "already_here", "call": str(CALL)}),
        (Arrival.NOT_DRAWN, 202, {"arrival": "not_drawn"}),
    ],
)
def test_the_answer_says_what_became_of_the_call(reception, url, arrival, status, answer) -> None:
    reception.answer = arrival
    response = upload(url)
    assert (response.status_code, response.json()) == (status, answer)
    assert response.headers["cache-control"] == "no-store"


def test_the_usual_client_is_understood_and_the_connection_serves_again(reception, url) -> None:
    with httpx.Client(headers=TOKEN) as client:
        for name in ("a-1", "a-2", "a-3"):
            files = {
                "metadata": (None, json.dumps({**SAID, "external_id": name}), "application/json"),
                "sound": ("call.wav", MEGABYTE, "audio/wav"),
            }
            response = client.post(f"{url}/api/calls", files=files)
            assert response.status_code == 201
            assert "connection" not in response.headers
    assert reception.kept == {"a-1": 1_000_000, "a-2": 1_000_000, "a-3": 1_000_000}


def test_sound_is_kept_byte_for_byte_however_it_is_cut_in_pieces(reception, url) -> None:
    sound = b"\r\n--cu\r\n--cut-\r\n-" * 500
    body = metadata() + part("sound", sound) + END
    assert post(url, (body[i : i + 7] for i in range(0, len(body), 7))).status_code == 201
    assert reception.kept == {"a-1": len(sound)}


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", "Basic right", "Bearer right right", "Bearer " + "x" * 600]
)
def test_nobody_enters_without_a_token_that_is_known(reception, url, header) -> None:
    headers = {**FORM, **({"Authorization": header} if header is not None else {})}
    response = httpx.post(f"{url}/api/calls", content=metadata() + part("sound", b"x") + END, headers=headers)
    assert response.status_code == 401
    assert response.json()["code"] == "access_refused"
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert reception.read == 0


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InputRefused("site", "is not open; open it first"), 422, "input_refused"),
        (KnownOtherwise("a-1", "is here with another sound"), 409, "known_otherwise"),
        (Refused("S17", "no opinion of the works council", "v1"), 403, "refused"),
        (RoomFull("too much sound waits"), 503, "room_full"),
    ],
)
def test_refusals_have_a_status_and_a_stable_code(reception, url, error, status, code) -> None:
    reception.answer = error
    response = upload(url)
    assert (response.status_code, response.json()["code"], response.json()["message"]) == (status, code, str(error))
    assert response.json().get("clause") == ("S17" if status == 403 else None)
    assert ("retry-after" in response.headers) == (status == 503)


def test_a_store_that_is_full_is_a_matter_for_the_log_not_for_the_sender(reception, url, caplog) -> None:
    reception.answer = StorageFull("/var/secret/place is full")
    response = upload(url)
    assert (response.status_code, response.json()["code"]) == (503, "storage_full")
    assert "retry-after" in response.headers
    assert "secret" not in response.text
    assert "/var/secret/place is full" in caplog.text


def test_a_database_that_goes_while_a_token_is_looked_up_is_answered_like_a_full_one(reception, url) -> None:
    body = metadata() + part("sound", b"x") + END
    response = httpx.post(f"{url}/api/calls", content=body, headers={**FORM, "Authorization": "Bearer nowhere"})
    assert (response.status_code, response.json()["code"]) == (503, "store_unavailable")
    assert "retry-after" in response.headers
    assert reception.read == 0


def test_wrong_metadata_is_told_field_by_field(reception, url) -> None:
    response = upload(url, started_at="2026-03-01T10:00:00", direction="sideways", adviser=None)
    assert response.status_code == 422
    faults = {fault["field"]: fault["message"] for fault in response.json()["faults"]}
    assert set(faults) == {"started_at", "direction", "adviser"}
    assert "has no time zone; write 2026-03-01T10:00:00+01:00" in faults["started_at"]
    assert "canary" not in response.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (part("sound", b"x") + metadata() + END, 400, "malformed"),
        (metadata() + END, 400, "malformed"),
        (metadata() + part("sound", b"x") + part("sound", b"y") + END, 400, "malformed"),
        (metadata() + part("sound", b"x") + part("note", b"y") + END, 400, "malformed"),
        (metadata() + part("sound", b"x" * 100_000), 400, "malformed"),
        (metadata() + part("sound", b"x") + END + b"y" * 5_000_000, 400, "malformed"),
        (END, 400, "malformed"),
        (b"", 400, "malformed"),
        (b"no form at all", 400, "malformed"),
        (b"--cut\r\n\r\nx\r\n" + END, 400, "malformed"),
        (b"--cut\r\n" + b"X-A: " + b"a" * 100_000, 400, "malformed"),
        (b"--cut\r\n" + b"X-A: a\r\n" * 1_000, 400, "malformed"),
        (part("metadata", b"{}", "text/csv") + END, 415, "wrong_type"),
        (part("metadata", b" " * 100_000, "application/json") + END, 413, "too_large"),
        (part("metadata", b"{", "application/json") + part("sound", b"x") + END, 422, "input_refused"),
    ],
)
def test_a_form_that_is_not_metadata_then_sound_keeps_nothing(reception, url, body, status, code) -> None:
    response = post(url, body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert reception.kept == {}


@pytest.mark.parametrize(
    "content_type", ["application/json", "audio/wav", "multipart/mixed; boundary=cut", "multipart/form-data", ""]
)
def test_another_content_type_is_refused_before_the_body_is_read(reception, url, content_type) -> None:
    assert post(url, metadata() + END, {"Content-Type": content_type}).status_code == 415


def test_a_body_announced_as_five_gigabytes_is_refused_unread(reception, url) -> None:
    with connected(url, 5_000_000_000, metadata()) as client:
        assert status_of(client) == 413
        with pytest.raises(OSError, match=r"."):
            for _ in range(5_000):
                client.sendall(MEGABYTE)
    assert reception.kept == {}


def test_a_body_without_length_is_counted_and_refused_at_the_limit(reception, url) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield metadata() + part("sound", b"")[:-2]
        while True:
            sent += len(MEGABYTE)
            yield MEGABYTE

    assert post(url, endless()).status_code == 413
    assert sent < 100_000_000
    assert reception.cut == ["Unanswered"]
    assert reception.kept == {}


def test_a_body_without_length_is_kept(reception, url) -> None:
    assert post(url, iter([metadata(), part("sound", MEGABYTE), END])).status_code == 201
    assert reception.kept == {"a-1": 1_000_000}


@pytest.mark.parametrize("reads_on", [False, True])
def test_a_cut_connection_keeps_nothing(reception, url, reads_on) -> None:
    reception.reads_on_after_fault = reads_on
    for length in (10_000_000, None):
        body = metadata() + part("sound", b"x" * 100_000)
        sent = body if length else f"{len(body):x}\r\n".encode() + body + b"\r\n"
        with connected(url, length, sent):
            until(lambda: reception.read >= 90_000)
        until(lambda: reception.cut)
        assert reception.cut == ["Unanswered"]
        assert reception.kept == {}
        reception.cut.clear()
        reception.read = 0


def test_a_silent_client_is_answered_and_let_go(reception, url) -> None:
    with connected(url, 10_000_000, b"") as before_metadata, connected(url, 10_000_000, metadata()) as before_sound:
        assert status_of(before_metadata) == 408
        assert status_of(before_sound) == 408
    assert reception.kept == {}


def test_a_dripping_client_is_let_go_at_the_end_of_its_time(reception) -> None:
    begin = metadata() + part("sound", b"")[:-2]
    with serving(reception, Limits(silence_s=5.0, longest_s=1.0)) as url, connected(url, 10_000_000, begin) as client:
        while not select.select([client], [], [], 0.1)[0]:
            client.sendall(b"x")
        assert status_of(client) == 408
    assert reception.kept == {}


def test_a_slow_reception_holds_the_sender_back(reception, url) -> None:
    reception.waits_for = threading.Event()
    with connected(url, 40_000_000, metadata() + part("sound", b"")[:-2]) as client:
        client.setblocking(False)
        sent = 0
        while select.select([], [client], [], 1.0)[1]:
            sent += client.send(MEGABYTE)
            assert sent < 30_000_000, "the server takes more than it reads"
        assert reception.read < 1_000_000
        reception.waits_for.set()


def test_the_sound_of_a_call_that_is_not_drawn_may_be_sent_to_its_end(reception, url) -> None:
    reception.answer = Arrival.NOT_DRAWN
    response = upload(url, sound=MEGABYTE * 30)
    assert response.status_code == 202
    assert response.headers["connection"] == "close"


def test_twenty_calls_come_in_at_once(reception, url) -> None:
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda n: upload(url, f"a-{n}", MEGABYTE).status_code, range(20)))
    assert statuses == [201] * 20
    assert reception.kept == {f"a-{n}": 1_000_000 for n in range(20)}


def test_more_calls_than_the_limit_are_asked_to_come_again(reception) -> None:
    reception.waits_for = threading.Event()
    with serving(reception, Limits(at_once=1, silence_s=10.0)) as url:
        with connected(url, 10_000_000, metadata() + part("sound", b"x" * 100_000)):
            until(lambda: reception.read > 0)
            response = upload(url, "b-2")
            assert (response.status_code, response.json()["code"]) == (429, "too_many_at_once")
            assert int(response.headers["retry-after"]) > 0
            reception.waits_for.set()
        until(lambda: reception.cut)
        until(lambda: upload(url, "b-2").status_code == 201)
    assert reception.kept == {"b-2": 4}


def test_nothing_is_spooled_and_the_log_says_nothing_of_the_call(reception, url, caplog, monkeypatch) -> None:
    def spooled(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was asked for")

    for name in ("SpooledTemporaryFile", "TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, spooled)
    caplog.set_level(logging.INFO)
    assert upload(url, sound=MEGABYTE * 5).status_code == 201
    reception.answer = InputRefused("sound", "cannot be heard")
    assert upload(url, "canary-id").status_code == 422
    assert post(url, metadata(external_id="canary-id") + b"--cut\r\nBad Header\r\n").status_code in {400, 422}
    assert "POST /api/calls" in caplog.text
    assert "canary" not in caplog.text


def test_the_form_is_described_for_those_who_write_clients(url) -> None:
    route = httpx.get(f"{url}/openapi.json").json()["paths"]["/api/calls"]["post"]
    form = route["requestBody"]["content"]["multipart/form-data"]
    assert form["schema"]["required"] == ["metadata", "sound"]
    assert "started_at" in form["schema"]["properties"]["metadata"]["required"]
    assert "$ref" not in json.dumps(form)
    assert {"201", "202", "401", "403", "409", "413", "415", "422", "503"} <= set(route["responses"])
    assert route["security"]
