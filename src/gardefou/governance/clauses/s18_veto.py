"""S18: a suspended site does nothing but stop."""

from gardefou.governance.actions import STOPPING
from gardefou.governance.subjects import Request, SiteState

CLAUSE = "S18"


def refusal(request: Request) -> str | None:
    """Refuse while the site is not open."""
    if request.site and request.site.state != SiteState.OPEN and request.action.verb not in STOPPING:
        return "the site is suspended"
    return None
