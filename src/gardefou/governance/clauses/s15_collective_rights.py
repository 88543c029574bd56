"""S15: what people decided teaches the program nothing unless the representatives agreed to it."""

from gardefou.governance.actions import Verb
from gardefou.governance.subjects import Request
from gardefou.kernel.review import ReviewState

CLAUSE = "S15"


def refusal(request: Request) -> str | None:
    """Refuse to learn from a call where the charter does not allow it, or before its review is over."""
    if request.action.verb != Verb.LEARN:
        return None
    if not (request.charter and request.charter.learning_from_reviews):
        return "the charter does not let criteria learn from reviewed calls; that needs the representatives' signature"
    review = request.call.review if request.call else None
    if review is None or review.state is not ReviewState.FINAL:
        return "criteria learn from calls whose review is over"
    return None
