"""Criteria that compare what the adviser says with exemplars, by meaning, and may also look for words."""

import numpy as np

from gardefou.evaluation.compared import compared_sentences, compared_window
from gardefou.evaluation.criteria import MeaningCriterion, MeaningPart
from gardefou.evaluation.grounded import by_words
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.phrase import CONFIDENCE_FOUND, searched, unknown
from gardefou.evaluation.shown import quote_of
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict
from gardefou.query.match import Finding

MOST_QUOTES = 2


class MeaningJudge:
    """One criterion with its exemplars embedded once for all calls."""

    def __init__(self, criterion: MeaningCriterion | MeaningPart, embeddings: SentenceEmbeddings) -> None:
        self._criterion = criterion
        self._exemplars = embeddings.embed(criterion.exemplars.all())
        counter = criterion.counter_exemplars.all()
        self._counter_exemplars = embeddings.embed(counter) if counter else None

    def answer(self, call: CallUnderEvaluation) -> CriterionResult:
        """Met when words are said or a sentence is close to an exemplar, not met when none is."""
        phrases = self._criterion.phrases
        finding = call.searcher.find(phrases) if phrases else Finding(False)
        if finding.found and finding.evidence:
            why = Message("The words looked for were said.")
            return by_words(self._criterion.id, Verdict.MET, CONFIDENCE_FOUND, finding, call.sentences, why)
        answer = self._by_meaning(call)
        return answer if finding.known or answer.verdict is Verdict.MET else unknown(answer.id, finding)

    def _by_meaning(self, call: CallUnderEvaluation) -> CriterionResult:
        indexes = compared_sentences(self._criterion, call)
        if not indexes:
            return self._absent(call, 0.0)
        likeness = self._likeness(call.adviser_vectors[indexes])
        order = np.argsort(-likeness)
        best = float(likeness[order[0]])
        if best < self._criterion.not_met_below:
            return self._absent(call, best)
        quotes = tuple(
            quote_of(call.adviser_sentences[indexes[i]])
            for i in order[:MOST_QUOTES]
            if likeness[i] >= min(self._criterion.met_from, best)
        )
        if best < self._criterion.met_from:
            why = Message(
                "The closest sentence is neither near enough nor far enough (likeness {likeness}).", _told(best)
            )
            return CriterionResult(self._criterion.id, Verdict.CANNOT_TELL, 0.5, quotes, why)
        why = Message("A sentence is close in meaning to an exemplar (likeness {likeness}).", _told(best))
        confidence = _confidence(best - self._criterion.met_from)
        return CriterionResult(self._criterion.id, Verdict.MET, confidence, quotes, why)

    def _likeness(self, vectors: np.ndarray) -> np.ndarray:
        """Per sentence, to the nearest exemplar; none when a counter-exemplar is nearer."""
        likeness = (vectors @ self._exemplars.T).max(axis=1)
        if self._counter_exemplars is None:
            return np.asarray(likeness)
        nearer = (vectors @ self._counter_exemplars.T).max(axis=1) > likeness
        return np.where(nearer, 0.0, likeness)

    def _absent(self, call: CallUnderEvaluation, best: float) -> CriterionResult:
        phrases = self._criterion.phrases
        window = compared_window(self._criterion, call.searcher.conversation)
        how = Message("compared each sentence of the adviser with the exemplars")
        evidence = (searched(phrases, call) if phrases else ()) + call.searched(window, (Role.ADVISER,), how)
        why = Message("No sentence comes close to an exemplar (likeness {likeness}).", _told(best))
        confidence = _confidence(self._criterion.not_met_below - best)
        absent = CriterionResult(self._criterion.id, Verdict.NOT_MET, confidence, evidence, why)
        return call.unless_unheard(absent, window, Role.ADVISER)


def _told(likeness: float) -> dict[str, str | int | float]:
    return {"likeness": f"{likeness:.2f}"}


def _confidence(distance: float) -> float:
    """From .6 at the threshold to .95 at .2 beyond it. Not calibrated yet."""
    return round(float(np.clip(0.6 + distance * 1.75, 0.6, 0.95)), 2)
