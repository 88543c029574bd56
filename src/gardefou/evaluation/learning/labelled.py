"""What there is to learn from: exemplars of a scorecard, and calls that people or readers gave a verdict on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from gardefou.evaluation.compared import ComparedCall, compared_sentences
from gardefou.evaluation.criteria import Criterion, MeaningCriterion, MeaningPart
from gardefou.evaluation.learning.features import Sentences, joined
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict

TOO_ALIKE = 0.8
"""An exemplar of another criterion that is as like as this to one's own teaches nothing."""


class ReadyCall(ComparedCall, Protocol):
    """A call made ready to be answered."""

    @property
    def adviser_features(self) -> Sentences:
        """The adviser's sentences as learned criteria see them."""
        ...


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """A call with a verdict, met or not met, on one criterion.

    `evidence` tells when what met it was said, and may be empty. Calls of one `group`, such as a speaker, are kept
    together when something is tried on calls that it was not learned from.
    """

    call: ReadyCall
    group: str
    verdict: Verdict
    evidence: tuple[Span, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the criterion is met."""
        return self.verdict is Verdict.MET


@dataclass(frozen=True, slots=True)
class Heard:
    """A labelled call as a classifier sees it: the adviser's sentences that count, and those that show it is met."""

    group: str
    met: bool
    said: bool
    sentences: Sentences
    shows: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, labelled: LabelledCall, criterion: MeaningCriterion | MeaningPart) -> Self:
        """What counts of a call for a criterion; `said` tells whether the words of its `phrases` were found."""
        call = labelled.call
        indexes = compared_sentences(criterion, call)
        spans = [call.adviser_sentences[i].span for i in indexes]
        shows = [labelled.met and any(span.overlaps(each) for each in labelled.evidence) for span in spans]
        found = call.searcher.find(criterion.phrases) if criterion.phrases else None
        said = bool(found and found.found and found.evidence)
        chosen = call.adviser_features.some(indexes)
        return cls(labelled.group, labelled.met, said, chosen, np.array(shows, np.bool_))


@dataclass(frozen=True, slots=True)
class Exemplars:
    """Sentences of a scorecard: what satisfies a criterion, what does not, and what satisfies the others."""

    satisfying: Sentences
    counter: Sentences
    of_others: Sentences

    @classmethod
    def of(
        cls, criterion: MeaningCriterion | MeaningPart, others: Sequence[Criterion], embeddings: SentenceEmbeddings
    ) -> Self:
        """The exemplars of a criterion beside those of the others."""
        satisfying = _embedded(criterion.exemplars.all(), embeddings)
        counter = _embedded(criterion.counter_exemplars.all(), embeddings)
        texts = [text for each in others if each.id != criterion.id for text in each.exemplars.all()]
        foreign = _embedded(texts, embeddings)
        likeness = (foreign.vectors @ satisfying.vectors.T).max(axis=1, initial=0.0)
        return cls(satisfying, counter, foreign.some(np.flatnonzero(likeness < TOO_ALIKE).tolist()))

    def together(self) -> tuple[Sentences, npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
        """All of them, which satisfy, and how important each is beside a sentence of a call."""
        parts = (self.satisfying, self.counter, self.of_others)
        positive = np.repeat([True, False, False], [len(each) for each in parts])
        importance = np.repeat([2.0, 2.0, 1.0], [len(each) for each in parts])
        return joined(parts), positive, importance


def _embedded(texts: Sequence[str], embeddings: SentenceEmbeddings) -> Sentences:
    return Sentences.of(texts, embeddings.embed(texts))
