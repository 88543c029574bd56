"""Teaches the scorecard from some dialogues and answers others with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np

from evals.dispatch.counts import Answer
from evals.dispatch.dialogues import LabelledCall
from evals.dispatch.scores import CLASSES, SetScores, answers, set_scores
from gardefou.analysis.rules import measure
from gardefou.evaluation.criteria import Criterion, MeaningCriterion, PhraseCriterion
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.learning.labelled import LabelledCall as Lesson
from gardefou.evaluation.learning.scorecard import LearnedScorecard, learned_scorecard
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.embeddings import SentenceEmbeddings, Vectors


@dataclass
class Remembering:
    """Embeddings that compute each sentence once."""

    of: SentenceEmbeddings
    known: dict[str, Vectors] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Which model this is."""
        return self.of.name

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1, shape `(sentences, dimensions)`."""
        new = [each for each in dict.fromkeys([*sentences, ""]) if each not in self.known]
        self.known.update(zip(new, self.of.embed(new), strict=True))
        return np.array([self.known[each] for each in sentences], np.float32).reshape(-1, len(self.known[""]))


class Laboratory:
    """Dialogues made ready, to teach a scorecard from some and answer others."""

    def __init__(self, calls: Iterable[LabelledCall], embeddings: SentenceEmbeddings) -> None:
        self._embeddings = Remembering(embeddings)
        self._ready = {call.id: self._prepared(call) for call in calls}

    def _prepared(self, call: LabelledCall) -> CallUnderEvaluation:
        return CallUnderEvaluation(call.transcript, measure(call.transcript), self._embeddings)

    def taught(self, scorecard: Scorecard, calls: Sequence[LabelledCall]) -> Scorecard:
        """The scorecard after learning from these calls; from exemplars alone where there are too few."""
        return self.learned(scorecard, calls).scorecard

    def learned(
        self, scorecard: Scorecard, calls: Sequence[LabelledCall], with_curve: bool = False
    ) -> LearnedScorecard:
        """The scorecard after learning, with a lesson a criterion."""
        lessons = {criterion.id: self._lessons(criterion, calls) for criterion in scorecard.criteria()}
        return learned_scorecard(scorecard, lessons, "learned", self._embeddings, True, with_curve)

    def _lessons(self, criterion: Criterion, calls: Sequence[LabelledCall]) -> list[Lesson]:
        return [
            Lesson(self._ready[call.id], call.adviser_speaker, label.verdict, label.evidence)
            for call in calls
            if (label := call.labels[criterion.id]).verdict in CLASSES
        ]

    def answered(self, scorecard: Scorecard, calls: Iterable[LabelledCall]) -> dict[str, list[Answer]]:
        """What the scorecard says of these calls."""
        evaluator = ScorecardEvaluator(scorecard, Engines(self._embeddings))
        return {
            call.id: answers(call, evaluator.evaluate(call.transcript, self._ready[call.id].measures).criteria)
            for call in calls
        }

    def by_other_speakers(
        self, scorecard: Scorecard, calls: Sequence[LabelledCall], most: int | None = None, tested: Sequence[str] = ()
    ) -> SetScores:
        """Figures of calls that were each answered by what learned from other speakers, from `most` of their calls.

        Only calls of `tested` speakers are judged, if some are given.
        """
        given: dict[str, list[Answer]] = {}
        judged = [call for call in calls if not tested or call.adviser_speaker in tested]
        for speaker in sorted({call.adviser_speaker for call in judged}):
            others = spread([call for call in calls if call.adviser_speaker != speaker])[:most]
            taught = self.taught(scorecard, others)
            given |= self.answered(taught, [call for call in judged if call.adviser_speaker == speaker])
        return set_scores(judged, given)


def spread(calls: Sequence[LabelledCall]) -> list[LabelledCall]:
    """The calls of all speakers in turn, so that a few calls are of many speakers."""
    by_speaker: dict[str, list[LabelledCall]] = {}
    for call in calls:
        by_speaker.setdefault(call.adviser_speaker, []).append(call)
    turns = zip_longest(*(by_speaker[speaker] for speaker in sorted(by_speaker)))
    return [call for turn in turns for call in turn if call is not None]


def unlearned(scorecard: Scorecard, words: bool = True) -> Scorecard:
    """The scorecard with every criterion as one of meaning that learned nothing, with or without the words."""
    sections = tuple(
        section.model_copy(update={"criteria": tuple(_unlearned(each, words) for each in section.criteria)})
        for section in scorecard.sections
    )
    return scorecard.model_copy(update={"sections": sections})


def _unlearned(criterion: Criterion, words: bool) -> Criterion:
    if isinstance(criterion, PhraseCriterion) and criterion.exemplars.all():
        shared = {
            name: getattr(criterion, name) for name in type(criterion).model_fields if name not in ("kind", "find")
        }
        criterion = MeaningCriterion(kind="meaning", phrases=criterion.find, **shared)
    if isinstance(criterion, MeaningCriterion):
        return criterion.model_copy(update={"learned": None, "phrases": criterion.phrases if words else None})
    return criterion
