"""S33: who objects is not listened to: a call whose erasure waits is not processed, and shown to nobody."""

from gardefou.governance.actions import STOPPING, Verb
from gardefou.governance.subjects import Request

CLAUSE = "S33"
STILL = STOPPING - {Verb.EXPORT_FOR_SUBJECT}


def refusal(request: Request) -> str | None:
    """Refuse everything with a call that has to go but what only stops or removes."""
    if request.call and request.call.is_to_go and request.action.verb not in STILL:
        return "somebody objected to this call: it is erased as soon as nothing keeps it"
    return None
