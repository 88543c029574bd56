"""S12: drafts answer the scorecard that both sides signed, and no other."""

from gardefou.governance.actions import Verb
from gardefou.governance.subjects import Request

CLAUSE = "S12"


def refusal(request: Request) -> str | None:
    """Refuse a draft at a site without a signed scorecard."""
    if request.action.verb is not Verb.EVALUATE or request.site is None:
        return None
    if request.site.standing.scorecard is None:
        return "both sides have signed no scorecard for this site"
    return None
