"""Scorecards at the table: those that run in shadow, and putting one of them before both sides."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.pages.committee_words import FAULTS
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.web.charter_table import sits
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.scorecard_copies import check_digest
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.criteria import JudgeCriterion
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.proposals import Proposal
from gardefou.flows.consultation import Consultation
from gardefou.flows.tried_scorecard import put_to_signature
from gardefou.governance.actions import Verb, operation
from gardefou.governance.acts import ActKind
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused


class ScorecardActPages:
    """Makes the act that both sides sign of a proposal that ran in shadow."""

    def __init__(self, gate: PostgresGate, consultation: Consultation, settings: Settings) -> None:
        self._gate = gate
        self._consultation = consultation
        self._settings = settings

    def handlers(self) -> Mapping[str, Handler]:
        """The page by its name."""
        return {"put_scorecard": self.put}

    def put(self, visit: Visit, digest: str) -> Response:
        """Put a proposal before both sides, with what it ran with and how it agreed."""
        check_digest(digest)
        found = next((each for each in tried(self._gate, visit) if each.digest == digest), None)
        if found is None:
            raise NotHere
        try:
            document = put_to_signature(self._gate, visit.person, visit.site, digest, self._asked(found.scorecard))
            act = self._consultation.propose(visit.person, visit.site, ActKind.SCORECARD, document)
        except InputRefused as error:
            fault = FAULTS["many" if error.source.startswith("site ") else "untried"]
            return visit.render("committee/refused.html", 422, fault=fault)
        return visit.go(f"/charter/acts/{act}")

    def _asked(self, scorecard: Scorecard) -> tuple[str, ...]:
        """The language model that would answer its criteria of kind judge, where it has any."""
        asks = any(isinstance(each, JudgeCriterion) for each in scorecard.criteria())
        model = self._settings.judge_model if asks and self._settings.judge_url else None
        return (model,) if model else ()


def tried(gate: PostgresGate, visit: Visit) -> tuple[Proposal, ...]:
    """The proposals that run in shadow, for those at the table who may see them."""
    if not sits(visit):
        return ()
    with gate.transaction(visit.person, operation(Verb.READ_ACTS), SiteWork(visit.site)) as tx:
        return tuple(each for each in tx.scorecards.proposals() if each.is_open)
