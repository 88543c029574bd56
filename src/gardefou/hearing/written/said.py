"""Words taken apart for reading figures, with the places of each part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gardefou.kernel.transcript import Word
from gardefou.query.spoken_numbers import NumberReader
from gardefou.query.text import Token, folded

LONGEST_PAUSE_MS = 1_500
"""No figure runs over a longer one."""

_PART = re.compile(r"[^\W_]+|[€£%]")
_CLOSES = re.compile(r"[,.;:?!…]")
_SIGNS = {"€": "euros", "£": "pounds"}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of letters or digits, or a sign, in the word of this index."""

    word: int
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number up to the part `after`; `is_article` when it is only the "un" of "un client"."""

    value: float
    after: int
    decimals: int
    in_digits: bool
    is_article: bool

    @property
    def is_whole(self) -> bool:
        """Whether it has no decimals."""
        return self.decimals == 0


class Said:
    """Words of one speaker, read for numbers; a place is the index of a part."""

    def __init__(self, words: Sequence[Word], language: str) -> None:
        self.words = words
        self.language = language[:2].lower()
        self.parts = [
            Part(index, match.start(), match.end(), match[0])
            for index, word in enumerate(words)
            for match in _PART.finditer(word.text)
        ]
        self.tokens = [self._token(place) for place in range(len(self.parts))]
        self.runs = self._runs()
        self._reader = NumberReader(self.tokens, self.runs, self.language)

    def __len__(self) -> int:
        return len(self.parts)

    def text(self, place: int) -> str:
        """The folded text there if it goes on from the part before, else nothing."""
        return self._reader.text(place)

    def folded(self, place: int) -> str:
        """The folded text there."""
        return self.tokens[place].text

    def number(self, place: int) -> Number | None:
        """The longest number that begins there."""
        found = self._reader.read(place)
        if found is None:
            return None
        value, after, is_article = found
        in_digits = all(self._is_digits(each) for each in range(place, after))
        return Number(value, after, self._decimals(value, place, after, in_digits), in_digits, is_article)

    def next_number(self, place: int) -> Number | None:
        """The number that begins there and goes on from the part before."""
        return self.number(place) if self._reader.follows(place) else None

    def digits(self, first: int, after: int) -> str:
        """The digits written there, one after the other."""
        return "".join(part.raw for part in self.parts[first:after])

    def gap(self, place: int) -> str:
        """What stands between a part and the one before."""
        part, before = self.parts[place], self.parts[place - 1]
        if part.word == before.word:
            return self.words[part.word].text[before.end : part.start]
        tail = self.words[before.word].text[before.end :]
        between = "".join(word.text for word in self.words[before.word + 1 : part.word])
        return f"{tail} {between}{self.words[part.word].text[: part.start]}"

    def _is_digits(self, place: int) -> bool:
        return self.parts[place].raw.isascii() and self.parts[place].raw.isdecimal()

    def _decimals(self, value: float, first: int, after: int, in_digits: bool) -> int:
        """How many decimals were written, or have to be."""
        last = self.parts[after - 1].raw
        if in_digits and after - first > 1 and float(f"{self.digits(first, after - 1)}.{last}") == value:
            return len(last)
        return 0 if value % 1 == 0 else len(repr(value).partition(".")[2])

    def _token(self, place: int) -> Token:
        part = self.parts[place]
        text = self.words[part.word].text
        is_first = place == 0 or self.parts[place - 1].word != part.word
        is_last = place + 1 == len(self.parts) or self.parts[place + 1].word != part.word
        before = text[: part.start] if is_first else text[self.parts[place - 1].end : part.start]
        name = _SIGNS.get(part.raw) or folded(part.raw)
        return Token(name, name, folded(before), is_last and bool(_CLOSES.search(text[part.end :])))

    def _runs(self) -> list[int]:
        runs, run = [], 0
        for place, part in enumerate(self.parts):
            if place and part.word != self.parts[place - 1].word:
                before = self.words[self.parts[place - 1].word]
                run += self.words[part.word].start_ms - before.end_ms > LONGEST_PAUSE_MS
            runs.append(run)
        return runs
