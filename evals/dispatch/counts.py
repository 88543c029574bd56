"""Answers counted by call and class, and the macro-F1 that follows, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gardefou.kernel.verdict import Verdict

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion of one call: the label, the verdict given, and whether a quote meets labelled evidence.

    `evidence_hit` is None unless both are met and the label names evidence.
    """

    call: str
    criterion: str
    labelled: Verdict
    given: Verdict
    evidence_hit: bool | None

    @property
    def automated(self) -> bool:
        """Whether the program decided."""
        return self.given is not Verdict.CANNOT_TELL


class Counts:
    """Labelled, labelled and decided, given, and right answers by call and class: what F1 is made of."""

    def __init__(self, by_call: Sequence[Sequence[Answer]], classes: Sequence[tuple[str, Verdict]]) -> None:
        place = {pair: column for column, pair in enumerate(classes)}
        self._counts = np.zeros((4, len(by_call), len(classes)))
        for row, of in enumerate(by_call):
            for each in of:
                labelled, given = place.get((each.criterion, each.labelled)), place.get((each.criterion, each.given))
                if labelled is not None:
                    self._counts[0, row, labelled] += 1
                    self._counts[1, row, labelled] += each.automated
                    self._counts[3, row, labelled] += each.labelled is each.given
                if given is not None:
                    self._counts[2, row, given] += 1

    def macro_f1(self, undecided_missed: bool = False) -> float:
        """The mean F1 of the classes."""
        every = np.ones((1, self._counts.shape[1]))
        return float(self._macro_f1(every, undecided_missed)[0])

    def interval(self) -> tuple[float, float]:
        """The 95 % bootstrap interval of the macro-F1, drawing whole calls."""
        calls = self._counts.shape[1]
        drawn = np.random.default_rng(0).multinomial(calls, np.full(calls, 1 / calls), RESAMPLES)
        low, high = np.quantile(self._macro_f1(drawn, undecided_missed=False), [0.025, 0.975])
        return float(low), float(high)

    def _macro_f1(self, drawn: np.ndarray, undecided_missed: bool) -> np.ndarray:
        """For each draw, how often every call is in it, the mean over the classes that have a labelled call."""
        labelled, decided, given, right = (drawn @ each for each in self._counts)
        together = (labelled if undecided_missed else decided) + given
        f1 = np.divide(2 * right, together, out=np.zeros_like(right), where=together > 0)
        known = labelled > 0
        return (f1 * known).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
