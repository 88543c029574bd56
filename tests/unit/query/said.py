"""Calls in a few lines, for tests of the query language."""

import re
from collections.abc import Iterable, Sequence

from gardefou.kernel.measures import Measure, MeasureName, Measures, unit_of
from gardefou.kernel.passages import Passage, passages
from gardefou.kernel.transcript import Role, Segment, Transcript, Word
from gardefou.query.text import tokens

_LINE = re.compile(r"(?:(\d+) )?([ac]): (.*)")
WORD_MS = 300


def call(lines: Sequence[str], language: str = "fr") -> Transcript:
    """`"12 a: Bonjour"`: the adviser at second 12; without a second, after what was said before."""
    segments: list[Segment] = []
    now = 0
    for line in lines:
        second, who, text = _LINE.fullmatch(line).groups()  # type: ignore[union-attr]
        start = int(second) * 1000 if second else now
        words = tuple(
            Word(start + WORD_MS * i, start + WORD_MS * i + WORD_MS - 20, word) for i, word in enumerate(text.split())
        )
        role = Role.ADVISER if who == "a" else Role.CUSTOMER
        segments.append(Segment(int(role is Role.CUSTOMER), role, start, words[-1].end_ms, text, None, words))
        now = words[-1].end_ms
    segments.sort(key=lambda each: each.start_ms)
    return Transcript(now + 1000, language, "test", tuple(segments))


def measures(known: dict[MeasureName, float]) -> Measures:
    """Measures of which the others are not allowed by the call."""
    return Measures(tuple(Measure(name, known.get(name), unit_of(name)) for name in MeasureName))


class SharedWords:
    """Likeness as the share of words in common."""

    def __init__(self, transcript: Transcript) -> None:
        self._passages = list(passages(transcript, transcript.segments))

    def near(self, sentence: str, at_least: float) -> Iterable[Passage]:
        wanted = set(tokens(sentence))
        for each in self._passages:
            said = set(tokens(each.text))
            if len(wanted & said) >= at_least * len(wanted | said):
                yield each
