"""An evaluation as text for people."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from gardefou.analysis.model import Taxonomy
from gardefou.entrypoints.cli.wording import VERDICTS, clock
from gardefou.evaluation.model import Scorecard
from gardefou.flows.laboratory_call import EvaluatedCall
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.transcript import Transcript


def show_evaluation(console: Console, call: EvaluatedCall, scorecard: Scorecard, taxonomy: Taxonomy) -> None:
    """Print the reason, then each question with its verdict and what it rests on."""
    if call.reason:
        label = taxonomy.label(call.reason.id).en
        console.print(f"  Reason for the call: {escape(label)} (confidence {call.reason.confidence:.2f})")
    results = {result.id: result for result in call.evaluation.criteria}
    for section in scorecard.sections:
        console.print(f"  [bold]{escape(section.title.en)}[/bold]")
        for criterion in section.criteria:
            _show_result(console, criterion.question.en, results[criterion.id], call.transcript)
    decided = call.evaluation.score
    summary = f"{decided:g} % of the weight of decided questions is met" if decided is not None else "nothing decided"
    console.print(f"  Automatic draft, unreviewed: {summary}; {call.evaluation.decided_share:.0%} decided.\n")


def _one_per_stretch(evidence: Sequence[Evidence]) -> list[Evidence]:
    """A stretch measured or searched on both channels is shown once."""
    return list(
        {(each.start_ms, each.end_ms, each.quote, str(each.how)): each for each in reversed(evidence)}.values()
    )[::-1]


def _show_result(console: Console, question: str, result: CriterionResult, transcript: Transcript) -> None:
    sign, word, style = ("?", "on trial", "dim") if result.on_trial else VERDICTS[result.verdict]
    console.print(Text.assemble("    ", (f"{sign} {word:<15}", style), question))
    for evidence in _one_per_stretch(result.evidence)[:2]:
        when = f"{clock(evidence.start_ms)}-{clock(evidence.end_ms)}"
        said = f"« {evidence.quote} »" if evidence.kind is EvidenceKind.QUOTE else str(evidence.how or "")
        role = transcript.speaker_of(evidence.channel, evidence.span).value
        console.print(Text(f"        {when}  {role}  {said}", style="dim"), overflow="ellipsis", no_wrap=True)
