"""A written word or figure, and the words that it stands for."""

from dataclasses import dataclass

from gardefou.kernel.span import Span


@dataclass(frozen=True, slots=True)
class Written:
    """What is written for the words `first` to `last`, both among them.

    `span` is all their time, `confidence` the lowest of theirs, None when none has any.
    """

    text: str
    first: int
    last: int
    span: Span
    confidence: float | None
