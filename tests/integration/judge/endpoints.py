"""Servers on this machine that behave well or badly, and a language model behind one."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from pydantic import SecretStr
from tests.calls import transcript

from gardefou.adapters.language_model.chat_completions import ChatCompletions
from gardefou.adapters.language_model.endpoint import read_endpoint

CANARY = "Xylophone"
CALL = transcript(
    ("adviser", 0, 3_000, f"{CANARY} bonjour, que puis-je faire ?"),
    ("customer", 3_500, 6_000, "Je n'ai plus d'internet."),
    ("adviser", 7_000, 11_000, "Je vous présente nos excuses."),
)
KEY = "key-of-tests"


class Handler(BaseHTTPRequestHandler):
    """Answers POST by the function of its server, which keeps what it was sent."""

    server: Any

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.received.append((self.path, dict(self.headers), body))
        with suppress(OSError):
            self.server.behave(self, body)

    def log_message(self, format: str, *args: object) -> None:
        pass


Behaviour = Callable[[Handler, dict], None]


@contextmanager
def serving(behave: Behaviour) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.behave, server.received = behave, []
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def url_of(server: Any) -> str:
    return f"http://127.0.0.1:{server.server_port}/v1"


def model_at(url: str, timeout_s: float = 10, key: str | None = KEY) -> ChatCompletions:
    return ChatCompletions(read_endpoint(url), "model-of-tests", SecretStr(key) if key else None, timeout_s, 120)


def send(handler: Handler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def said(content: object, finish_reason: str | None = "stop") -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def good(body: dict) -> bytes:
    """Met, with the whole first turn of the adviser."""
    turns = [json.loads(line) for line in body["messages"][1]["content"].splitlines()[1:-1]]
    quotes = [{"turn": turns[0]["id"], "words": turns[0]["words"]}]
    answer = {"first": turns[0]["id"], "last": turns[-1]["id"], "quotes": quotes, "verdict": "met"}
    return said(json.dumps(answer))


def well_behaved(handler: Handler, body: dict) -> None:
    send(handler, 200, good(body))
