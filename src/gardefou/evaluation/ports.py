"""What evaluation needs from outside: a language model, where one is configured."""

from typing import Protocol


class LanguageModel(Protocol):
    """An endpoint of the installation's own choice that answers in JSON."""

    @property
    def name(self) -> str:
        """Which model this is; part of what an answer is remembered under."""
        ...

    def reply(self, instructions: str, content: str, schema: dict[str, object], sample: int) -> str:
        """The model's answer as text, meant to be JSON of that schema; `sample` counts answers to the same content.

        Raises JudgeUnavailable when there is none in time.
        """
        ...


class ReplyStore(Protocol):
    """Answers of a language model that were given before, by the hash of all that they depend on."""

    def get(self, digest: str) -> str | None:
        """An answer given before."""
        ...

    def add(self, digest: str, reply: str) -> None:
        """Remember an answer."""
        ...
