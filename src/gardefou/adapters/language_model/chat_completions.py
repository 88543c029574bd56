"""Asks a model by the chat completions interface that many servers have in common."""

import json
import logging
from threading import BoundedSemaphore
from time import monotonic

from pydantic import BaseModel, Field, SecretStr, ValidationError

from gardefou.adapters.language_model.endpoint import Endpoint
from gardefou.adapters.language_model.exchange import NoAnswer, posted
from gardefou.evaluation.ports import Request
from gardefou.kernel.errors import JudgeUnavailable

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 2
MOST_TOKENS = 1_000
TEMPERATURE = 0.7
"""Of the samples after the first two; higher ones differ more and agree less."""
_WHOLE = frozenset({"stop", "eos_token", None})
_KNOWS_NO_SCHEMA = frozenset({400, 422, 501})


class _Said(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Said
    finish_reason: str | None = None


class _Answer(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class ChatCompletions:
    """One model of one endpoint; a process sends it at most MOST_AT_ONCE requests at a time."""

    def __init__(
        self, endpoint: Endpoint, model: str, key: SecretStr | None, timeout_s: float, patience_s: float
    ) -> None:
        self.name = model
        self.identity = f"{endpoint}{endpoint.path} {model} {TEMPERATURE} {MOST_TOKENS}"
        self.patience_s = patience_s
        self._endpoint = endpoint
        self._key = key
        self._timeout_s = timeout_s
        self._room = BoundedSemaphore(MOST_AT_ONCE)

    def reply(self, request: Request, within_s: float) -> str:
        """The model's answer as text.

        Raises JudgeUnavailable when there is none in time, or none that is whole.
        """
        until = monotonic() + min(within_s, self._timeout_s)
        try:
            if not self._room.acquire(timeout=until - monotonic()):
                raise NoAnswer("other questions take too long")
            try:
                return self._asked(request, until)
            finally:
                self._room.release()
        except NoAnswer as error:
            logger.warning("the language model at %s (GARDEFOU_JUDGE_URL) gave %s", self._endpoint, error)
            raise JudgeUnavailable(
                f"the language model at {self._endpoint} (GARDEFOU_JUDGE_URL) gave {error}"
            ) from None

    def _asked(self, request: Request, until: float) -> str:
        form = {"name": "answer", "strict": True, "schema": request.schema}
        with_schema = {"response_format": {"type": "json_schema", "json_schema": form}}
        status, answer = self._posted(self._body(request) | with_schema, until)
        if status in _KNOWS_NO_SCHEMA:
            status, answer = self._posted(self._body(request), until)
        if status != 200:
            raise NoAnswer(f"no answer (status {status})")
        return _whole(answer)

    def _body(self, request: Request) -> dict[str, object]:
        return {
            "model": self.name,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": request.content},
            ],
            "temperature": TEMPERATURE if request.sample > 1 else 0,
            "seed": request.sample,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        }

    def _posted(self, body: dict[str, object], until: float) -> tuple[int, bytes]:
        left_s = until - monotonic()
        if left_s <= 0:
            raise NoAnswer(f"no answer within {self._timeout_s:.0f} s")
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        return posted(self._endpoint, "/chat/completions", headers, json.dumps(body).encode(), left_s)


def _whole(answer: bytes) -> str:
    try:
        choice = _Answer.model_validate_json(answer).choices[0]
    except ValidationError:
        raise NoAnswer("no answer of the form of chat completions") from None
    if choice.finish_reason not in _WHOLE:
        raise NoAnswer("an answer cut short")
    return choice.message.content
