"""The pages of quality analysts: what waits, how drafts and people agree, and the scorecards."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.pages.quality_agreement import FLOOR, agreements
from gardefou.adapters.pages.quality_queue import queue
from gardefou.adapters.pages.quality_words import COUNTS, FILTERS
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.resources import resource
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.quality_review import ReviewPages
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.drafting import trials_at
from gardefou.governance.actions import Action, Verb
from gardefou.governance.draw import day_of
from gardefou.governance.subjects import SiteWork
from gardefou.review.ports import Calendar

HANDED_IN_SHOWN = 20


def quality_pages(installation: Installation) -> Mapping[str, Handler]:
    """The pages of quality analysts."""
    gate, calendar = installation.gate("web"), PublicHolidays()
    taxonomy = read_yaml(resource("taxonomy.yaml"), Taxonomy)
    return {**SitePages(gate, calendar, taxonomy).handlers(), **ReviewPages(gate, calendar, taxonomy).handlers()}


class SitePages:
    """What an analyst sees of a site as a whole, nobody named."""

    def __init__(self, gate: PostgresGate, calendar: Calendar, taxonomy: Taxonomy) -> None:
        self._gate = gate
        self._calendar = calendar
        self._taxonomy = taxonomy

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "reviews": self.reviews,
            "agreement": self.agreement,
        }

    def reviews(self, visit: Visit) -> Response:
        """What waits for a person, by date."""
        with self._gate.transaction(visit.person, Action(Verb.READ_QUEUE), SiteWork(visit.site)) as tx:
            days, today = self._calendar.worked_days(tx.charter.review.holidays), day_of(tx.now, tx.site.zone)
            view = queue(
                tx.reviews.queue(),
                tx.reviews.decided_by(visit.person.id, HANDED_IN_SHOWN),
                self._taxonomy,
                lambda due: days.remaining(today, due),
                visit.query.get("cause"),
                _number(visit.query.get("page", "")),
            )
        return visit.render("quality/reviews.html", view=view, filters=FILTERS, numbers=COUNTS)

    def agreement(self, visit: Visit) -> Response:
        """How drafts agree with what people decided."""
        with self._gate.transaction(visit.person, Action(Verb.READ_AGREEMENT), SiteWork(visit.site)) as tx:
            in_force, trials = trials_at(tx) or (None, None)
            known = tx.figures.scorecards() | ({trials.digest: in_force} if trials and in_force else {})
            found = agreements(tx.figures.agreement_pairs(), known, trials)
        floor = (trials.floor if trials else 0) or FLOOR
        return visit.render("quality/agreement.html", found=found, floor=floor, is_signed=bool(trials and trials.floor))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
