"""What is being said, as segments: help and redaction look at it as they look at what is final."""

from collections.abc import Iterator, Sequence

from gardefou.kernel.live import Hypothesis
from gardefou.kernel.transcript import Segment, Word

WORD_MS = 300
"""How long a word takes, as long as nobody knows its times."""
PENDING = -1
"""The number of the words that may still change; a number may begin before them."""


def said_so_far(words: Hypothesis) -> Iterator[tuple[int, Segment]]:
    """The words that stay, under the number of their utterance, and those that may change."""
    agreed, pending = words.agreed.split(), words.pending.split()
    yield words.utterance, _spread(words, agreed, 0)
    if pending:
        yield PENDING, _spread(words, pending, len(agreed))


def _spread(words: Hypothesis, texts: Sequence[str], before: int) -> Segment:
    """Some of its words at about their times, after `before` others."""
    starts = [words.start_ms + WORD_MS * (before + place) for place in range(len(texts) + 1)]
    timed = tuple(Word(start, start + WORD_MS, text) for start, text in zip(starts, texts, strict=False))
    return Segment(words.channel, words.role, starts[0], starts[-1], " ".join(texts), None, timed)
