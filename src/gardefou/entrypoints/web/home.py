"""Where everybody begins."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.entrypoints.web import navigation
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit


def home_pages() -> Mapping[str, Handler]:
    """The page that leads to each role's own."""
    return {"home": _home}


def _home(visit: Visit) -> Response:
    return visit.go(navigation.home(visit.person.roles))
