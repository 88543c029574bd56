"""A call in the laboratory, stored nowhere: hear -> silence -> measure -> classify -> evaluate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gardefou.analysis.rules import measure
from gardefou.analysis.steps import ReasonClassifier
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.hearing.ports import Redact, WriteSilenced
from gardefou.hearing.steps import Hearing
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript


@dataclass(frozen=True, slots=True)
class EvaluatedCall:
    """A call with all that was made of it: an automatic draft that nobody has reviewed.

    `reason` is None where no model of meaning is installed.
    """

    transcript: Transcript
    measures: Measures
    reason: Reason | None
    evaluation: Evaluation


class LaboratoryCall:
    """The steps of one call in a row, from its sound or from a transcript."""

    def __init__(
        self,
        hearing: Callable[[], Hearing],
        redact: Redact,
        write_silenced: WriteSilenced,
        classifier: ReasonClassifier | None,
        evaluator: ScorecardEvaluator,
    ) -> None:
        self._hearing = hearing
        self._redact = redact
        self._write_silenced = write_silenced
        self._classifier = classifier
        self._evaluator = evaluator

    def from_sound(
        self,
        sound: Sound,
        roles: Sequence[Role],
        language: Language | None,
        progress: Progress = silent,
        copy: Path | None = None,
    ) -> EvaluatedCall:
        """Hear a call and evaluate it; `copy` is where its sound goes without the personal data, if anywhere.

        Raises InputRefused when the sound cannot be read to its end.
        """
        progress("hear", 0.0)
        transcript = self._hearing().hear(sound, roles, language, progress)
        if copy:
            progress("silence", 0.0)
            self._write_silenced(sound, transcript.redactions, copy)
        return self._after_hearing(transcript, progress)

    def from_transcript(self, transcript: Transcript, progress: Progress = silent) -> EvaluatedCall:
        """Evaluate a transcript that came from elsewhere, after removing personal data from it."""
        return self._after_hearing(self._redact(transcript), progress)

    def _after_hearing(self, transcript: Transcript, progress: Progress) -> EvaluatedCall:
        progress("measure", 0.0)
        measures = measure(transcript)
        progress("classify", 0.0)
        reason = self._classifier.classify(transcript) if self._classifier else None
        progress("evaluate", 0.0)
        evaluation = self._evaluator.evaluate(transcript, measures, reason)
        progress("evaluate", 1.0)
        return EvaluatedCall(transcript, measures, reason, evaluation)
