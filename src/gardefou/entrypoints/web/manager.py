"""The manager's pages: figures of a group, reviewed calls that the charter releases, and what is hidden."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.responses import Response

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.pages.manager_pages import HIDDEN, released_page, shares
from gardefou.adapters.pages.quality_queue import label_of
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, clock
from gardefou.bootstrap.resources import resource
from gardefou.entrypoints.web.call_pages import CallSound, call_page, has_sound
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.reviewed_call import CallReading
from gardefou.governance.actions import Action, Verb
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.review import ReviewState
from gardefou.kernel.wording import Wording
from gardefou.review.model import ReleasedCall

MONTHS = 3
"""So many whole months count, and the one under way."""
LISTED, SHOWN = 25, 6
SMALLEST_GROUP = 10
"""The fewest people that a figure is ever about, without a charter too."""


def manager_pages(installation: Installation) -> Mapping[str, Handler]:
    """The handlers of managers' routes."""
    pages = _ManagerPages(installation)
    return {
        "team": pages.team,
        "released_call": pages.released_call,
        "released_sound": pages.released_sound,
        "hidden": pages.hidden,
    }


class _ManagerPages:
    def __init__(self, installation: Installation) -> None:
        self._gate = installation.gate("web")
        self._reading = CallReading(self._gate, PublicHolidays())
        self._sound = CallSound(self._gate)
        self._taxonomy = read_yaml(resource("taxonomy.yaml"), Taxonomy)

    def team(self, visit: Visit) -> Response:
        since = _since(clock(), visit.zone)
        with self._gate.transaction(visit.person, Action(Verb.READ_TEAM), SiteWork(visit.site)) as tx:
            group = tx.figures.group(since)
            figures = tx.figures.figures(since)
            scorecards = {digest: tx.figures.scorecard(digest) for digest in {each.scorecard for each in figures}}
            releases = tx.charter.review.released_to_managers
            released = tx.figures.released_calls(visit.person.id, LISTED) if releases else ()
        return visit.render(
            "manager/team.html",
            since=since,
            until=clock(),
            group=group,
            cards=shares(figures, scorecards),
            releases=releases,
            released=[(each, self._label(each)) for each in released],
            listed=LISTED,
            shown=SHOWN,
        )

    def released_call(self, visit: Visit, call: UUID) -> Response:
        read = self._reading.read(visit.person, call)
        if read.review.state is not ReviewState.FINAL or read.record.adviser == visit.person.id:
            raise NotHere
        is_heard = has_sound(read.record, clock())
        peaks = self._sound.peaks(visit.person, call) if is_heard else (bytes(1),) * len(read.transcript.roles)
        page = call_page(read, peaks, self._taxonomy, visit.zone, f"/team/calls/{call}/sound")
        return visit.render(
            "manager/call.html",
            view=released_page(page).view(visit.language),
            read=read,
            has_sound=is_heard,
        )

    async def released_sound(self, visit: Visit, call: UUID) -> Response:
        return await self._sound.whole(visit, call)

    def hidden(self, visit: Visit) -> Response:
        charter = visit.charter
        return visit.render(
            "manager/hidden.html",
            hidden=HIDDEN,
            smallest=charter.review.smallest_group if charter else SMALLEST_GROUP,
            releases=charter is not None and charter.review.released_to_managers,
        )

    def _label(self, call: ReleasedCall) -> Wording | None:
        return label_of(self._taxonomy, call.reason)


def _since(now: datetime, zone: str) -> datetime:
    """The beginning of the month from which calls count: figures are about whole months."""
    today = now.astimezone(ZoneInfo(zone)).date()
    months = today.year * 12 + today.month - 1 - MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
