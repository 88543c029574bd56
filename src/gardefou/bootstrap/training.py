"""Wiring of what teaches criteria: decisions of an installation by way of the gate, or labelled files."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gardefou.adapters.documents.labelled_folder import LabelledFolder
from gardefou.analysis.rules import measure
from gardefou.bootstrap.installation import Installation, clock, process
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.settings import Settings
from gardefou.evaluation.decided import DecidedCall
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.learning.labelled import LabelledCall
from gardefou.evaluation.learning.scorecard import LearnedScorecard, learned_scorecard
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.rules import DECIDED
from gardefou.flows.learning import decided_calls
from gardefou.governance.actors import ProcessName
from gardefou.hearing.redaction import redact_transcript
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.errors import InputRefused

Calls = tuple[int, Iterator[DecidedCall]]
"""How many calls there are, and each of them."""


@contextmanager
def reviewed_calls(settings: Settings, site: str) -> Iterator[Calls]:
    """The calls of a site whose review is over; each reading is decided by the gate and logged."""
    with Installation(settings, connections=1) as installation:
        found = installation.lookout().reviewed(site, clock())
        if not found:
            raise InputRefused(f"site {site}", "no review of a call there is over; there is nothing to learn from")
        yield len(found), decided_calls(installation.gate("worker"), process(ProcessName.LEARNING), found)


def labelled_calls(folder: Path) -> Calls:
    """The calls of a folder with labels."""
    labelled = LabelledFolder(folder)
    return len(labelled), labelled.calls(redact_transcript, measure)


def teach(
    laboratory: Laboratory, scorecard: Scorecard, version: str, calls: Iterable[DecidedCall], exemplars_suffice: bool
) -> LearnedScorecard:
    """The next version of a scorecard, taught by calls."""
    embeddings = laboratory.embeddings
    by_criterion: dict[str, list[LabelledCall]] = {}
    for decided in calls:
        for criterion, labelled in _labelled(decided, embeddings):
            by_criterion.setdefault(criterion, []).append(labelled)
    return learned_scorecard(scorecard, by_criterion, version, embeddings, exemplars_suffice)


def _labelled(decided: DecidedCall, embeddings: SentenceEmbeddings) -> Iterator[tuple[str, LabelledCall]]:
    call = CallUnderEvaluation(decided.transcript, decided.measures, embeddings)
    for criterion, verdict in decided.verdicts.items():
        if verdict in DECIDED:
            evidence = decided.evidence.get(criterion, ())
            yield criterion, LabelledCall(call, decided.speaker, verdict, evidence)
