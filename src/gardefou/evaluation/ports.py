"""What evaluation needs from outside: a language model, where one is configured, and the answers it gave before."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """What a language model is asked; `sample` counts answers to be had to the same, 0 and 1 without chance."""

    instructions: str
    content: str
    schema: dict[str, object]
    sample: int

    def digest(self, model: str) -> str:
        """The SHA-256, in hexadecimal, of all that the answer of a model depends on."""
        parts = [model, self.instructions, self.content, self.schema, self.sample]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class LanguageModel(Protocol):
    """An endpoint of the installation's own choice that answers in JSON."""

    @property
    def name(self) -> str:
        """Which model this is, as people read it."""
        ...

    @property
    def identity(self) -> str:
        """All of it that an answer depends on; part of what an answer is remembered under."""
        ...

    @property
    def patience_s(self) -> float:
        """How long all questions about one call may wait for it together, in seconds."""
        ...

    def reply(self, request: Request, within_s: float) -> str:
        """The model's answer as text, meant to be JSON of the schema.

        Raises JudgeUnavailable when there is none in time.
        """
        ...


class ReplyStore(Protocol):
    """Answers of a language model that were given before, by the hash of all that they depend on."""

    def get(self, digest: str) -> str | None:
        """An answer given before."""
        ...

    def add(self, digest: str, reply: str) -> None:
        """Remember an answer; it holds content of the call."""
        ...
