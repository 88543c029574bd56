"""S5: calls are drawn; nobody picks one."""

from gardefou.governance.actions import Verb
from gardefou.governance.subjects import Request

CLAUSE = "S5"


def refusal(request: Request) -> str | None:
    """Refuse to pick a call or a person."""
    if request.action.verb == Verb.PICK:
        return "calls are drawn at random; a call or a person cannot be picked"
    return None
