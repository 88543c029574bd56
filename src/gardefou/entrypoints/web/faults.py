"""What becomes of a request that fails: a page that says what failed, what is safe, and what one can do."""

import logging
from dataclasses import dataclass
from secrets import token_hex

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from gardefou.bootstrap.logs import told
from gardefou.entrypoints.web.access import Route
from gardefou.entrypoints.web.form import BadForm
from gardefou.entrypoints.web.visit import Guest
from gardefou.governance.roles import PersonRole
from gardefou.kernel.errors import (
    AccessRefused,
    ContentErased,
    InputRefused,
    KeyWrong,
    Refused,
    Stop,
    StorageFull,
    StorageUnwritable,
    StoreUnavailable,
)

LOG = logging.getLogger(__name__)
RETRY_AFTER_S = 30
NAMED_BY_ADDRESS = ("call ", "site ", "scorecard ", "act ")


class NotHere(Exception):
    """There is no such thing."""


class NotForRole(Exception):
    """A page that other roles than the person's may open."""

    def __init__(self, route: Route) -> None:
        self.route = route
        super().__init__(route.name)


class FormFromElsewhere(Exception):
    """A form that no page of this session sent."""


class LinkFromElsewhere(Exception):
    """A link of another site to what is only shown when people ask for it themselves."""


class TooMany(Exception):
    """Too many attempts, or too many at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the page of a failure tells; its template is named by `kind`."""

    status: int
    kind: str
    clause: str | None = None
    why: str = ""
    roles: tuple[PersonRole, ...] = ()
    reference: str = ""
    stop: Stop | None = None


def fault_page(visit: Guest, error: Exception) -> HTMLResponse:
    """The answer to a request that failed; what was not foreseen is logged by its kind and place under a reference."""
    fault = _fault(visit, error)
    answer = visit.render("fault.html", fault.status, fault=fault)
    if fault.status in {429, 503}:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def _fault(visit: Guest, error: Exception) -> Fault:
    match error:
        case Refused(clause=clause, text=text, stop=stop):
            return Fault(403, "refused", clause, text, stop=stop)
        case NotForRole(route=route):
            return Fault(403, "role", "S10", roles=tuple(sorted(route.roles)))
        case AccessRefused():
            return Fault(403, "role", "S10")
        case FormFromElsewhere():
            return Fault(403, "form")
        case LinkFromElsewhere():
            return Fault(403, "link")
        case BadForm(status=status):
            return Fault(status, "large" if status == 413 else "unread")
        case TooMany():
            return Fault(429, "many")
        case NotHere():
            return Fault(404, "missing")
        case InputRefused(source=source):
            is_missing = visit.request.method in {"GET", "HEAD"} or source.startswith(NAMED_BY_ADDRESS)
            return Fault(404, "missing") if is_missing else Fault(422, "unread")
        case ContentErased():
            return Fault(410, "erased")
        case StoreUnavailable() | StorageFull() | StorageUnwritable() | KeyWrong():
            LOG.error("a page was not served: %s", told(error).rpartition("\n")[2])
            return Fault(503, "unavailable")
        case HTTPException(status_code=status):
            return Fault(status, "missing" if status < 500 else "unforeseen")
        case _:
            reference = token_hex(4)
            LOG.error("a page failed, reference %s\n%s", reference, told(error))
            return Fault(500, "unforeseen", reference=reference)
