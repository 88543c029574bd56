"""S14: what has expired is not received, processed or shown; what is frozen stays as it is until that is lifted."""

from datetime import datetime

from gardefou.governance.actions import REVIEW, STOPPING, Verb
from gardefou.governance.retention import ExpiryDates, expiry_dates
from gardefou.governance.subjects import Request
from gardefou.kernel.errors import Refused

CLAUSE = "S14"
NEEDS_ANALYSES_ONLY = REVIEW | {
    *(Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.SHADOW, Verb.LEARN, Verb.EXPORT_FOR_SUBJECT)
}
WHILE_FROZEN = frozenset({Verb.FREEZE, Verb.LIFT, Verb.READ_STATE, Verb.PARK, Verb.LOSE, Verb.EXPORT_FOR_SUBJECT})
"""What neither uses a call for anybody but whom it is about nor removes it; raw sound goes in time, as S6 says."""
AT_ANY_AGE = STOPPING - {Verb.EXPORT_FOR_SUBJECT}


def refusal(request: Request) -> str | None:
    """Refuse a call that is frozen, or past its dates: those in force or those promised when it was kept."""
    verb = request.action.verb
    if request.call and request.call.is_frozen and verb not in WHILE_FROZEN:
        return _frozen()
    if verb in AT_ANY_AGE:
        return None
    if any(request.now >= _until(request, dates) for dates in _dates(request)):
        return "the call is older than the charter keeps it"
    return None


def frozen() -> Refused:
    """The refusal where a freeze came between the decision and the act."""
    return Refused(CLAUSE, _frozen(), None)


def is_freeze(refused: Refused) -> bool:
    """Whether it is refused until a freeze is lifted."""
    return (refused.clause, refused.text) == (CLAUSE, _frozen())


def _frozen() -> str:
    return "the call is frozen at somebody's request: it is neither used nor erased until that is lifted"


def _dates(request: Request) -> list[ExpiryDates]:
    if request.call is None:
        return []
    promised = [request.call.expiry] if request.call.expiry else []
    in_force = [expiry_dates(request.call.started_at, request.charter.retention)] if request.charter else []
    return promised + in_force


def _until(request: Request, dates: ExpiryDates) -> datetime:
    return dates.analyses if request.action.verb in NEEDS_ANALYSES_ONLY else dates.recording
