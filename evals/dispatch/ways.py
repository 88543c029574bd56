"""Ways of learning that were tried beside the one in use: what each gives on speakers that nothing was learned from."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from unittest.mock import patch

import numpy as np

from evals.dispatch.dialogues import LabelledCall
from evals.dispatch.learning import Laboratory
from evals.dispatch.scores import SetScores
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.learning import labelled, logistic, training
from gardefou.evaluation.learning.features import Sentences
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.embeddings import SentenceEmbeddings

Change = Callable[[CallUnderEvaluation, Sentences], Sentences]
NO_SLOTS = np.zeros(0, np.intp)


def ways(
    scorecard: Scorecard, calls: Sequence[LabelledCall], embeddings: SentenceEmbeddings
) -> Iterator[tuple[str, SetScores]]:
    """Each way with its figures, none looking for words of the scorecard."""

    def tried(change: Change | None = None, **constants: float) -> SetScores:
        with ExitStack() as stack:
            for name, value in constants.items():
                module = logistic if hasattr(logistic, name) else training
                stack.enter_context(patch.object(module, name, value))
            if change:
                stack.enter_context(_changed(change))
            return Laboratory(calls, embeddings).by_other_speakers(scorecard, calls)

    yield "in use: sentence vectors, words and pairs, exemplars", tried()
    yield "  sentence vectors alone", tried(lambda _, each: _without_words(each))
    yield "  words and pairs alone", tried(lambda _, each: _without_vectors(each))
    yield "  with the sentences before and after", tried(_with_neighbours)
    yield "  with what the customer said before", tried(_after_customer(embeddings))
    yield "  weaker penalty", tried(STRENGTH=10.0)
    yield "  stronger penalty", tried(STRENGTH=1.0)
    yield "  calls that meet it teach nothing but their evidence", tried(BESIDE_EVIDENCE=0.0)
    with patch.object(training, "highest", _mean_of_two):
        yield "  calibrated on the mean of the two best sentences", tried()
    with patch.object(labelled.Exemplars, "together", _barely):
        yield "  without exemplars", tried()


def _changed(change: Change) -> AbstractContextManager[object]:
    whole = Sentences.of

    def of(call: CallUnderEvaluation) -> Sentences:
        return change(call, whole([each.text for each in call.adviser_sentences], call.adviser_vectors))

    return patch.object(CallUnderEvaluation, "adviser_features", property(of))


def _without_words(sentences: Sentences) -> Sentences:
    return Sentences(sentences.vectors, NO_SLOTS, np.zeros(len(sentences) + 1, np.intp))


def _without_vectors(sentences: Sentences) -> Sentences:
    return Sentences(np.zeros_like(sentences.vectors), sentences.slots, sentences.starts)


def _with_neighbours(_: CallUnderEvaluation, sentences: Sentences) -> Sentences:
    vectors = sentences.vectors.copy()
    vectors[:-1] += 0.3 * sentences.vectors[1:]
    vectors[1:] += 0.3 * sentences.vectors[:-1]
    return _of_length_one(vectors, sentences)


def _after_customer(embeddings: SentenceEmbeddings) -> Change:
    """Each vector moved a little towards the customer's last sentence before it."""

    def moved(call: CallUnderEvaluation, sentences: Sentences) -> Sentences:
        said = [each for each in call.sentences if each.channel != call.adviser_sentences[0].channel]
        embedded = embeddings.embed([each.text for each in said])
        vectors = sentences.vectors.copy()
        for row, sentence in enumerate(call.adviser_sentences):
            before = [i for i, each in enumerate(said) if each.span.start_ms < sentence.span.start_ms]
            if before:
                vectors[row] += 0.3 * embedded[before[-1]]
        return _of_length_one(vectors, sentences)

    return moved


def _of_length_one(vectors: np.ndarray, sentences: Sentences) -> Sentences:
    return Sentences(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), sentences.slots, sentences.starts)


def _mean_of_two(classifier: logistic.Classifier, heard: labelled.Heard) -> float:
    best = np.sort(classifier.scores(heard.sentences))[-2:]
    return float(best.mean()) if len(best) else training.NO_SENTENCE


def _barely(exemplars: labelled.Exemplars) -> tuple[Sentences, np.ndarray, np.ndarray]:
    return exemplars.satisfying.some([]), np.zeros(0, np.bool_), np.zeros(0)
