"""The pages of the table where both sides sit."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.simulated_signatories import consultation_of
from gardefou.entrypoints.web.charter_log import LogPages
from gardefou.entrypoints.web.charter_pages import CharterPages
from gardefou.entrypoints.web.charter_proposal import ProposalPages
from gardefou.entrypoints.web.charter_scorecards import ScorecardActPages
from gardefou.entrypoints.web.charter_signing import SigningPages
from gardefou.entrypoints.web.charter_stop import StopPages
from gardefou.entrypoints.web.charter_succession import SuccessionPages
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit


def charter_routes(installation: Installation) -> Mapping[str, Handler]:
    """Every page of the charter."""
    gate, consultation = installation.gate("web"), consultation_of(installation, "web")
    return {
        **CharterPages(gate, consultation).handlers(),
        **SigningPages(gate, consultation).handlers(),
        **ProposalPages(gate, consultation).handlers(),
        **ScorecardActPages(gate, consultation, installation.settings).handlers(),
        **StopPages(gate, consultation).handlers(),
        **SuccessionPages(gate, consultation).handlers(),
        **LogPages(gate, installation.settings).handlers(),
        "signing_keys": _keys,
    }


def _keys(visit: Visit) -> Response:
    return visit.render("committee/keys.html")
