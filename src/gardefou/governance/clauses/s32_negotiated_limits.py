"""S32: limits come from a charter that both sides signed, that nobody altered, and that has not expired."""

from zoneinfo import ZoneInfo

from gardefou.governance.actions import STOPPING, WITHOUT_CHARTER, Verb
from gardefou.governance.purposes import OPERATION
from gardefou.governance.standing import CLOCK_TOLERANCE
from gardefou.governance.subjects import Request

CLAUSE = "S32"


def refusal(request: Request) -> str | None:
    """Refuse what a charter would allow while it is altered, not in force, or the clock stands wrong."""
    verb = request.action.verb
    if verb == Verb.EXPORT_FOR_SUBJECT and request.site and request.site.is_altered:
        return _altered()
    if verb in STOPPING or (verb in WITHOUT_CHARTER and request.action.purpose == OPERATION):
        return None
    if request.site is None:
        return None
    if request.site.is_altered:
        return _altered()
    if request.site.latest and request.now < request.site.latest - CLOCK_TOLERANCE:
        return "the clock stands before what was signed or written last; set it right"
    return _validity(request)


def _altered() -> str:
    return "what is written of this site is not what both sides signed; it stays closed until that is mended"


def _validity(request: Request) -> str | None:
    charter, site = request.charter, request.site
    if charter is None or site is None:
        return None
    today = request.now.astimezone(ZoneInfo(site.zone)).date()
    if today < charter.valid_from:
        return "the charter is not in force yet"
    if today > charter.valid_until:
        return "the charter has expired; both sides sign another, or the site stays closed"
    return None
