"""What a classifier sees of a sentence: its vector, and the words and pairs of words in it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from gardefou.kernel.embeddings import Vectors

Numbers = npt.NDArray[np.float64]
SPECIFICATION: Literal["sentence-and-words-1"] = "sentence-and-words-1"
SLOTS = 2_048
"""Words and pairs fall into slots by a checksum, so that no word of a call stands in what was learned."""
FEWEST_COUNTED = 8
"""A short sentence counts as if it had this many words and pairs: one word does not outweigh a whole sentence."""
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER_WORDS = """
deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante
cinquante soixante septante huitante octante nonante cent cents mille
two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
"""
_NUMBERS = frozenset(_NUMBER_WORDS.split())
_NUMBER = "0"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences as a classifier sees them: sentence `i` fills `slots[starts[i]:starts[i + 1]]`."""

    vectors: Vectors
    slots: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Vectors) -> Self:
        """Sentences whose vectors are known."""
        filled = [_slots_of(text) for text in texts]
        starts = np.cumsum([0, *map(len, filled)], dtype=np.intp)
        return cls(vectors, np.array([slot for each in filled for slot in each], np.intp), starts)

    def __len__(self) -> int:
        """How many sentences."""
        return len(self.vectors)

    def some(self, indexes: Sequence[int]) -> "Sentences":
        """Some of them, in that order."""
        filled = [self.slots[self.starts[i] : self.starts[i + 1]] for i in indexes]
        starts = np.cumsum([0, *map(len, filled)], dtype=np.intp)
        return Sentences(self.vectors[list(indexes)], np.concatenate([_NONE, *filled]), starts)

    def times(self, sentence: Numbers, words: Numbers) -> Numbers:
        """The weighted sum of each sentence."""
        sums = np.concatenate([[0.0], np.cumsum(words[self.slots])])
        of_words = (sums[self.starts[1:]] - sums[self.starts[:-1]]) * self._shares
        return np.asarray(self.vectors @ sentence + of_words, np.float64)

    def turned(self, weights: Numbers) -> tuple[Numbers, Numbers]:
        """The sum over sentences of what each holds, weighted by sentence: the transpose of `times`."""
        spread = np.repeat(weights * self._shares, np.diff(self.starts))
        return (
            np.asarray(self.vectors.T @ weights, np.float64),
            np.asarray(np.bincount(self.slots, spread, SLOTS), np.float64),
        )

    @property
    def _shares(self) -> Numbers:
        return 1 / np.sqrt(np.maximum(np.diff(self.starts), FEWEST_COUNTED))


_NONE = np.zeros(0, np.intp)


def joined(parts: Sequence[Sentences]) -> Sentences:
    """All sentences of several lots."""
    sizes = np.concatenate([np.diff(each.starts) for each in parts])
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    return Sentences(np.concatenate([e.vectors for e in parts]), np.concatenate([e.slots for e in parts]), starts)


def _slots_of(text: str) -> list[int]:
    words = _words_of(text)
    said = {*words, *(f"{first} {second}" for first, second in pairwise(words))}
    return sorted({crc32(each.encode()) % SLOTS for each in said})


def _words_of(text: str) -> list[str]:
    """Words without case and accents; numbers in a row are one."""
    split = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    plain = "".join(each for each in split if not unicodedata.combining(each))
    words: list[str] = []
    for word in _WORD.findall(plain):
        number = word.isdigit() or word in _NUMBERS
        if not (number or word == "et") or not words or words[-1] != _NUMBER:
            words.append(_NUMBER if number else word)
    return words
