"""Which word belongs to which of two voices: speakers change at pauses and ends of sentences rather than elsewhere."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gardefou.kernel.transcript import Word

CHANGE = 6.0
"""What a change of speaker between two words costs, in log-odds."""
LEAST_CHANGE = 0.3
CHANGE_LESS_PER_MS = 1 / 150
"""How much less it costs per millisecond of pause."""
CHANGE_LESS_AFTER_SENTENCE = 2.0
NEAR_MS = 200
"""Windows whose middle lies this near a word tell who says it."""
MOST_SIDE = 8.0
WEIGHT = 0.25
"""Windows overlap and err together: each counts this much of what it says."""
_SENTENCE_ENDS = (".", "?", "!", "…")

_Numbers = npt.NDArray[np.float64]


def voices_of(words: Sequence[Word], middles_ms: _Numbers, sides: _Numbers) -> npt.NDArray[np.bool_]:
    """For each word in order whether the first voice says it; `sides` are log-odds of windows, by their middles."""
    odds = [_odds(word, middles_ms, sides) for word in words]
    costs = [0.0, *(_cost(before, after) for before, after in pairwise(words))]
    return _likeliest(odds, costs)


def _odds(word: Word, middles_ms: _Numbers, sides: _Numbers) -> float:
    first, after = np.searchsorted(middles_ms, (word.start_ms - NEAR_MS, word.end_ms + NEAR_MS))
    if first == after:
        return 0.0
    far = np.abs(middles_ms[first:after] - (word.start_ms + word.end_ms) / 2)
    near = np.clip(sides[first:after], -MOST_SIDE, MOST_SIDE)
    steps = max(100, word.end_ms - word.start_ms) / NEAR_MS
    return WEIGHT * steps * float(np.average(near, weights=1 / (1 + far / NEAR_MS)))


def _cost(before: Word, after: Word) -> float:
    pause = max(0, after.start_ms - before.end_ms) * CHANGE_LESS_PER_MS
    ended = CHANGE_LESS_AFTER_SENTENCE if before.text.endswith(_SENTENCE_ENDS) else 0.0
    return max(LEAST_CHANGE, CHANGE - pause - ended)


def _likeliest(odds: Sequence[float], costs: Sequence[float]) -> npt.NDArray[np.bool_]:
    """The course of speakers that fits best, by dynamic programming."""
    first = second = 0.0
    came_from: list[tuple[bool, bool]] = []
    for odd, cost in zip(odds, costs, strict=True):
        stays_first, stays_second = first >= second - cost, second >= first - cost
        first, second = max(first, second - cost) + odd, max(second, first - cost)
        came_from.append((stays_first, stays_second))
    is_first = first > second
    course: list[bool] = []
    for stays_first, stays_second in reversed(came_from):
        course.append(is_first)
        is_first = stays_first if is_first else not stays_second
    return np.asarray(course[::-1], np.bool_)
