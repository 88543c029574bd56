"""Tries a criterion on a simulated call; nobody's call is asked for, and the web process loads no model for it."""

from collections.abc import Sequence

from gardefou.adapters.pages.quality_scorecard_faults import Fault
from gardefou.adapters.pages.quality_scorecard_preview import PreviewView, preview_view
from gardefou.analysis.model import Taxonomy
from gardefou.analysis.rules import measure
from gardefou.bootstrap.samples import SampleCall
from gardefou.entrypoints.preview.exchange import Question, narrowed
from gardefou.entrypoints.preview.process import PreviewProcess
from gardefou.entrypoints.preview.sample import samples, transcript_of
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.scorecard_copies import Copy
from gardefou.entrypoints.web.scorecard_lint import about, findings_of
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.lint.findings import Finding
from gardefou.evaluation.model import Scorecard

DEVELOPMENT = "development"


def offered(language: str) -> list[SampleCall]:
    """The simulated calls that criteria may be set on, those in that language first; the others are for measuring."""
    found = [each for each in samples().values() if each.part == DEVELOPMENT]
    return sorted(found, key=lambda each: transcript_of(each.id).language != language)


class Previews:
    """Asks the preview process, and makes what it answers ready for the page."""

    def __init__(self, process: PreviewProcess, taxonomy: Taxonomy) -> None:
        self._process = process
        self._taxonomy = taxonomy

    def of(
        self,
        language: str,
        sample: str,
        copy: Copy,
        before: Criterion | None,
        criterion: Criterion | None,
        scorecard: Scorecard | None,
        faults: Sequence[Fault],
    ) -> tuple[PreviewView, tuple[Finding, ...]]:
        """The verdicts on a simulated call and what the check finds, or why there is no verdict.

        Raises NotHere for a call that is not offered.
        """
        if sample not in {each.id for each in offered(language)}:
            raise NotHere
        transcript = transcript_of(sample)
        measures = measure(transcript)
        if criterion is None or scorecard is None:
            return preview_view(language, transcript, measures, None, faults=faults), ()
        standing = narrowed(copy.scorecard, before.id) if before else None
        given = self._process.ask(Question(sample, criterion.id, standing, narrowed(scorecard, criterion.id)))
        view = preview_view(
            language,
            transcript,
            measures,
            criterion,
            trouble=given.trouble,
            before=given.before,
            after=given.after,
        )
        return view, about(criterion.id, findings_of(scorecard, self._taxonomy), scorecard)
