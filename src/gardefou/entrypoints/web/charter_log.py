"""What representatives read of the installation: its log without names, and its settings without secrets (S15)."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from starlette.responses import Response

from gardefou.adapters.pages.committee_log import log_weeks
from gardefou.adapters.pages.committee_settings import setting_views
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.bootstrap.outbound import outbound_hosts
from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.governance.actions import Verb, operation
from gardefou.governance.subjects import SiteWork

SMALLEST_GROUP = 10


class LogPages:
    """Counts by function and week, and the settings in force."""

    def __init__(self, gate: PostgresGate, settings: Settings) -> None:
        self._gate = gate
        self._settings = settings

    def handlers(self) -> Mapping[str, Handler]:
        """The page by its name."""
        return {"access_log": self.log}

    def log(self, visit: Visit) -> Response:
        """What was done and refused in the weeks that are over, by whom, without a name."""
        with self._gate.transaction(visit.person, operation(Verb.READ_ACTS), SiteWork(visit.site)) as tx:
            counts = tx.figures.access_log()
            charter = tx.site.standing.charter
        return visit.render(
            "committee/log.html",
            weeks=log_weeks(counts),
            smallest=charter.review.smallest_group if charter else SMALLEST_GROUP,
            settings=tuple(setting_views(_values(self._settings))),
            hosts=outbound_hosts(self._settings),
            program=_program(),
        )


def _values(settings: Settings) -> dict[str, str | None]:
    """What may be read by others than whoever runs the machine; of files their names alone."""
    hosts = outbound_hosts(settings)
    return {
        "speech_model": Path(settings.speech_model).name,
        "scorecard": settings.scorecard.name if settings.scorecard else None,
        "judge": settings.judge_model if settings.judge_url else None,
        "database": hosts.get("GARDEFOU_DATABASE_URL"),
        "largest_upload_mb": str(settings.largest_upload_mb),
        "room_minutes": str(settings.room_minutes),
        "session_hours": f"{settings.session_hours:g}",
        "pages": settings.web_address,
    }


def _program() -> str | None:
    try:
        return version("gardefou")
    except PackageNotFoundError:
        return None
