"""S8: an adviser refuses recording at any time; a call is erased on their word where the charter allows it."""

from gardefou.governance.actions import Verb
from gardefou.governance.subjects import Request

CLAUSE = "S8"


def refusal(request: Request) -> str | None:
    """Refuse an erasure that the charter does not leave to the adviser."""
    if request.action.verb == Verb.ERASE and not (request.charter and request.charter.erasure_by_adviser):
        return "the charter does not leave the erasure of a call to its adviser; its date stands on its page"
    return None
