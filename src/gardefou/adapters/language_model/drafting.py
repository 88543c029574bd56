"""Has a model write a few sentences, read as they come, by the chat completions interface."""

import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Thread
from time import monotonic

from pydantic import BaseModel, Field, SecretStr, ValidationError

from gardefou.adapters.language_model.endpoint import Endpoint
from gardefou.adapters.language_model.exchange import LARGEST_ANSWER, NoAnswer
from gardefou.assist.phrases.ports import DraftRequest
from gardefou.kernel.errors import JudgeUnavailable

logger = logging.getLogger(__name__)

WITHIN_S = 6.0
"""Later than that, the talk has moved on."""
MOST_TOKENS = 200
TEMPERATURE = 0.3
_DONE = b"[DONE]"
_GLANCE_S = 0.05


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()


class _Piece(BaseModel):
    choices: list[_Choice] = Field(default=[])


class StreamedDrafting:
    """One model of one endpoint; each draft has a connection and `within_s` seconds of its own."""

    def __init__(self, endpoint: Endpoint, model: str, key: SecretStr | None, within_s: float = WITHIN_S) -> None:
        self._endpoint = endpoint
        self._model = model
        self._key = key
        self._within_s = within_s

    def draft(self, request: DraftRequest, stop: Event) -> Iterator[str]:
        """The text so far, longer each time; it ends early, without an error, once `stop` is set.

        Raises JudgeUnavailable when there is no whole answer in time.
        """
        try:
            yield from self._written(request, stop)
        except (NoAnswer, OSError, HTTPException, ValueError) as error:
            if stop.is_set():
                return
            cause = str(error) if isinstance(error, NoAnswer) else f"no connection ({type(error).__name__})"
            logger.warning("the language model at %s (GARDEFOU_JUDGE_URL) gave %s", self._endpoint, cause)
            told = f"the language model at {self._endpoint} (GARDEFOU_JUDGE_URL) gave {cause}"
            raise JudgeUnavailable(told) from None

    def _written(self, request: DraftRequest, stop: Event) -> Iterator[str]:
        until = monotonic() + self._within_s
        connection = self._endpoint.connection(self._within_s)
        try:
            connection.connect()
            with _hung_up_at(until, connection, stop) as late:
                try:
                    yield from _read(self._asked(connection, request))
                except (OSError, HTTPException, ValueError, NoAnswer) as error:
                    if late.is_set() or isinstance(error, TimeoutError):
                        raise NoAnswer(f"no whole answer within {self._within_s:.0f} s") from None
                    raise
        finally:
            connection.close()

    def _asked(self, connection: HTTPConnection, request: DraftRequest) -> HTTPResponse:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "Connection": "close"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        connection.request("POST", f"{self._endpoint.path}/chat/completions", json.dumps(self._body(request)), headers)
        response = connection.getresponse()
        if response.status != 200:
            raise NoAnswer(f"no answer (status {response.status})")
        return response

    def _body(self, request: DraftRequest) -> dict[str, object]:
        return {
            "model": self._model,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": request.content},
            ],
            "temperature": TEMPERATURE,
            "max_tokens": MOST_TOKENS,
            "stream": True,
        }


def _read(response: HTTPResponse) -> Iterator[str]:
    """The text of server-sent events, each time as far as it is."""
    text, size = "", 0
    while line := response.readline(LARGEST_ANSWER):
        size += len(line)
        if size > LARGEST_ANSWER:
            raise NoAnswer(f"an answer of more than {LARGEST_ANSWER // 1024} kB")
        if not line.startswith(b"data:"):
            continue
        data = line.removeprefix(b"data:").strip()
        if data == _DONE:
            return
        if more := _content(data):
            text += more
            yield text
    raise NoAnswer("an answer cut short")


def _content(data: bytes) -> str:
    try:
        piece = _Piece.model_validate_json(data)
    except ValidationError:
        raise NoAnswer("no answer of the form of chat completions") from None
    return "".join(choice.delta.content or "" for choice in piece.choices[:1])


@contextmanager
def _hung_up_at(until: float, connection: HTTPConnection, stop: Event) -> Iterator[Event]:
    """Ends the connection at that time, and when the draft is no longer wanted; tells whether it was late."""
    over, late = Event(), Event()
    watch = Thread(target=_watch, args=(connection.sock, until, stop, over, late), daemon=True)
    watch.start()
    try:
        yield late
    finally:
        over.set()
        watch.join()


def _watch(connected: socket.socket, until: float, stop: Event, over: Event, late: Event) -> None:
    while not stop.wait(_GLANCE_S):
        if over.is_set():
            return
        if monotonic() >= until:
            late.set()
            break
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
