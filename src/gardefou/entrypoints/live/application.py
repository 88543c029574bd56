"""The live process: the page beside a call, its connection, and telephony; nothing that is said is stored (S7)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Lifespan

from gardefou.adapters.telephony.audiohook.keys import AudioHookKeys
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.live import (
    ROLE,
    CountedEars,
    Recorders,
    check_sign_in,
    check_telephony,
    live_counters,
    live_sessions,
)
from gardefou.bootstrap.samples import sample_calls
from gardefou.entrypoints.live.audiohook import audiohook_route
from gardefou.entrypoints.live.browser import PageSockets
from gardefou.entrypoints.live.helping import AssistanceOf, helping
from gardefou.entrypoints.live.metrics import metrics_of
from gardefou.entrypoints.live.page import LiveCallPage
from gardefou.entrypoints.live.samples import PATH as SAMPLE_PATH
from gardefou.entrypoints.live.samples import sample_sounds
from gardefou.entrypoints.live.sign_in import PageDoor, sessions_of
from gardefou.entrypoints.web.assets import asset_route
from gardefou.entrypoints.web.origin import Origin
from gardefou.entrypoints.web.security_headers import SecurityHeaders
from gardefou.flows.live_session import LiveSessions
from gardefou.kernel.errors import StoreUnavailable


def live_application(installation: Installation, assistance: AssistanceOf) -> Starlette:
    """The routes of the live process.

    Raises SettingWrong when its page would be reached from other machines without https or the sign-in would not reach
    it, or real calls a simulated installation, and InputRefused for wrong keys.
    """
    settings = installation.settings
    check_sign_in(settings)
    check_telephony(settings, simulated=installation.simulated)
    origin = Origin.of_live(settings)
    counters = live_counters()
    recorders = Recorders(installation)
    calls, samples = live_sessions(installation, recorders), {each.id: each for each in sample_calls()}
    door = PageDoor(installation, origin, sessions_of(installation, origin), counters)
    lent = helping(assistance, settings, CountedEars(assistance.hearing, counters))
    sounds = {name: each.sound for name, each in samples.items()}
    sockets = PageSockets(calls, lent, door, sounds)
    page = LiveCallPage(installation, origin, door, assistance.situations)
    routes: list[BaseRoute] = [
        Route("/live/", page.show, methods=["GET"], name="live_call"),
        WebSocketRoute("/live/session", sockets.serve, name="live_session"),
        Route(SAMPLE_PATH, sample_sounds(door, sounds), methods=["GET"], name="live_sample"),
        Route("/live/health", _health(installation), methods=["GET"], name="live_health"),
        Route("/live/metrics", metrics_of(door, counters), methods=["GET"], name="live_metrics"),
        Route("/live", lambda _: RedirectResponse("/live/"), methods=["GET"]),
        Route("/", lambda _: RedirectResponse("/live/"), methods=["GET"]),
        asset_route(),
    ]
    if settings.audiohook_keys:
        keys = AudioHookKeys.from_file(settings.audiohook_keys)
        routes.append(audiohook_route(calls, keys, counters.failed))
    application = Starlette(routes=routes, lifespan=_forgetting(sockets, calls, recorders))
    application.state.calls = calls
    application.add_middleware(SecurityHeaders, is_secure=origin.is_secure)
    return application


def _forgetting(sockets: PageSockets, calls: LiveSessions, recorders: Recorders) -> Lifespan[Starlette]:
    @asynccontextmanager
    async def forgetting(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            sockets.pages.close()
            calls.close()
            await run_in_threadpool(recorders.close)

    return forgetting


def _health(installation: Installation) -> Callable[[Request], Awaitable[Response]]:
    async def health(_: Request) -> Response:
        try:
            await run_in_threadpool(installation.gate(ROLE).new_id)
        except StoreUnavailable as error:
            return PlainTextResponse(error.code, 503)
        return PlainTextResponse("ok")

    return health
