"""S17: no processing before what has to come first is there; here, a charter in force."""

from gardefou.governance.actions import WITHOUT_CHARTER
from gardefou.governance.purposes import OPERATION
from gardefou.governance.subjects import Request

CLAUSE = "S17"


def refusal(request: Request) -> str | None:
    """Refuse anything about calls at a site without a charter, or with one of the other kind."""
    if request.action.verb in WITHOUT_CHARTER and request.action.purpose == OPERATION:
        return None
    if request.charter is None:
        return "no charter is in force at this site"
    if request.charter.simulated != request.simulated_installation:
        return "a charter of simulated calls serves simulated installations only, and they no other"
    if request.call and request.call.simulated != request.simulated_installation:
        return "simulated calls go to a simulated installation only, and no others go there"
    return None
