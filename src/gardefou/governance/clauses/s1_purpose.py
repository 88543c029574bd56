"""S1: only the purposes of the signed charter."""

from gardefou.governance.purposes import Purpose
from gardefou.governance.subjects import Request

CLAUSE = "S1"


def refusal(request: Request) -> str | None:
    """Refuse a purpose that the charter does not list; operation needs no charter and reaches no content."""
    purpose = request.action.purpose
    if purpose == Purpose.OPERATION:
        return None
    if request.charter is None or purpose not in {each.value for each in request.charter.purposes}:
        return "this purpose is not one of those that the charter lists"
    return None
