"""S16: what is read is read by somebody, for a reason, and logged; the sound as it came is played to nobody."""

from gardefou.governance.actions import READING, Verb
from gardefou.governance.purposes import Purpose
from gardefou.governance.subjects import Request

CLAUSE = "S16"


def refusal(request: Request) -> str | None:
    """Refuse to read content without a person to log, for the system's own sake, or before its redaction."""
    if request.action.verb is Verb.LISTEN_ORIGINAL:
        return "the sound as it came is played to nobody"
    if request.action.verb not in READING:
        return None
    if request.actor.kind != "person":
        return "content is read by a named person only"
    if request.action.purpose == Purpose.OPERATION:
        return "keeping the system running needs no content"
    return None
