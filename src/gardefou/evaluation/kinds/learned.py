"""Criteria of meaning that learned: words and sentences together give a calibrated probability."""

import numpy as np

from gardefou.evaluation.compared import compared_sentences, compared_window
from gardefou.evaluation.criteria import MeaningCriterion, MeaningPart
from gardefou.evaluation.grounded import resting_on
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.phrase import searched, unknown
from gardefou.evaluation.learned_head import LearnedHead
from gardefou.evaluation.learning.features import Numbers
from gardefou.evaluation.learning.prediction import met_probability, sentence_scores, why_unfit
from gardefou.evaluation.shown import Shown, in_sentences, quote_of
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import either
from gardefou.query.match import Finding

MOST_QUOTES = 3
CLOSE = 1.0
"""A sentence is quoted beside the best one when its score is at most this much lower, in log-odds."""
SUREST = 0.99


class LearnedJudge:
    """One criterion with what it learned.

    Raises ValueError when it learned with other embeddings.
    """

    def __init__(
        self, criterion: MeaningCriterion | MeaningPart, head: LearnedHead, embeddings: SentenceEmbeddings
    ) -> None:
        unfit = why_unfit(head, embeddings)
        if unfit:
            raise ValueError(f"the criterion {criterion.id} cannot use what it learned: {unfit}; train it again")
        self._criterion = criterion
        self._head = head

    def answer(self, call: CallUnderEvaluation) -> CriterionResult:
        """Met or not met where the probability is clear; what holds the words looked for is never not met."""
        phrases = self._criterion.phrases
        found = call.searcher.find(phrases) if phrases else Finding(False)
        shown = in_sentences(found.grounds, call.sentences) if found.found else Shown((), ())
        words = shown.evidence
        indexes = compared_sentences(self._criterion, call)
        scores = sentence_scores(self._head, call.adviser_features)[indexes]
        likely = met_probability(self._head, scores, bool(words))
        if likely <= self._head.not_met_below and not words:
            if not found.known:
                return unknown(self._criterion.id, found)
            absent = self._result(Verdict.NOT_MET, likely, self._absent(call))
            return call.unless_unheard(absent, self._window(call), Role.ADVISER)
        quotes = _quotes(call, indexes, scores, words)
        if likely >= self._head.met_from and quotes:
            grounds = either([found.grounds, *(each for each in quotes if each not in words)] if words else quotes)
            return resting_on(self._result(Verdict.MET, likely, quotes), grounds, needed=shown.needed)
        return self._result(Verdict.CANNOT_TELL, likely, quotes)

    def _result(self, verdict: Verdict, likely: float, evidence: tuple[Evidence, ...]) -> CriterionResult:
        confidence = round(min(SUREST, 1 - likely if verdict is Verdict.NOT_MET else likely), 2)
        return CriterionResult(self._criterion.id, verdict, confidence, evidence, _why(verdict, likely))

    def _window(self, call: CallUnderEvaluation) -> Span:
        return compared_window(self._criterion, call.searcher.conversation)

    def _absent(self, call: CallUnderEvaluation) -> tuple[Evidence, ...]:
        phrases, window = self._criterion.phrases, self._window(call)
        how = Message("compared each sentence of the adviser with what was learned")
        return (searched(phrases, call) if phrases else ()) + call.searched(window, (Role.ADVISER,), how)


def _why(verdict: Verdict, likely: float) -> Message:
    told: dict[str, str | int | float] = {"probability": f"{likely:.0%}"}
    if verdict is Verdict.MET:
        return Message("What was said answers the question (probability {probability}).", told)
    if verdict is Verdict.NOT_MET:
        return Message("Nothing that was said answers the question (probability {probability}).", told)
    return Message("What was said leaves open whether it answers the question (probability {probability}).", told)


def _quotes(
    call: CallUnderEvaluation, indexes: list[int], scores: Numbers, words: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    """Sentences that hold the words, then those that answer best, in order of time."""
    best = scores.max(initial=-np.inf)
    order = [int(i) for i in np.argsort(-scores, kind="stable") if scores[i] >= best - CLOSE]
    sentences = [quote_of(call.adviser_sentences[indexes[i]]) for i in order]
    others = [each for each in sentences if not any(_same_words(each, word) for word in words)]
    chosen = (*words, *others[: max(0, MOST_QUOTES - len(words))])
    return tuple(sorted(chosen, key=lambda quote: (quote.start_ms, quote.channel)))


def _same_words(one: Evidence, other: Evidence) -> bool:
    return one.channel == other.channel and one.span.overlaps(other.span)
