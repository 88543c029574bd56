"""The web server, which loads no model."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

from fastapi import APIRouter, FastAPI
from fastapi.exception_handlers import http_exception_handler
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gardefou.adapters.passwords import Passwords
from gardefou.adapters.postgres.administration import TokenTable
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.adapters.postgres.tasks import tasks_of
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.preview.process import PreviewProcess
from gardefou.entrypoints.preview.turns import PreviewTurns
from gardefou.entrypoints.web.administrator import administrator_pages
from gardefou.entrypoints.web.adviser import adviser_pages
from gardefou.entrypoints.web.answers import Answer
from gardefou.entrypoints.web.assets import asset_route
from gardefou.entrypoints.web.call_request import Limits
from gardefou.entrypoints.web.charter import charter_routes
from gardefou.entrypoints.web.frame import Frame
from gardefou.entrypoints.web.home import home_pages
from gardefou.entrypoints.web.intake import intake_router
from gardefou.entrypoints.web.live_address import live_routes
from gardefou.entrypoints.web.manager import manager_pages
from gardefou.entrypoints.web.objections import objection_router
from gardefou.entrypoints.web.officer import officer_pages
from gardefou.entrypoints.web.origin import Origin
from gardefou.entrypoints.web.page_router import Pages, page_router
from gardefou.entrypoints.web.quality import quality_pages
from gardefou.entrypoints.web.registers import register_pages
from gardefou.entrypoints.web.scorecards import scorecard_pages
from gardefou.entrypoints.web.security_headers import SecurityHeaders
from gardefou.entrypoints.web.sessions import Sessions
from gardefou.entrypoints.web.sign_in import Door, SignInPages
from gardefou.flows.erasure import Erasure
from gardefou.governance.actors import Sender
from gardefou.kernel.errors import StoreUnavailable


class _Tokens:
    """Looks each token up: one revoked a moment ago opens nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def sender(self, token: str) -> Sender | None:
        with database_failures(), self._pool.connection() as connection:
            return TokenTable(Records(connection)).sender(token)


def web_application(installation: Installation) -> FastAPI:
    """The routes of the web server.

    Raises SettingWrong when its pages would be reached from other machines without https.
    """
    origin = Origin(installation.settings)
    turns = PreviewTurns(PreviewProcess())

    @asynccontextmanager
    async def closing(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await run_in_threadpool(turns.close)

    application = FastAPI(title="gardefou", docs_url=None, redoc_url=None, lifespan=closing)
    application.include_router(_intake(installation))
    application.include_router(_objections(installation))
    application.router.routes += [asset_route(), *live_routes(installation.settings)]
    _add_health(application, installation)
    _add_pages(application, installation, origin, turns)
    application.add_middleware(SecurityHeaders, is_secure=origin.is_secure)
    return application


def _intake(installation: Installation) -> APIRouter:
    gate = installation.gate("web")
    limits = Limits(largest_body=installation.settings.largest_upload_mb * 1_000_000)
    return intake_router(lambda sender: installation.receiving(gate, sender), _Tokens(installation.pool("web")), limits)


def _objections(installation: Installation) -> APIRouter:
    def erasure() -> Erasure:
        return Erasure(installation.gate("web"), installation.sounds, installation.tombstones)

    return objection_router(erasure, _Tokens(installation.pool("web")))


def _add_health(application: FastAPI, installation: Installation) -> None:
    @application.api_route("/api/health", methods=["GET", "HEAD"], include_in_schema=False)
    async def health() -> Response:
        try:
            await run_in_threadpool(installation.gate("web").new_id)
        except StoreUnavailable as error:
            return Answer(503, {"status": error.code})
        return Answer(200, {"status": "ok"})


def _add_pages(application: FastAPI, installation: Installation, origin: Origin, turns: PreviewTurns) -> None:
    pool = installation.pool("web")
    pages = Pages(
        Frame(pool, origin, installation.simulated, lambda person: asdict(tasks_of(pool, person))),
        Sessions(pool, installation.settings, origin.is_secure),
    )
    door = Door(pool, installation.sign_in_key, Passwords())
    application.include_router(
        page_router(
            pages,
            SignInPages(pages, door).handlers(),
            home_pages(),
            charter_routes(installation),
            adviser_pages(installation),
            manager_pages(installation),
            quality_pages(installation),
            scorecard_pages(installation, turns),
            officer_pages(installation),
            register_pages(installation),
            administrator_pages(installation),
        )
    )

    @application.exception_handler(HTTPException)
    async def missing(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return await http_exception_handler(request, error)
        return await pages.missing(request, error)
