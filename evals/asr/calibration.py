"""How often words are right, by the confidence that they were given."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jiwer
import numpy as np

from evals.asr.material import Turn
from evals.word_errors import comparable
from gardefou.kernel.transcript import Word

BINS = 10


class Judged(NamedTuple):
    """A heard word: how sure the engine was, and whether it was said."""

    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The words whose confidence lies between two tenths."""

    words: int
    confidence: float
    right: float


def judged(turns: Sequence[Turn], heard: Sequence[Word], language: str) -> list[Judged]:
    """Each word of one channel with whether it was said there, by alignment.

    Numbers are left out: "vingt-trois" and "23" align only as a whole, and that is not the confidence of a word.
    """
    said = [word for turn in turns for word in comparable(turn.text, language).split()]
    parts = [
        (part, word.confidence)
        for word in heard
        if word.confidence is not None
        for part in comparable(word.text, language).split()
    ]
    if not said:
        return [Judged(confidence, False) for _, confidence in parts]
    right: set[int] = set()
    for chunk in jiwer.process_words(" ".join(said), " ".join(part for part, _ in parts)).alignments[0]:
        if chunk.type == "equal":
            right.update(range(chunk.hyp_start_idx, chunk.hyp_end_idx))
    return [
        Judged(confidence, index in right) for index, (part, confidence) in enumerate(parts) if not part.isdecimal()
    ]


def bins_of(words: Sequence[Judged]) -> list[Bin]:
    """The words by tenths of confidence, those without any left out."""
    groups: list[list[Judged]] = [[] for _ in range(BINS)]
    for word in words:
        groups[min(BINS - 1, int(word.confidence * BINS))].append(word)
    return [
        Bin(
            len(group), sum(each.confidence for each in group) / len(group), sum(each[1] for each in group) / len(group)
        )
        for group in groups
        if group
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence is from the share that is right, on average over words."""
    words = sum(each.words for each in bins)
    return sum(each.words * abs(each.confidence - each.right) for each in bins) / words if words else 0.0


def ranking(words: Sequence[Judged]) -> float:
    """How probably a right word has more confidence than a wrong one, ties counting half: 0.5 tells nothing."""
    right = np.sort([word.confidence for word in words if word.is_right])
    wrong = np.array([word.confidence for word in words if not word.is_right])
    if not right.size or not wrong.size:
        return math.nan
    below = np.searchsorted(right, wrong, "left") + np.searchsorted(right, wrong, "right")
    return float(1 - below.mean() / 2 / right.size)


@dataclass(frozen=True, slots=True)
class Marking:
    """The words below a threshold: their share of all, how many of them are wrong, and how many of the wrong ones."""

    below: float
    marked: float
    precision: float
    recall: float


def markings(words: Sequence[Judged], thresholds: Sequence[float]) -> list[Marking]:
    """What each threshold would mark."""
    return [_marking(words, below) for below in thresholds]


def _marking(words: Sequence[Judged], below: float) -> Marking:
    marked = [word for word in words if word.confidence < below]
    wrong = sum(not word.is_right for word in words)
    caught = sum(not word.is_right for word in marked)
    return Marking(below, len(marked) / max(1, len(words)), caught / max(1, len(marked)), caught / max(1, wrong))
