"""Sound over HTTP: ranges against slices, and real connections that break."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.segments import SEALED_BYTES
from gardefou.adapters.vault.vault import Vault
from gardefou.entrypoints.web.sound import Part, Unsatisfiable, asked_part, passage_answer, sound_answer
from gardefou.kernel.errors import ContentErased, InputRefused, StoreUnavailable

CALL = uuid4()
NAME = "call-1"
CONTENT = bytes(i * 7919 >> 3 & 0xFF for i in range(300_001))
LARGE = bytes(range(256)) * 40_000
ETAG = f'"{NAME}"'


def vault_with(folder: Path, content: bytes) -> Vault:
    vault = Vault(KeyRing(KeyEncryptionKey(bytes(32))), Place(folder / "keys", folder / "objects"))
    with vault.writer(CALL, Compartment.SOUND, NAME) as writer:
        writer.write(content)
    return vault


def application(
    vault: Vault, make: Callable[[], bytes] = lambda: CONTENT, served: Callable[[], None] = lambda: None
) -> Starlette:
    async def sound(request: Request) -> Response:
        return await sound_answer(request, partial(vault.reader, CALL, Compartment.SOUND, NAME), NAME)

    async def passage(request: Request) -> Response:
        return await passage_answer(make, served)

    async def gone(request: Request, error: Exception) -> Response:
        return PlainTextResponse(type(error).__name__, 410)

    routes = [Route("/sound", sound), Route("/passage", passage)]
    return Starlette(routes=routes, exception_handlers={ContentErased: gone, InputRefused: gone})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(application(vault_with(tmp_path_factory.mktemp("vault"), CONTENT))) as client:
        yield client


@contextmanager
def serving(app: Starlette) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, host="127.0.0.1", log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def wait_until(reached: Callable[[], bool], seconds: float = 20) -> None:
    end = monotonic() + seconds
    while not reached():
        assert monotonic() < end
        sleep(0.01)


def asking(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


# ---------- whole and in parts ----------


def test_the_whole_sound(client: TestClient) -> None:
    answer = client.get("/sound")
    assert answer.status_code == 200
    assert answer.content == CONTENT
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "audio/ogg"
    assert answer.headers["cache-control"] == "no-store, private"
    assert answer.headers["etag"] == ETAG
    assert "content-range" not in answer.headers


places = st.integers(0, len(CONTENT) + 70_000)


@given(first=places, length=st.integers(1, 140_000) | st.none())
def test_a_range_is_that_slice(client: TestClient, first: int, length: int | None) -> None:
    last = "" if length is None else first + length - 1
    expected = CONTENT[first:] if length is None else CONTENT[first : first + length]
    answer = client.get("/sound", headers={"Range": f"bytes={first}-{last}"})
    check_part(answer, expected, first)


@given(suffix=places)
def test_a_suffix_is_that_slice(client: TestClient, suffix: int) -> None:
    answer = client.get("/sound", headers={"Range": f"bytes=-{suffix}"})
    check_part(answer, CONTENT[-suffix:] if suffix else b"", max(0, len(CONTENT) - suffix))


def check_part(answer: Any, expected: bytes, first: int) -> None:
    if not expected:
        assert answer.status_code == 416
        assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"
        assert answer.content == b""
        return
    assert answer.status_code == 206
    assert answer.content == expected
    assert answer.headers["content-length"] == str(len(expected))
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(expected) - 1}/{len(CONTENT)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-9", "bytes=9-5", "bytes=a-b", "bytes=-", "bytes=", "bytes", "seconds=0-5", "bytes=0-5x", "bytes=²-5"],
)
def test_what_is_not_one_range_gives_the_whole(client: TestClient, asked: str) -> None:
    answer = client.get("/sound", headers={b"Range": asked.encode()})
    assert answer.status_code == 200
    assert answer.content == CONTENT


@given(st.text(max_size=40) | st.from_regex(r"bytes=[0-9,\- ]{0,30}", fullmatch=True), st.integers(0, 1000))
def test_any_header_gives_a_part_inside_or_the_whole_or_nothing(text: str, size: int) -> None:
    try:
        part = asked_part([text], size)
    except Unsatisfiable:
        return
    assert part is None or 0 <= part.start < part.end <= size


def test_a_number_of_five_thousand_digits_lies_outside() -> None:
    with pytest.raises(Unsatisfiable):
        asked_part([f"bytes={'9' * 5_000}-"], 1_000)
    assert asked_part([f"bytes=0-{'9' * 5_000}"], 1_000) == Part(0, 1_000, 1_000)
    assert asked_part([f"bytes={'0' * 5_000}5-6"], 1_000) == Part(5, 7, 1_000)


def test_two_range_headers_give_the_whole(client: TestClient) -> None:
    assert client.get("/sound", headers=[("Range", "bytes=0-1"), ("Range", "bytes=5-6")]).status_code == 200


@pytest.mark.parametrize(
    ("held", "status"), [(ETAG, 206), ('"call-2"', 200), (f"W/{ETAG}", 200), ("Sun, 22 Nov 2026 07:00:00 GMT", 200)]
)
def test_a_part_is_given_only_of_the_content_that_the_client_has(client: TestClient, held: str, status: int) -> None:
    assert client.get("/sound", headers={"Range": "bytes=5-9", "If-Range": held}).status_code == status


def test_head_tells_the_length_and_sends_nothing(client: TestClient) -> None:
    answer = client.head("/sound", headers={"Range": "bytes=5-9"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(CONTENT))


# ---------- erased, altered, cut ----------


def test_an_erased_sound_is_told_before_the_first_byte(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, CONTENT)
    vault.destroy(CALL, Compartment.SOUND)
    with TestClient(application(vault)) as client:
        answer = client.get("/sound")
    assert (answer.status_code, answer.text) == (410, "ContentErased")


def test_a_sound_erased_while_it_goes_out_stops(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    vault = vault_with(tmp_path, LARGE)
    with serving(application(vault)) as port, asking(port, "/sound") as connection:
        got = len(connection.recv(1000))
        vault.destroy(CALL, Compartment.SOUND)
        while piece := connection.recv(1 << 20):
            got += len(piece)
    assert got < len(LARGE)
    assert not [each for each in caplog.records if each.exc_info]


def test_an_altered_sound_ends_short_and_nothing_of_it_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vault = vault_with(tmp_path, CONTENT)
    path = next((tmp_path / "objects").rglob(f"{CALL}.*"))
    content = bytearray(path.read_bytes())
    content[2 * SEALED_BYTES] ^= 1
    path.write_bytes(content)
    with caplog.at_level(logging.INFO), serving(application(vault)) as port:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"http://127.0.0.1:{port}/sound")
        assert httpx.get(f"http://127.0.0.1:{port}/sound", headers={"Range": "bytes=0-99"}).content == CONTENT[:100]
    assert not [each for each in caplog.records if each.exc_info]


def test_a_client_that_goes_away_leaves_nothing_open(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, LARGE)
    with serving(application(vault)) as port:
        before = open_files()
        for _ in range(5):
            with asking(port, "/sound") as connection:
                connection.recv(1000)
        wait_until(lambda: open_files() <= before)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


# ---------- passages ----------


def test_a_passage_goes_out_whole_and_counts_as_served(tmp_path: Path) -> None:
    served: list[int] = []
    app = application(vault_with(tmp_path, b""), served=lambda: served.append(1))
    with TestClient(app) as client:
        answer = client.get("/passage", headers={"Range": "bytes=0-"})
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["cache-control"] == "no-store, private"
    assert served == [1]


def test_who_has_a_passage_to_its_end_finds_it_recorded(tmp_path: Path) -> None:
    served: list[int] = []

    def slowly() -> None:
        sleep(0.2)
        served.append(1)

    with serving(application(vault_with(tmp_path, b""), served=slowly)) as port:
        assert httpx.get(f"http://127.0.0.1:{port}/passage").content == CONTENT
        assert served == [1]


def test_asking_for_the_head_of_a_passage_serves_nothing(tmp_path: Path) -> None:
    served: list[int] = []
    with TestClient(application(vault_with(tmp_path, b""), served=lambda: served.append(1))) as client:
        assert client.head("/passage").status_code == 200
    assert served == []


def test_a_passage_that_the_client_cut_is_not_served(tmp_path: Path) -> None:
    served: list[int] = []
    done: list[int] = []

    def make() -> bytes:
        sleep(0.3)
        done.append(1)
        return LARGE

    app = application(vault_with(tmp_path, b""), make, lambda: served.append(1))
    with serving(app) as port:
        asking(port, "/passage").close()
        with asking(port, "/passage") as connection:
            connection.recv(1000)
        wait_until(lambda: len(done) == 2)
        assert httpx.get(f"http://127.0.0.1:{port}/passage").content == LARGE
    assert served == [1]


def test_a_passage_whose_record_fails_is_cut_short(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> None:
        raise StoreUnavailable("the database", "is away")

    with (
        serving(application(vault_with(tmp_path, b""), served=failing)) as port,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        httpx.get(f"http://127.0.0.1:{port}/passage")
    assert not [each for each in caplog.records if each.exc_info]


def test_what_hinders_a_passage_is_told_before_the_first_byte(tmp_path: Path) -> None:
    def make() -> bytes:
        raise InputRefused("passage 9", "there is none")

    with TestClient(application(vault_with(tmp_path, b""), make)) as client:
        assert client.get("/passage").status_code == 410
