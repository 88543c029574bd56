"""What a learned criterion says of sentences and of a call."""

from gardefou.evaluation.learned_head import LearnedHead
from gardefou.evaluation.learning.calibration import probability
from gardefou.evaluation.learning.features import SLOTS, SPECIFICATION, Numbers, Sentences
from gardefou.evaluation.learning.training import NO_SENTENCE
from gardefou.kernel.embeddings import SentenceEmbeddings


def why_unfit(head: LearnedHead, embeddings: SentenceEmbeddings) -> str | None:
    """Why what was learned cannot be used with these embeddings; None where it can."""
    if head.embeddings != embeddings.name:
        return f"it learned with the embeddings {head.embeddings}, and {embeddings.name} are installed"
    if head.features != SPECIFICATION or len(head.word_weights) != SLOTS:
        return "another release of gardefou taught it"
    if len(head.sentence_weights) != embeddings.embed([""]).shape[1]:
        return "its numbers do not fit the embeddings"
    return None


def sentence_scores(head: LearnedHead, sentences: Sentences) -> Numbers:
    """How clearly each sentence answers, in log-odds before calibration."""
    return sentences.times(head.sentence_weights, head.word_weights) + head.bias


def met_probability(head: LearnedHead, scores: Numbers, said: bool) -> float:
    """How probably a call meets the criterion, from the scores of its sentences and whether the words were said."""
    return float(probability(head.calibration, float(scores.max(initial=NO_SENTENCE)), said))
