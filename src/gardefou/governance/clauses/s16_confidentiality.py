"""S16: what is read is read by somebody, and logged; the sound as it came is played to nobody."""

from gardefou.governance.actions import ANSWERING, READING, REVIEWING, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import Request

CLAUSE = "S16"
READ_BY_PEOPLE = READING | ANSWERING | REVIEWING


def refusal(request: Request) -> str | None:
    """Refuse to read content without a person to log, or before its redaction."""
    if request.action.verb == Verb.LISTEN_ORIGINAL:
        return "the sound as it came is played to nobody"
    if request.action.verb in READ_BY_PEOPLE and not isinstance(request.actor, Person):
        return "content is read by a named person only"
    return None
