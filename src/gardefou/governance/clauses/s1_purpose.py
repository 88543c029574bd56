"""S1: only the purposes of the signed charter."""

from gardefou.governance.actions import OPERATING, RIGHTS
from gardefou.governance.purposes import OPERATION
from gardefou.governance.subjects import Request

CLAUSE = "S1"


def refusal(request: Request) -> str | None:
    """Refuse a purpose that the charter does not list; operation needs no charter and reaches no content."""
    purpose = request.action.purpose
    if purpose == OPERATION:
        return None if request.action.verb in OPERATING | RIGHTS else "keeping the system running does not need this"
    if request.charter is None or purpose not in request.charter.purposes:
        return "this purpose is not one of those that the charter lists"
    return None
