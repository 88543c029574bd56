"""A scorecard that a simulated analyst has proposed, so that a visitor finds one that runs in shadow."""

from gardefou.adapters.documents.scorecard_file import read_scorecard
from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SITE
from gardefou.evaluation.criteria import MeaningCriterion
from gardefou.evaluation.model import Scorecard
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import SiteWork

ANALYST = "Q01"
CHANGED = "reformulation"
EASIER = 0.08
"""How much less alike a sentence may be to an exemplar in the proposal."""


def propose(installation: Installation) -> None:
    """Have the analyst propose a change to one question, unless something was proposed before."""
    with administration_of(installation) as administration:
        analyst = Person(*administration.person(ANALYST))
    proposed = _changed(read_scorecard(resource("scorecards/customer_relation.yaml")))
    with installation.gate("web").transaction(analyst, Action(Verb.PROPOSE), SiteWork(SITE)) as tx:
        if not tx.scorecards.proposals():
            tx.scorecards.propose(proposed)


def _changed(scorecard: Scorecard) -> Scorecard:
    sections = []
    for section in scorecard.sections:
        criteria = tuple(
            each.model_copy(update={"met_from": each.met_from - EASIER})
            if isinstance(each, MeaningCriterion) and each.id == CHANGED
            else each
            for each in section.criteria
        )
        sections.append(section.model_copy(update={"criteria": criteria}))
    changed = scorecard.model_copy(update={"sections": tuple(sections), "version": f"{scorecard.version}-proposal"})
    return Scorecard.model_validate_json(changed.model_dump_json())
