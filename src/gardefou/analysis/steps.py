"""Why the customer called."""

import numpy as np

from gardefou.analysis.model import OTHER, Taxonomy
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.measures import Reason
from gardefou.kernel.passages import Passage, passages
from gardefou.kernel.transcript import Role, Transcript

FEWEST_WORDS = 3
SHARPNESS = 12.0
"""How fast confidence falls when two reasons come close; set on the development calls."""


class ReasonClassifier:
    """Compares what the customer says at the opening with the exemplars of each reason."""

    def __init__(self, taxonomy: Taxonomy, embeddings: SentenceEmbeddings) -> None:
        self._taxonomy = taxonomy
        self._embeddings = embeddings
        self._reasons = [reason for reason in taxonomy.reasons if reason.id != OTHER]
        self._exemplars = [embeddings.embed(reason.exemplars.all()) for reason in self._reasons]

    def classify(self, transcript: Transcript) -> Reason:
        """The likeliest reason, or "other" when none is close."""
        opening = self._opening(transcript)
        if not opening:
            return Reason(OTHER, 0.0)
        likeness = self._likeness(opening)
        totals = _best_two(likeness)
        best = int(totals.argmax())
        if totals[best] < self._taxonomy.other_below:
            return Reason(OTHER, float(np.clip(1 - totals[best] / self._taxonomy.other_below, 0.05, 0.95)))
        odds = np.exp(SHARPNESS * (totals - totals[best]))
        said = opening[int(likeness[best].argmax())]
        return Reason(self._reasons[best].id, float(odds[best] / odds.sum()), said.span)

    def _opening(self, transcript: Transcript) -> list[Passage]:
        said = transcript.of(Role.CUSTOMER)
        first_ms = transcript.segments[0].start_ms if transcript.segments else 0
        until_ms = first_ms + self._taxonomy.opening_s * 1000
        opening = [segment for segment in said if segment.start_ms < until_ms]
        return [each for each in passages(transcript, opening) if len(each.words) >= FEWEST_WORDS]

    def _likeness(self, opening: list[Passage]) -> np.ndarray:
        """Shape `(reasons, passages)`: of each passage to the nearest exemplars of each reason."""
        vectors = self._embeddings.embed([each.text for each in opening])
        return np.stack([_best_two((exemplars @ vectors.T).T) for exemplars in self._exemplars])


def _best_two(values: np.ndarray) -> np.ndarray:
    """Per row, the mean of its two highest values: one lucky match weighs half."""
    return np.sort(values, axis=1)[:, -2:].mean(axis=1)
