"""S14: what has expired is not received, processed or shown."""

from gardefou.governance.actions import STOPPING, Verb
from gardefou.governance.retention import expiry_dates
from gardefou.governance.subjects import Request

CLAUSE = "S14"
NEEDS_ANALYSES_ONLY = frozenset({Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION})


def refusal(request: Request) -> str | None:
    """Refuse a call past the charter's dates."""
    if request.call is None or request.charter is None or request.action.verb in STOPPING:
        return None
    expiry = expiry_dates(request.call.started_at, request.charter.retention)
    until = expiry.analyses if request.action.verb in NEEDS_ANALYSES_ONLY else expiry.recording
    if request.now >= until:
        return "the call is older than the charter keeps it"
    return None
