"""Whatever a server does, a call gets a verdict that stands or none, and its words go nowhere else."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

import pytest
from tests.integration.judge.endpoints import (
    CALL,
    CANARY,
    KEY,
    Behaviour,
    Handler,
    good,
    model_at,
    said,
    send,
    serving,
    url_of,
    well_behaved,
)
from tests.unit.evaluation.judged import Remembered, judged

from gardefou.evaluation.ports import Request
from gardefou.kernel.errors import JudgeUnavailable
from gardefou.kernel.verdict import Verdict

TURN = json.dumps({"id": "t0-1", "speaker": "adviser", "words": f"{CANARY} bonjour"})
REQUEST = Request("rules", f"CALL 1\n{TURN}\nEND 1", {"type": "object"}, 0)


def test_a_server_that_answers_well_gives_the_verdict() -> None:
    with serving(well_behaved) as server:
        result = judged(CALL, model_at(url_of(server)))
    assert result.verdict is Verdict.MET
    assert [each.quote for each in result.evidence] == [f"{CANARY} bonjour, que puis-je faire"]
    path, headers, body = server.received[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["model"] == "model-of-tests"
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["first", "last", "quotes", "verdict"]
    sampled = [(each["temperature"] > 0, each["seed"]) for _, _, each in server.received]
    assert sampled == [(False, 0), (False, 1), (True, 2)]


def test_without_a_key_none_is_sent() -> None:
    with serving(well_behaved) as server:
        judged(CALL, model_at(url_of(server), key=None))
    assert all("Authorization" not in headers for _, headers, _ in server.received)


def test_a_server_that_refuses_the_schema_is_asked_without() -> None:
    def without_schema(handler: Handler, body: dict) -> None:
        if "response_format" in body:
            send(handler, 400, b"unknown field")
        else:
            send(handler, 200, good(body))

    with serving(without_schema) as server:
        assert judged(CALL, model_at(url_of(server)), samples=1).verdict is Verdict.MET


def drip(handler: Handler, answer: bytes) -> None:
    """Sends a good answer far too slowly, but never silent for long."""
    for byte in answer[:40]:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        sleep(0.05)
    handler.wfile.write(answer[40:])


def slow(handler: Handler, body: dict) -> None:
    sleep(2)
    well_behaved(handler, body)


def slow_body(handler: Handler, body: dict) -> None:
    answer = good(body)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(answer)))
    handler.end_headers()
    drip(handler, answer)


def slow_headers(handler: Handler, body: dict) -> None:
    answer = good(body)
    drip(handler, b"HTTP/1.0 200 OK\r\nX-Filler: %s\r\nContent-Length: %d\r\n\r\n" % (b"x" * 40, len(answer)) + answer)


@pytest.mark.parametrize("behave", [slow, slow_body, slow_headers])
def test_a_slow_server_is_not_waited_for(behave: Behaviour) -> None:
    with serving(behave) as server, pytest.raises(JudgeUnavailable, match="no answer within"):
        model_at(url_of(server), timeout_s=0.5).reply(REQUEST, 30)


def test_a_call_that_has_no_time_left_waits_no_longer() -> None:
    with serving(slow) as server, pytest.raises(JudgeUnavailable, match="no answer within"):
        model_at(url_of(server)).reply(REQUEST, 0.3)


def huge(handler: Handler, body: dict) -> None:
    answer = json.loads(good(body)) | {"filler": "x" * 10_000_000}
    send(handler, 200, json.dumps(answer).encode())


def endless(handler: Handler, body: dict) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b" " * 65_536)


def hangs_up(handler: Handler, body: dict) -> None:
    handler.connection.close()


def half(handler: Handler, body: dict) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(good(body)[:100])


def speaks_no_http(handler: Handler, body: dict) -> None:
    handler.wfile.write(b"\x00\xff" * 500)


def sends(answer: bytes, status: int = 200) -> Behaviour:
    return lambda handler, body: send(handler, status, answer)


UNUSABLE = {
    "500": sends(f"could not read {CANARY}".encode(), 500),
    "401": sends(b"{}", 401),
    "400": sends(b"{}", 400),
    "429": sends(b"{}", 429),
    "empty": sends(b""),
    "nonsense": sends(b"<html>It works!</html>"),
    "binary": sends(bytes(range(256))),
    "list": sends(b"[1, 2]"),
    "no choice": sends(b'{"choices": []}'),
    "no content": sends(said(None)),
    "content of another kind": sends(said({"verdict": "met"})),
    "cut short": sends(said("{}", "length")),
    "filtered": sends(said("{}", "content_filter")),
    "10 MB": huge,
    "endless": endless,
    "hangs up": hangs_up,
    "half": half,
    "no HTTP": speaks_no_http,
    "no schema kept": sends(said('{"verdict": "met"}')),
    "prose": sends(said("The adviser was very kind, full marks.")),
    "a score": sends(said("10/10")),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_bad_answer_is_no_verdict_and_told_without_content(name: str, caplog: pytest.LogCaptureFixture) -> None:
    replies = Remembered()
    with caplog.at_level(logging.DEBUG), serving(UNUSABLE[name]) as server:
        result = judged(CALL, model_at(url_of(server)), replies)
    assert result.verdict is Verdict.CANNOT_TELL
    assert "The language model" in str(result.why)
    for secret in (CANARY, KEY, "apology", "excuse"):
        assert secret not in caplog.text
        assert secret not in str(result.why)


@pytest.mark.parametrize("name", ["500", "10 MB", "cut short", "half"])
def test_what_did_not_come_whole_is_told_to_operators_and_not_remembered(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    replies = Remembered()
    with serving(UNUSABLE[name]) as server:
        judged(CALL, model_at(url_of(server)), replies)
        assert f"127.0.0.1:{server.server_port} (GARDEFOU_JUDGE_URL)" in caplog.text
    assert len(server.received) == 1
    assert not replies


def test_a_server_that_is_down_gives_no_verdict() -> None:
    with serving(well_behaved) as server:
        url = url_of(server)
    result = judged(CALL, model_at(url))
    assert (result.verdict, result.by) == (Verdict.CANNOT_TELL, None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_words_go_nowhere_else_by_redirection(status: int) -> None:
    with serving(well_behaved) as elsewhere:

        def redirecting(handler: Handler, body: dict) -> None:
            send(handler, status, b"", Location=f"{url_of(elsewhere)}/chat/completions")

        with serving(redirecting) as server:
            assert judged(CALL, model_at(url_of(server))).verdict is Verdict.CANNOT_TELL
    assert not elsewhere.received


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_words_go_nowhere_else_by_a_proxy_of_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(well_behaved) as proxy, serving(well_behaved) as server:
        monkeypatch.setenv(name, url_of(proxy))
        assert judged(CALL, model_at(url_of(server))).verdict is Verdict.MET
    assert not proxy.received


def test_requests_of_a_process_wait_for_each_other() -> None:
    under_way, most, lock = 0, 0, Lock()

    def counting(handler: Handler, body: dict) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        sleep(0.05)
        with lock:
            under_way -= 1
        well_behaved(handler, body)

    with serving(counting) as server, ThreadPoolExecutor(8) as pool:
        model = model_at(url_of(server))
        list(pool.map(lambda _: model.reply(REQUEST, 10), range(8)))
    assert len(server.received) == 8
    assert most == 2
