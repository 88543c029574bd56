"""The web server, which loads no model."""

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from gardefou.adapters.postgres.administration import TokenTable
from gardefou.adapters.postgres.pool import Pool, database_failures
from gardefou.adapters.postgres.records import Records
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.call_request import Limits
from gardefou.entrypoints.web.intake import intake_router
from gardefou.governance.actors import Sender


class _Tokens:
    """Looks each token up: one revoked a moment ago opens nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def sender(self, token: str) -> Sender | None:
        with database_failures(), self._pool.connection() as connection:
            return TokenTable(Records(connection)).sender(token)


def web_application(installation: Installation) -> FastAPI:
    """The routes of the web server."""
    gate = installation.gate("web")
    limits = Limits(largest_body=installation.settings.largest_upload_mb * 1_000_000)
    application = FastAPI(title="gardefou", docs_url=None, redoc_url=None)
    application.include_router(
        intake_router(lambda sender: installation.receiving(gate, sender), _Tokens(installation.pool("web")), limits)
    )

    @application.get("/api/health", include_in_schema=False)
    async def health() -> dict[str, str]:
        await run_in_threadpool(gate.new_id)
        return {"status": "ok"}

    return application
