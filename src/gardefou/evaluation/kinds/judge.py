"""Criteria that a language model of one's own endpoint answers; its text is never shown as fact.

The first answer is given without a word of the customer and carries verdict and evidence; the others, which read the
whole call, can only confirm it. So what a caller says leads to "cannot tell" at most.
"""

from collections.abc import Sequence
from math import ceil

from gardefou.evaluation.criteria import JudgeCriterion
from gardefou.evaluation.judging.addressed import addresses_a_program
from gardefou.evaluation.judging.asking import answered
from gardefou.evaluation.judging.instructions import SCHEMA, instructions
from gardefou.evaluation.judging.replies import Reading, read
from gardefou.evaluation.judging.shown import ShownCall, shown
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.ports import LanguageModel, Request
from gardefou.kernel.errors import JudgeUnavailable
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict

MOST_CHARACTERS = 100_000
"""Of a call as it is shown; a longer one is not cut in pieces, as an absence in a piece shows nothing."""
CHARACTERS_AROUND_A_TURN = 60
CONFIDENCE = 0.6
"""When all answers agree. Not calibrated."""


class Judge:
    """One criterion with the model that answers it."""

    def __init__(self, criterion: JudgeCriterion, model: LanguageModel | None) -> None:
        self._criterion = criterion
        self._model = model

    def answer(self, call: CallUnderEvaluation) -> CriterionResult:
        """The verdict that enough answers agree on, else cannot tell."""
        if self._model is None:
            return self._undecided(Message("No language model is configured."))
        unread = _why_unread(call)
        if unread:
            return self._undecided(unread)
        try:
            return self._voted(self._model, call)
        except JudgeUnavailable:
            return self._undecided(Message("The language model gave no answer in time."))

    def _voted(self, model: LanguageModel, call: CallUnderEvaluation) -> CriterionResult:
        segments = call.transcript.segments
        first = self._reading(model, call, shown(segments, Role.ADVISER), 0)
        if first.verdict is Verdict.CANNOT_TELL:
            return self._undecided(first.why, model)
        roles = (Role.ADVISER,) if addresses_a_program(call.transcript.of(Role.CUSTOMER)) else tuple(Role)
        whole = shown(segments, *roles)
        agreed, fewest = 1, self._fewest_agreeing()
        for sample in range(1, self._criterion.samples):
            agreed += self._reading(model, call, whole, sample).verdict is first.verdict
            if agreed + self._criterion.samples - sample - 1 < fewest:
                return self._undecided(Message("Several answers of the language model do not agree."), model)
        return self._decided(first, model, call, agreed / self._criterion.samples)

    def _fewest_agreeing(self) -> int:
        return ceil(round(self._criterion.agreement * self._criterion.samples, 6))

    def _reading(self, model: LanguageModel, call: CallUnderEvaluation, said: ShownCall, sample: int) -> Reading:
        asked = instructions(self._criterion, said, call.transcript.language)
        request = Request(asked, said.content, SCHEMA, sample)
        return read(answered(model, request, call.replies, call), said)

    def _decided(
        self, reading: Reading, model: LanguageModel, call: CallUnderEvaluation, agreed: float
    ) -> CriterionResult:
        evidence = reading.quotes or _read_through(call, model)
        confidence = round(CONFIDENCE * agreed, 2)
        why = _why(reading.verdict, reading.quotes)
        decided = CriterionResult(self._criterion.id, reading.verdict, confidence, evidence, why, by=model.name)
        return decided if reading.quotes else call.unless_unheard(decided, call.searcher.conversation, *Role)

    def _undecided(self, why: Message | None, model: LanguageModel | None = None) -> CriterionResult:
        by = model.name if model else None
        told = why or Message("The language model could not tell.")
        return CriterionResult(self._criterion.id, Verdict.CANNOT_TELL, 0.0, (), told, by=by)


def _why_unread(call: CallUnderEvaluation) -> Message | None:
    said = call.transcript.of(Role.ADVISER)
    if not any(segment.words for segment in said):
        return Message("The adviser was not heard in this call.")
    if sum(len(segment.text) + CHARACTERS_AROUND_A_TURN for segment in call.transcript.segments) > MOST_CHARACTERS:
        return Message("The call is too long for the language model to read.")
    if addresses_a_program(said):
        return Message("Words of the adviser may be meant for the language model: a person has to read them.")
    return None


def _why(verdict: Verdict, quotes: Sequence[Evidence]) -> Message:
    if verdict is Verdict.NOT_APPLICABLE:
        return Message("To a language model the question does not apply to this call.")
    if verdict is Verdict.MET:
        return Message("To a language model these words show it.")
    if quotes:
        return Message("To a language model these words show the contrary.")
    return Message("A language model found nothing that shows it.")


def _read_through(call: CallUnderEvaluation, model: LanguageModel) -> tuple[Evidence, ...]:
    how = Message("read by the language model {model}", {"model": model.name})
    return call.searched(call.searcher.conversation, (Role.ADVISER,), how)
