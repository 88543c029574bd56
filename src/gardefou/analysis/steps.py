"""Why the customer called."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gardefou.analysis.model import OTHER, ReasonEntry, Taxonomy
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.measures import Reason
from gardefou.kernel.passages import Passage, passages
from gardefou.kernel.transcript import Role, Segment, Transcript
from gardefou.query.match import Searcher

FEWEST_WORDS = 3
WINDOW_WORDS = 12
"""Long sentences of speech are compared in windows of this many words, each half over the next."""
SHARPNESS = 12.0
"""How fast confidence falls when two reasons come close; set on the development calls."""


class ReasonClassifier:
    """Compares what the customer says at the opening with the exemplars and phrases of each reason."""

    def __init__(self, taxonomy: Taxonomy, embeddings: SentenceEmbeddings) -> None:
        self._taxonomy = taxonomy
        self._embeddings = embeddings
        self._reasons = [reason for reason in taxonomy.reasons if reason.id != OTHER]
        self._exemplars = [embeddings.embed(reason.exemplars.all()) for reason in self._reasons]

    def classify(self, transcript: Transcript) -> Reason:
        """The likeliest reason, or "other" when none is close."""
        opening = self._opening(transcript)
        windows = [each for said in passages(transcript, opening) for each in _windows(said)]
        if not windows:
            return Reason(OTHER, 0.0)
        likeness = self._likeness(windows)
        totals = _best_two(likeness) + self._bonuses(transcript, opening)
        best = int(totals.argmax())
        if totals[best] < self._taxonomy.other_below:
            return Reason(OTHER, float(np.clip(1 - totals[best] / self._taxonomy.other_below, 0.05, 0.95)))
        odds = np.exp(SHARPNESS * (totals - totals[best]))
        said = windows[int(likeness[best].argmax())]
        return Reason(self._reasons[best].id, float(odds[best] / odds.sum()), said.span)

    def _opening(self, transcript: Transcript) -> tuple[Segment, ...]:
        """What the customer says in the first seconds of the conversation."""
        first_ms = transcript.segments[0].start_ms if transcript.segments else 0
        until_ms = first_ms + self._taxonomy.opening_s * 1000
        return tuple(segment for segment in transcript.of(Role.CUSTOMER) if segment.start_ms < until_ms)

    def _likeness(self, windows: list[Passage]) -> np.ndarray:
        """Shape `(reasons, windows)`: of each window to the nearest exemplars of each reason."""
        vectors = self._embeddings.embed([each.text for each in windows])
        return np.stack([_best_two((exemplars @ vectors.T).T) for exemplars in self._exemplars])

    def _bonuses(self, transcript: Transcript, opening: tuple[Segment, ...]) -> np.ndarray:
        searcher = Searcher(replace(transcript, segments=opening))
        found = [_found(searcher, reason) for reason in self._reasons]
        return np.where(found, self._taxonomy.phrase_bonus, 0.0)


def _found(searcher: Searcher, reason: ReasonEntry) -> bool:
    return reason.phrases is not None and searcher.find(reason.phrases).found


def _windows(said: Passage) -> Iterator[Passage]:
    words = said.words
    if len(words) < FEWEST_WORDS:
        return
    for first in range(0, max(1, len(words) - WINDOW_WORDS // 2), WINDOW_WORDS // 2):
        yield Passage(said.channel, words[first : first + WINDOW_WORDS])


def _best_two(values: np.ndarray) -> np.ndarray:
    """Per row, the mean of its two highest values: one lucky match weighs half."""
    return np.sort(values, axis=1)[:, -2:].mean(axis=1)
