"""S14: what has expired is not received, processed or shown."""

from datetime import datetime

from gardefou.governance.actions import REVIEW, STOPPING, Verb
from gardefou.governance.retention import ExpiryDates, expiry_dates
from gardefou.governance.subjects import Request

CLAUSE = "S14"
NEEDS_ANALYSES_ONLY = REVIEW | {Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.SHADOW, Verb.LEARN}


def refusal(request: Request) -> str | None:
    """Refuse a call past its dates: those of the charter in force or those promised when it was kept."""
    if request.action.verb in STOPPING:
        return None
    if any(request.now >= _until(request, dates) for dates in _dates(request)):
        return "the call is older than the charter keeps it"
    return None


def _dates(request: Request) -> list[ExpiryDates]:
    if request.call is None:
        return []
    promised = [request.call.expiry] if request.call.expiry else []
    in_force = [expiry_dates(request.call.started_at, request.charter.retention)] if request.charter else []
    return promised + in_force


def _until(request: Request, dates: ExpiryDates) -> datetime:
    return dates.analyses if request.action.verb in NEEDS_ANALYSES_ONLY else dates.recording
