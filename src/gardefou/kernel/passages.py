"""Sentences of a transcript, the unit that meaning is compared on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Segment, Transcript, Word

_SENTENCE_END = re.compile(r"[.!?…]+[»\")]*$")
LONGEST_PASSAGE_WORDS = 30
LONGEST_PAUSE_INSIDE_MS = 1_500


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one speaker that belong together; `text` is the words joined by single spaces."""

    channel: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words as said."""
        return " ".join(word.text for word in self.words)

    @property
    def span(self) -> Span:
        """When they were said."""
        return Span(self.words[0].start_ms, max(word.end_ms for word in self.words))


def passages(transcript: Transcript, segments: Sequence[Segment]) -> Iterator[Passage]:
    """The sentences of some segments, cut after sentence ends, long pauses, and at most LONGEST_PASSAGE_WORDS words.

    A sentence may run over successive segments of one speaker on a channel.
    """
    for channel in range(transcript.channels):
        for role in transcript.roles_on(channel):
            said = (segment for segment in segments if (segment.channel, segment.role) == (channel, role))
            yield from _cut(channel, [word for segment in said for word in segment.words])


def _cut(channel: int, words: Sequence[Word]) -> Iterator[Passage]:
    current: list[Word] = []
    for word in words:
        if current and not current[-1].start_ms <= word.start_ms <= current[-1].end_ms + LONGEST_PAUSE_INSIDE_MS:
            yield Passage(channel, tuple(current))
            current = []
        current.append(word)
        if _SENTENCE_END.search(word.text) or len(current) == LONGEST_PASSAGE_WORDS:
            yield Passage(channel, tuple(current))
            current = []
    if current:
        yield Passage(channel, tuple(current))
