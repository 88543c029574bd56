"""Successive words of a passage that may be one entry of a glossary, heard otherwise."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gardefou.hearing.glossary.sounds import sound_of
from gardefou.kernel.transcript import Word

SURE = 0.97
"""Where every word is more probable than this, the model knew them."""
_WORD = re.compile(r"[^\W_]+(?:['’-]\w+)*")
_PART = re.compile(r"[^\W_]+")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """The words from `first` until `last`, which is not among them.

    `before` and `after` are marks around them, and what is elided; `plain` is what else they are, without marks.
    """

    first: int
    last: int
    before: str
    after: str
    plain: str
    sound: str


def plain(text: str) -> str:
    """The words of a text in small letters, without marks, what is elided a word of its own."""
    return " ".join(_PART.findall(text.lower()))


def windows(words: Sequence[Word], most_words: int) -> Iterator[Window]:
    """Those of which the model is not sure; also without what is elided before the first word."""
    for first, word in enumerate(words):
        elided = _ELIDED.match(word.text)
        for last in range(first + 1, min(len(words), first + most_words) + 1):
            if all(each.confidence is not None and each.confidence > SURE for each in words[first:last]):
                continue
            text = " ".join(each.text for each in words[first:last])
            yield from _window(first, last, text, "")
            if elided:
                yield from _window(first, last, text[elided.end() :], elided.group())


def _window(first: int, last: int, text: str, elided: str) -> Iterator[Window]:
    said = list(_WORD.finditer(text))
    if said:
        before, after = text[: said[0].start()], text[said[-1].end() :]
        yield Window(first, last, elided + before, after, plain(text), sound_of(text))
