"""S4: the adviser answers in a window of worked days, and a contest is answered in time."""

from gardefou.governance.actions import ANSWERING, Verb
from gardefou.governance.subjects import Request
from gardefou.kernel.review import ANSWERABLE, ReviewState

CLAUSE = "S4"


def refusal(request: Request) -> str | None:
    """Refuse an answer outside of the window."""
    if request.action.verb not in ANSWERING or request.call is None:
        return None
    if request.call.review is None:
        return "there is nothing to answer on this call"
    if request.call.review.state not in ANSWERABLE:
        return "the time to answer is over, or your answer has been sent"
    if request.action.verb == Verb.EVALUATE_ONESELF and request.call.review.state is not ReviewState.OFFERED:
        return "your own evaluation comes before anybody else's; a person has decided meanwhile"
    return None
