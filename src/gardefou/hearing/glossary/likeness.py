"""Where the words of a passage sound like an entry of a glossary."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gardefou.hearing.glossary.model import Glossary
from gardefou.hearing.glossary.numbers import digits_of
from gardefou.hearing.glossary.sounds import distance, sound_of
from gardefou.hearing.glossary.windows import Window, plain, windows
from gardefou.kernel.transcript import Word

MOST_DIFFERENT = 0.3
"""The share of sounds that may differ."""
MORE_WORDS = 2
"""An entry may have been heard as so many words more than it has."""
MOST_READINGS = 12
"""So many are worth asking the model about at once, the nearest in sound."""
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to write the words from `first` until `last`, which is not among them.

    `difference` is the share of sounds that differ from the entry's.
    """

    first: int
    last: int
    text: str
    entry: str
    difference: float


@dataclass(frozen=True, slots=True)
class _Sounding:
    write: str
    plain: str
    sound: str
    words: int


class Likenesses:
    """Finds readings of words with one glossary."""

    def __init__(self, glossary: Glossary) -> None:
        self._soundings = [
            _Sounding(entry.write, plain(entry.write), sound_of(spelling), len(spelling.split()))
            for entry in glossary.entries
            for spelling in (entry.write, *entry.sounds)
        ]
        self._most_words = max((each.words for each in self._soundings), default=0) + MORE_WORDS
        self._written = {each.plain for each in self._soundings}
        self._counts = _counts([each.sound for each in self._soundings])

    def readings(self, words: Sequence[Word]) -> list[Reading]:
        """The readings of the words with one entry in place, of those that share words the nearest in sound."""
        heard = [each for each in windows(words, self._most_words) if not self._is_written(each.plain)]
        if not heard or not self._soundings:
            return []
        found = [_reading(heard[window], self._soundings[sounding]) for window, sounding in self._near(heard)]
        near = [each for each in dict.fromkeys(found) if each.difference <= MOST_DIFFERENT]
        return sorted(_nearest(near), key=lambda each: each.difference)[:MOST_READINGS]

    def _near(self, heard: Sequence[Window]) -> "npt.NDArray[np.intp]":
        """The pairs of window and entry that have enough sounds in common, whatever their order."""
        counts = _counts([each.sound for each in heard])
        more = counts[:, None] - self._counts[None]
        apart = np.maximum(np.maximum(more, 0).sum(axis=2), np.maximum(-more, 0).sum(axis=2))
        lengths = np.maximum(counts.sum(axis=1)[:, None], self._counts.sum(axis=1)[None])
        return np.argwhere(apart <= MOST_DIFFERENT * lengths)

    def _is_written(self, said: str) -> bool:
        """Whether words have an entry among them as it is."""
        return any(f" {each} " in f" {said} " for each in self._written)


def _reading(window: Window, sounding: _Sounding) -> Reading:
    """The entry in place of the words; nothing alike where digits would change."""
    longest = max(len(window.sound), len(sounding.sound), 1)
    difference = distance(window.sound, sounding.sound) / longest
    if digits_of(window.plain) != digits_of(sounding.plain):
        difference = 1.0
    text = window.before + sounding.write + window.after
    return Reading(window.first, window.last, text, sounding.write, difference)


def _nearest(found: Sequence[Reading]) -> list[Reading]:
    """Without those that are further from an entry than another that shares words with them."""
    return [
        each
        for each in found
        if all(
            other.difference >= each.difference
            for other in found
            if other.entry == each.entry and other.first < each.last and each.first < other.last
        )
    ]


def _counts(sounds: Sequence[str]) -> npt.NDArray[np.int16]:
    """How often each letter stands in each text, shape `(sounds, letters)`."""
    rows = [[sound.count(letter) for letter in _LETTERS] for sound in sounds]
    return np.array(rows, np.int16).reshape(len(sounds), len(_LETTERS))
