"""S1: only the purposes of the signed charter."""

from gardefou.governance.actions import WITHOUT_CHARTER, Action, Verb
from gardefou.governance.charter import Charter
from gardefou.governance.purposes import LISTED, OPERATION
from gardefou.governance.subjects import Request

CLAUSE = "S1"
WHATEVER_IS_LISTED = frozenset(
    {Verb.RECEIVE, Verb.KEEP, Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY, Verb.TRY_FILES, Verb.ASSIST}
)
"""What every purpose of a charter needs; these may be asked for as `LISTED`."""


def refusal(request: Request) -> str | None:
    """Refuse a purpose that the charter does not list; operation needs no charter and reaches no content."""
    purpose = request.action.purpose
    if purpose == OPERATION:
        return None if request.action.verb in WITHOUT_CHARTER else "keeping the system running does not need this"
    if request.charter is None or purpose not in request.charter.purposes:
        return "this purpose is not one of those that the charter lists"
    return None


def resolved(action: Action, charter: Charter | None) -> str:
    """The purpose that an action serves: the first of the charter's for what all of them need."""
    if action.purpose == LISTED and action.verb in WHATEVER_IS_LISTED and charter is not None:
        return charter.purposes[0].value
    return action.purpose
