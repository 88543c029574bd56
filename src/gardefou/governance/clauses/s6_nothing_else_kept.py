"""S6: of a call that was not drawn nothing is kept."""

from gardefou.governance.actions import CONTENT, Verb
from gardefou.governance.subjects import Request

CLAUSE = "S6"
OF_DRAWN_CALLS = CONTENT | {Verb.KEEP}


def refusal(request: Request) -> str | None:
    """Refuse to keep, process or show a call that the draw has not chosen."""
    if request.action.verb in OF_DRAWN_CALLS and not (request.call and request.call.drawn):
        return "the call was not drawn"
    return None
