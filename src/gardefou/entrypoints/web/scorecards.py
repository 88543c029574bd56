"""The pages of scorecards: which there are, and one of them whole."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.pages.quality_scorecard import AUTOMATION, Rules, curve
from gardefou.adapters.pages.quality_scorecard_file import yaml_of
from gardefou.adapters.pages.quality_scorecard_list import proposal_view, uses
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.preview.turns import PreviewTurns
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.scorecard_copies import Copies, check_digest
from gardefou.entrypoints.web.scorecard_criterion import CriterionPages
from gardefou.entrypoints.web.scorecard_edit import EditPages
from gardefou.entrypoints.web.scorecard_settings import ScorecardSettings, read_scorecard_settings
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.model import Scorecard
from gardefou.flows.repositories import Transaction
from gardefou.flows.signed_scorecard import scorecard_in_force
from gardefou.governance.actions import Action, Verb
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SiteWork


def scorecard_pages(installation: Installation, turns: PreviewTurns) -> Mapping[str, Handler]:
    """The pages of scorecards.

    Raises InputRefused when a file that the settings name cannot be read.
    """
    gate, settings = installation.gate("web"), read_scorecard_settings(installation.settings)
    copies = Copies(gate)
    return {
        **ScorecardPages(gate, copies, settings).handlers(),
        **EditPages(copies, settings).handlers(),
        **CriterionPages(copies, settings, turns).handlers(),
    }


class ScorecardPages:
    """What is to be read of scorecards by those who judge the program."""

    def __init__(self, gate: PostgresGate, copies: Copies, settings: ScorecardSettings) -> None:
        self._gate = gate
        self._copies = copies
        self._settings = settings

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "scorecards": self.scorecards,
            "scorecard": self.scorecard,
            "download_scorecard": self.download,
        }

    def scorecards(self, visit: Visit) -> Response:
        """Every scorecard that drafts here answered, every proposal, and one's own working copies."""
        with self._gate.transaction(visit.person, Action(Verb.READ_AGREEMENT), SiteWork(visit.site)) as tx:
            served = uses(tx.figures.scorecards(), tx.figures.agreement_pairs())
            shadows = tx.figures.shadow_pairs()
            proposals = [proposal_view(each, shadows) for each in tx.scorecards.proposals()]
            in_force = scorecard_in_force(tx)
        return visit.render(
            "quality/scorecards.html",
            uses=served,
            proposals=proposals,
            workings=self._copies.all(visit) if _may_edit(visit) else (),
            in_force=in_force,
            named=self._settings.named,
            may_edit=_may_edit(visit),
            upload_fault=None,
        )

    def scorecard(self, visit: Visit, digest: str) -> Response:
        """One scorecard, whole."""
        check_digest(digest)
        with self._gate.transaction(visit.person, Action(Verb.READ_AGREEMENT), SiteWork(visit.site)) as tx:
            in_force = scorecard_in_force(tx)
            found = _found(tx, digest, in_force)
            shadows = tx.figures.shadow_pairs()
            proposals = [each for each in tx.scorecards.proposals() if each.digest == digest]
        return visit.render(
            "quality/scorecard.html",
            scorecard=found,
            digest=digest,
            proposal=proposal_view(proposals[0], shadows) if proposals else None,
            is_worked_on=_may_edit(visit) and self._copies.has(visit, digest),
            in_force=in_force,
            may_edit=_may_edit(visit),
            rules=Rules(visit.language, found, self._settings.taxonomy),
            automation=AUTOMATION,
            curve=curve,
        )

    def download(self, visit: Visit, digest: str) -> Response:
        """One scorecard as a file, or one's own copy of it."""
        check_digest(digest)
        if visit.query.get("copy") == "mine" and _may_edit(visit):
            return _file(self._copies.open(visit, digest).scorecard)
        with self._gate.transaction(visit.person, Action(Verb.READ_AGREEMENT), SiteWork(visit.site)) as tx:
            return _file(_found(tx, digest, scorecard_in_force(tx)))


def _found(tx: Transaction, digest: str, in_force: Scorecard | None) -> Scorecard:
    """A scorecard that drafts answered, that was proposed, or that is in force before any draft answered it."""
    return in_force if in_force and in_force.digest == digest else tx.figures.scorecard(digest)


def _may_edit(visit: Visit) -> bool:
    return PersonRole.QUALITY_ANALYST in visit.person.roles


def _file(scorecard: Scorecard) -> Response:
    name = f"{scorecard.id}-{scorecard.version}.yaml"
    disposition = f'attachment; filename="{name}"'
    return Response(yaml_of(scorecard), media_type="application/yaml", headers={"Content-Disposition": disposition})
