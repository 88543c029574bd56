"""Which of the adviser's sentences a criterion of meaning is compared with."""

from collections.abc import Sequence
from typing import Protocol

from gardefou.evaluation.criteria import MeaningCriterion, MeaningPart
from gardefou.kernel.passages import Passage
from gardefou.kernel.span import Span
from gardefou.query.match import Searcher
from gardefou.query.reach import window_of

FEWEST_WORDS = 2


class ComparedCall(Protocol):
    """What is needed of a call to tell which of its sentences count."""

    @property
    def searcher(self) -> Searcher:
        """Finds words in it."""
        ...

    @property
    def adviser_sentences(self) -> Sequence[Passage]:
        """What the adviser said, sentence by sentence."""
        ...


def compared_sentences(criterion: MeaningCriterion | MeaningPart, call: ComparedCall) -> list[int]:
    """The indexes of sentences that are long enough and begin in the criterion's window."""
    window = compared_window(criterion, call.searcher.conversation)
    return [
        index
        for index, sentence in enumerate(call.adviser_sentences)
        if len(sentence.words) >= FEWEST_WORDS and call.searcher.begins_in(window, sentence.span.start_ms)
    ]


def compared_window(criterion: MeaningCriterion | MeaningPart, conversation: Span) -> Span:
    """The part of the conversation that counts."""
    if criterion.first_s:
        return window_of(conversation, "first", round(criterion.first_s * 1000))
    if criterion.last_s:
        return window_of(conversation, "last", round(criterion.last_s * 1000))
    return conversation
