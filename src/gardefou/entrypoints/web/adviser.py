"""The adviser's pages: what waits for them, their calls, and what is kept about them."""

from collections.abc import Mapping
from math import ceil

from starlette.responses import Response

from gardefou.adapters.pages.own_calls import waiting
from gardefou.adapters.pages.own_draw import draw_view
from gardefou.adapters.pages.own_log import decided_by, lately
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.adviser_answers import AnswerPages
from gardefou.entrypoints.web.adviser_call import OwnCallPages
from gardefou.entrypoints.web.adviser_export import ExportPage
from gardefou.entrypoints.web.adviser_file import AdviserFiles
from gardefou.entrypoints.web.adviser_rights import RightsPages
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit

PAGE = 20
LATE_LINES = 6


def adviser_pages(installation: Installation) -> Mapping[str, Handler]:
    """The handlers of advisers' routes."""
    files = AdviserFiles(installation)
    lists, calls = _Lists(files), OwnCallPages(installation, files)
    answers, rights = AnswerPages(installation, calls), RightsPages(installation, files)
    return {
        "waiting": lists.waiting,
        "calls": lists.calls,
        "call": calls.call,
        "call_sound": calls.sound,
        "self_evaluation": calls.self_evaluation,
        "send_self_evaluation": answers.self_evaluation,
        "comment": answers.comment,
        "contest": answers.contest,
        "answer": answers.answer,
        "erase": rights.erase,
        "rights": rights.rights,
        "recording": rights.recording,
        "take_part": rights.take_part,
        "export": ExportPage(installation, files).export,
    }


class _Lists:
    def __init__(self, files: AdviserFiles) -> None:
        self._files = files

    def waiting(self, visit: Visit) -> Response:
        file = self._files.read(visit)
        found = waiting(file.lines, file.ground.now)
        cap = visit.charter.draw.weekly_cap if visit.charter else None
        return visit.render(
            "adviser/waiting.html",
            file=file,
            today=file.ground.today,
            waiting=found,
            deciders={each.call.id: decided_by(file.log, each.call.id) for each in (*found.tasks, *found.news)},
            draw=draw_view(file.draws, file.ground.today, cap),
            lately=lately(file.log, LATE_LINES),
        )

    def calls(self, visit: Visit) -> Response:
        page = _page(visit.query.get("page", "1"))
        file = self._files.read(visit, PAGE, PAGE * (page - 1))
        pages = max(1, ceil(file.number / PAGE))
        if page > pages:
            raise NotHere
        return visit.render(
            "adviser/calls.html", file=file, page=page, pages=pages, is_erased=visit.query.get("erased") == "1"
        )


def _page(written: str) -> int:
    """The number of a page, the first one for what is none."""
    is_number = written.isascii() and written.isdigit() and len(written) < 7
    return max(1, int(written)) if is_number else 1
