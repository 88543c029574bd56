"""What an edited criterion says of a simulated call, ready to be shown beside its form."""

from collections.abc import Sequence
from dataclasses import dataclass

from gardefou.adapters.pages.quality_scorecard_faults import Fault
from gardefou.adapters.report.citations import Citation, Citations
from gardefou.adapters.report.gaps import gaps
from gardefou.adapters.report.sentences import Sentences, Told
from gardefou.adapters.report.turns import Pause, Turn, turns
from gardefou.evaluation.criteria import Criterion, JudgeCriterion
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.measures import Measures
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.wording import Wording

NOT_ASKED = Message("No language model is configured.")
"""What a criterion says that only a language model can answer, where none is asked."""


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What the form gives now: faults, trouble, or a verdict with its evidence in the words of the call."""

    transcript: Transcript
    sentences: Sentences
    faults: tuple[Fault, ...] = ()
    trouble: str | None = None
    before: CriterionResult | None = None
    after: CriterionResult | None = None
    level: Wording | None = None
    is_judged: bool = False
    """Whether only a language model could have answered, which no try-out asks."""
    citations: tuple[Citation, ...] = ()
    lines: tuple[Turn | Pause, ...] = ()

    def told(self, message: Message) -> Told:
        """A sentence of the evaluation."""
        return self.sentences.told(message)


def preview_view(
    code: str,
    transcript: Transcript,
    measures: Measures,
    criterion: Criterion | None,
    *,
    faults: Sequence[Fault] = (),
    trouble: str | None = None,
    before: CriterionResult | None = None,
    after: CriterionResult | None = None,
) -> PreviewView:
    """The preview in one language."""
    sentences = Sentences(code, measures)
    if after is None:
        return PreviewView(transcript, sentences, tuple(faults), trouble)
    citations = Citations(Evaluation("", "", None, 0.0, (after,))).items
    levels = criterion.levels if criterion else ()
    return PreviewView(
        transcript,
        sentences,
        before=before,
        after=after,
        is_judged=isinstance(criterion, JudgeCriterion) and after.why == NOT_ASKED,
        level=next((each.title for each in levels if each.id == after.level), None),
        citations=citations,
        lines=turns(transcript, gaps(transcript, measures), citations),
    )
