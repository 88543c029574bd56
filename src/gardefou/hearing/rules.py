"""Which heard words to distrust, and how words make segments."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from gardefou.hearing.ports import HeardClip
from gardefou.kernel.transcript import Role, Segment, Word

SPLIT_PAUSE_MS = 1_500
"""A pause inside a passage this long starts a new segment."""
LOWEST_LOG_PROBABILITY = -1.0
HIGHEST_NO_SPEECH = 0.6
LOWEST_MEAN_CONFIDENCE = 0.3
"""Of the probabilities that the model gives words, before they are calibrated."""
MOST_WORDS_PER_SECOND = 9.0
MOST_REPEATS = 4
LEAST_STOCK_SHARE = 0.3
"""So much of a passage is a stock phrase where all of it was made up; people name a broadcaster in passing."""

_SUBTITLE_CREDITS = re.compile(
    r"sous-?titr|amara\.?\s*org|radio-?canada|merci d['’]avoir regard|abonnez-vous|thanks? (you )?for watching|"
    r"subtitles? by|please subscribe|copyright|^\W*[♪♫]+\W*$|^\W*\[?(musique|music)\]?\W*$",
    re.IGNORECASE,
)


def is_stock_phrase(words: Sequence[Word]) -> bool:
    """Whether words are what the model learned from subtitles, and says over silence, music or noise."""
    text = " ".join(word.text for word in words)
    found = sum(len(match.group()) for match in _SUBTITLE_CREDITS.finditer(text))
    return found >= LEAST_STOCK_SHARE * len(text) and bool(found)


def is_believed(words: Sequence[Word], heard: HeardClip) -> bool:
    """Whether there are words, and none of the signs that the model guessed or lost its way in them."""
    return bool(words) and not (heard.failed or is_stock_phrase(words) or _is_guessed(words, heard))


def _is_guessed(words: Sequence[Word], heard: HeardClip) -> bool:
    if heard.log_probability < LOWEST_LOG_PROBABILITY and heard.no_speech_probability > HIGHEST_NO_SPEECH:
        return True
    confidences = [word.confidence for word in words if word.confidence is not None]
    if confidences and sum(confidences) / len(confidences) < LOWEST_MEAN_CONFIDENCE:
        return True
    return _loops(words) or _too_fast(words)


def _loops(words: Sequence[Word]) -> bool:
    said = [word.text.lower().strip(" ,.!?") for word in words]
    phrases = [three for three in zip(said, said[1:], said[2:], strict=False) if not "".join(three).isdigit()]
    repeated = Counter(phrases).most_common(1)
    return bool(repeated and repeated[0][1] > MOST_REPEATS)


def _too_fast(words: Sequence[Word]) -> bool:
    seconds = max(0.2, (words[-1].end_ms - words[0].start_ms) / 1000)
    return len(words) > 4 and len(words) / seconds > MOST_WORDS_PER_SECOND


def in_order(words: Iterable[Word], duration_ms: int) -> tuple[Word, ...]:
    """The words with times that never go back nor beyond the call."""
    result: list[Word] = []
    cursor = 0
    for word in words:
        start_ms = min(max(word.start_ms, cursor), duration_ms)
        end_ms = min(max(word.end_ms, start_ms), duration_ms)
        result.append(Word(start_ms, end_ms, word.text, word.confidence))
        cursor = end_ms
    return tuple(result)


def as_segments(channel: int, role: Role, words: Sequence[Word]) -> list[Segment]:
    """Segments of at least one word, cut at pauses of SPLIT_PAUSE_MS."""
    cuts = [i for i, (a, b) in enumerate(pairwise(words), start=1) if b.start_ms - a.end_ms >= SPLIT_PAUSE_MS]
    bounds = [0, *cuts, len(words)]
    return [segment(channel, role, words[first:last]) for first, last in pairwise(bounds) if first < last]


def segment(channel: int, role: Role, words: Sequence[Word]) -> Segment:
    """One segment made of words in order."""
    confidences = [word.confidence for word in words if word.confidence is not None]
    mean = round(sum(confidences) / len(confidences), 3) if confidences else None
    text = " ".join(word.text for word in words)
    return Segment(channel, role, words[0].start_ms, words[-1].end_ms, text, mean, tuple(words))
