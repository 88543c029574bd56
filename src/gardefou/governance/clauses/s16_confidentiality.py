"""S16: what is read is read by somebody, and logged; the sound as it came is played to nobody."""

from gardefou.governance.actions import READING, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import Request

CLAUSE = "S16"


def refusal(request: Request) -> str | None:
    """Refuse to read content without a person to log, or before its redaction."""
    if request.action.verb == Verb.LISTEN_ORIGINAL:
        return "the sound as it came is played to nobody"
    if request.action.verb in READING and not isinstance(request.actor, Person):
        return "content is read by a named person only"
    return None
