"""When each word of a transcript was said, and how sure the model is of it, from its attention to the sound.

Source: the cross-attention alignment of openai/whisper, timing.py, as CTranslate2 computes it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gardefou.adapters.speech.vocabulary import TokenRun
from gardefou.kernel.transcript import Word

TOKENS_PER_SECOND = 50
"""Encoder frames in a second of sound."""


def aligned(runs: Sequence[TokenRun], alignment: Any, seconds: float) -> tuple[Word, ...]:
    """The words with their times in the clip; `alignment` is what CTranslate2 gives for its tokens."""
    if not runs:
        return ()
    tokens, frames = np.asarray(alignment.alignments, np.int64).reshape(-1, 2).T
    starts = frames[np.flatnonzero(np.diff(tokens, prepend=-1))] / TOKENS_PER_SECOND
    starts = np.append(np.minimum(starts, seconds), seconds)
    odds = np.asarray(alignment.text_token_probs, np.float64)
    return tuple(_word(run, starts, odds) for run in runs)


def _word(run: TokenRun, starts: "np.ndarray[Any, Any]", odds: "np.ndarray[Any, Any]") -> Word:
    last = len(starts) - 1
    start, end = starts[min(run.first, last)], starts[min(run.last, last)]
    likely = odds[run.first : run.last]
    confidence = float(np.exp(np.mean(np.log(np.maximum(likely, 1e-6))))) if len(likely) else 0.0
    return Word(round(float(start) * 1000), round(float(end) * 1000), run.text.strip(), round(confidence, 3))
