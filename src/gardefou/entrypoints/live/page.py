"""The page beside a call: `GET /live/`."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from gardefou.adapters.pages.live_words import LivePage, SampleCall
from gardefou.adapters.pages.live_words import Situation as ShownSituation
from gardefou.assist.phrases.model import Situation
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.live import ROLE
from gardefou.bootstrap.samples import sample_calls
from gardefou.entrypoints.live.samples import sample_address
from gardefou.entrypoints.live.sign_in import PageDoor
from gardefou.entrypoints.web.frame import Frame
from gardefou.entrypoints.web.origin import Origin
from gardefou.entrypoints.web.preferences import language_of, theme_of
from gardefou.entrypoints.web.visit import Visit
from gardefou.kernel.errors import StoreUnavailable

SOCKET = "/live/session"
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()"
LONGEST_CALL = 200


class LiveCallPage:
    """Shows the page to whoever is signed in; all else comes over its connection."""

    def __init__(
        self, installation: Installation, origin: Origin, door: PageDoor, situations: Sequence[Situation]
    ) -> None:
        self._frame = Frame(installation.pool(ROLE), origin, installation.simulated)
        self._settings = installation.settings
        self._door = door
        self._situations = situations
        self._samples = tuple(
            SampleCall(each.id, each.title, _language(each.labels), sample_address(each.id)) for each in sample_calls()
        )

    async def show(self, request: Request) -> Response:
        """The page; whoever is not signed in signs in on the pages first."""
        try:
            return await run_in_threadpool(self._shown, request)
        except StoreUnavailable as error:
            return PlainTextResponse(f"the page cannot be shown now: {error.code}", 503)

    def _shown(self, request: Request) -> Response:
        known = self._door.signed_in(request)
        if known is None:
            return RedirectResponse(f"{self._home}sign-in?next={quote('/live/', safe='')}", 303)
        language = language_of(request, known.language)
        visit = Visit(request, self._frame, known, language, theme_of(request), "")
        answer = visit.render("live/call.html", view=self._view(language, request.query_params.get("call", "")))
        answer.headers["Permissions-Policy"] = PERMISSIONS
        return answer

    def _view(self, language: str, call: str) -> LivePage:
        return LivePage(
            SOCKET,
            tuple(sorted(self._samples, key=lambda each: each.language != language)),
            tuple(ShownSituation(each.id, each.label.into(language)) for each in self._situations),
            call[:LONGEST_CALL],
            may_practise=True,
            may_send=self._settings.wrap_up_url is not None,
            home=self._home,
        )

    @property
    def _home(self) -> str:
        """Where the other pages are: at the same address behind a proxy, else at the web server's own."""
        settings = self._settings
        if settings.web_address:
            return "/" if settings.live_address is None else f"{settings.web_address.rstrip('/')}/"
        host = f"[{settings.web_host}]" if ":" in settings.web_host else settings.web_host
        return f"http://{host}:{settings.web_port}/"


def _language(labels: Path) -> str:
    return str(json.loads(labels.read_text("utf-8")).get("language", "fr"))
