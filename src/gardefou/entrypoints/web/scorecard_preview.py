"""Tries a criterion on a simulated call; nobody's call is asked for, and the web process loads no model for it."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from gardefou.adapters.pages.quality_scorecard_preview import PreviewView, preview_view
from gardefou.analysis.model import Taxonomy
from gardefou.analysis.rules import measure
from gardefou.bootstrap.samples import SampleCall
from gardefou.entrypoints.preview.exchange import Preview, Question, Trouble, narrowed
from gardefou.entrypoints.preview.sample import samples, transcript_of
from gardefou.entrypoints.preview.turns import PreviewTurns
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.scorecard_lint import findings_of_criterion
from gardefou.entrypoints.web.scorecard_typed import Typed
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.lint.findings import Finding

DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try-out gave, and what the check finds in the criterion."""

    view: PreviewView
    findings: tuple[Finding, ...] = ()


def offered(language: str) -> list[SampleCall]:
    """The simulated calls that criteria may be set on, those in that language first; the others are for measuring."""
    found = [each for each in samples().values() if each.part == DEVELOPMENT]
    return sorted(found, key=lambda each: transcript_of(each.id).language != language)


def chosen(visit: Visit) -> str:
    """The simulated call that a form names, else the first.

    Raises NotHere for a call that is not offered.
    """
    known = [each.id for each in offered(visit.language)]
    sample = visit.form.get("sample", "") or known[0]
    if sample not in known:
        raise NotHere
    return sample


class Previews:
    """Asks the preview process, and makes what it answers ready for the page."""

    def __init__(self, turns: PreviewTurns, taxonomy: Taxonomy) -> None:
        self._turns = turns
        self._taxonomy = taxonomy

    async def of(self, visit: Visit, typed: Typed) -> Tried:
        """The verdicts on a simulated call and what the check finds, or why there is no verdict.

        Raises NotHere for a call that is not offered.
        """
        sample = await run_in_threadpool(chosen, visit)
        question = await run_in_threadpool(_question, sample, typed)
        given = await self._turns.ask(visit.person.id, question) if question else Preview()
        return await run_in_threadpool(self._shown, visit.language, sample, typed, given)

    def _shown(self, language: str, sample: str, typed: Typed, given: Preview) -> Tried:
        transcript = transcript_of(sample)
        view = preview_view(
            language,
            transcript,
            measure(transcript),
            typed.criterion,
            faults=typed.faults,
            trouble=given.trouble,
            before=given.before,
            after=given.after,
        )
        if typed.criterion is None or typed.scorecard is None or given.trouble in (Trouble.BUSY, Trouble.SUPERSEDED):
            return Tried(view)
        return Tried(view, findings_of_criterion(typed.scorecard, typed.criterion.id, self._taxonomy))


def _question(sample: str, typed: Typed) -> Question | None:
    if typed.criterion is None or typed.scorecard is None:
        return None
    standing = narrowed(typed.copy.scorecard, typed.before.id) if typed.before else None
    return Question(sample, typed.criterion.id, standing, narrowed(typed.scorecard, typed.criterion.id))
