"""Where everybody begins, and the charter in force."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.entrypoints.web import navigation
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit


def home_pages() -> Mapping[str, Handler]:
    """The pages that every role has."""
    return {"home": _home, "charter": _charter}


def _home(visit: Visit) -> Response:
    return visit.go(navigation.home(visit.person.roles))


def _charter(visit: Visit) -> Response:
    return visit.render("charter.html")
