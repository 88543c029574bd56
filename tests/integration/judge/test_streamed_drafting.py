import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from pydantic import SecretStr
from tests.integration.judge.endpoints import CANARY, KEY, Handler, serving, url_of

from gardefou.adapters.language_model.drafting import StreamedDrafting
from gardefou.adapters.language_model.endpoint import read_endpoint
from gardefou.assist.phrases.ports import DraftRequest
from gardefou.kernel.errors import JudgeUnavailable

REQUEST = DraftRequest("Write.", f"{CANARY} bonjour")


def piece(text: str | None) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, "delta": {"content": text}}]}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def stream(*pieces: bytes, status: int = 200) -> Any:
    def behave(handler: Handler, _: dict) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for each in pieces:
            handler.wfile.write(each)
            handler.wfile.flush()

    return behave


def drafting(server: Any, within_s: float = 10) -> StreamedDrafting:
    return StreamedDrafting(read_endpoint(url_of(server)), "model-of-tests", SecretStr(KEY), within_s)


def test_the_text_grows_as_the_model_writes() -> None:
    with serving(stream(b": keep alive\n\n", piece(None), piece("Je "), piece("regarde."), DONE)) as server:
        assert list(drafting(server).draft(REQUEST, Event())) == ["Je ", "Je regarde."]
    ((path, headers, body),) = server.received
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["stream"] is True
    assert [each["content"] for each in body["messages"]] == [REQUEST.instructions, REQUEST.content]


BAD = {
    "an error": stream(b"no", status=500),
    "a redirect": stream(status=302),
    "no form of chat completions": stream(b"data: {]\n\n", DONE),
    "cut short": stream(piece("Je ")),
    "endless": stream(*[piece("bla " * 2_000)] * 20),
}


@pytest.mark.parametrize("bad", sorted(BAD))
def test_an_answer_that_is_no_whole_draft_is_told_without_content(bad: str, caplog: pytest.LogCaptureFixture) -> None:
    with serving(BAD[bad]) as server, pytest.raises(JudgeUnavailable) as failed:
        list(drafting(server).draft(REQUEST, Event()))
    assert CANARY not in str(failed.value) + caplog.text
    assert "bla" not in str(failed.value) + caplog.text


@contextmanager
def stalling() -> Iterator[Any]:
    """A server that begins to write and then neither goes on nor hangs up."""
    gone = Event()

    def stalls(handler: Handler, body: dict) -> None:
        stream(piece("Je "))(handler, body)
        gone.wait()

    with serving(stalls) as server:
        try:
            yield server
        finally:
            gone.set()


def test_a_model_that_writes_too_slowly_is_hung_up_on() -> None:
    with stalling() as server:
        told = drafting(server, within_s=0.5).draft(REQUEST, Event())
        assert next(told) == "Je "
        with pytest.raises(JudgeUnavailable, match="no whole answer within"):
            next(told)


def test_a_draft_that_is_no_longer_wanted_ends_without_an_error() -> None:
    stop = Event()
    with stalling() as server:
        told = drafting(server).draft(REQUEST, stop)
        assert next(told) == "Je "
        stop.set()
        assert list(told) == []


def test_a_server_that_is_not_there_is_told() -> None:
    with serving(stream()) as server:
        nowhere = drafting(server)
    with pytest.raises(JudgeUnavailable, match="no connection"):
        list(nowhere.draft(REQUEST, Event()))
