"""The way to the page beside a call, where the live process has an address of its own."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from gardefou.bootstrap.settings import Settings

PAGE = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Aide en direct – gardefou</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><p><a href="{0}">Aide en direct</a></p></html>'
)
"""A page that goes on by itself: what follows a form may not lead to another address."""


def live_routes(settings: Settings) -> list[Route]:
    """Where it is looked for among the pages; none behind a proxy, which serves both at one address."""
    address = _address(settings)
    if address is None:
        return []

    async def go(_: Request) -> HTMLResponse:
        return HTMLResponse(PAGE.format(escape(address)))

    return [Route("/live/", go, methods=["GET"], name="live_address")]


def _address(settings: Settings) -> str | None:
    if settings.live_address:
        return f"{settings.live_address.rstrip('/')}/live/"
    if settings.web_address:
        return None
    host = f"[{settings.live_host}]" if ":" in settings.live_host else settings.live_host
    return f"http://{host}:{settings.live_port}/live/"
