"""S7: what live assist hears and offers is in memory only; nothing that is stored is reached for it."""

from gardefou.governance.actions import TRACELESS
from gardefou.governance.subjects import Request

CLAUSE = "S7"


def refusal(request: Request) -> str | None:
    """Refuse a transaction for live assist: it may be allowed, and never reaches a repository."""
    if request.action.verb in TRACELESS and request.reaches_store:
        return "live assist is in memory only; it neither reads nor writes anything that is stored"
    return None
