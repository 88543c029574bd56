"""What the phrase book may need from outside: a language model that drafts, where one is configured."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What a language model is asked; `content` is words of the call without personal data."""

    instructions: str
    content: str


class Drafting(Protocol):
    """An endpoint of the installation's own choice that writes piece by piece."""

    def draft(self, request: DraftRequest, stop: Event) -> Iterator[str]:
        """The text so far, longer each time; it ends early, without an error, once `stop` is set.

        Raises JudgeUnavailable when there is no whole answer in time.
        """
        ...
