"""S6: of a call that was not drawn nothing is kept."""

from gardefou.governance.actions import PROCESSING, Verb
from gardefou.governance.subjects import Request

CLAUSE = "S6"


def refusal(request: Request) -> str | None:
    """Refuse to keep or to process a call that the draw has not chosen."""
    if request.action.verb not in PROCESSING | {Verb.KEEP}:
        return None
    if request.call is None or not request.call.drawn:
        return "the call was not drawn"
    return None
