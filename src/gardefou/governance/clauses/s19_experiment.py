"""S19: an experiment is for volunteers, who leave it at any time, and it ends on its last day."""

from datetime import date, timedelta

from gardefou.governance.actions import Verb
from gardefou.governance.clauses.s17_consultation import needed
from gardefou.governance.registers import PersonRecords
from gardefou.governance.subjects import KeptCall, Request
from gardefou.governance.terms.places import Feature
from gardefou.governance.terms.rules_of_records import Experiment

CLAUSE = "S19"


def refusal(request: Request) -> str | None:
    """Refuse anything new of calls outside of the days of an experiment, or of somebody who takes no part in it."""
    need = needed(request)
    if need is None or need.charter.experiment is None:
        return None
    text = outside(need.charter.experiment, need.today)
    if text is not None or need.records is None:
        return text
    if request.action.verb == Verb.ASSIST:
        return _of_whoever_asks(need.charter.experiment, request.actor_records)
    if request.call is None or not isinstance(request.subject, KeptCall):
        return None
    adviser = request.call.adviser_records or PersonRecords()
    if not takes_part(need.charter.experiment, adviser, need.feature):
        return "the adviser of this call takes no part in the experiment; that is theirs alone to change"
    return None


def outside(experiment: Experiment, today: date) -> str | None:
    """Why this is no day of the experiment, or None."""
    if today < experiment.starts_on:
        return "the experiment has not begun; its first day is what both sides signed"
    if today > last_day(experiment):
        return "the experiment is over; only another charter, signed by both sides, begins another"
    return None


def last_day(experiment: Experiment) -> date:
    """The last day of an experiment, its first one counted."""
    return experiment.starts_on + timedelta(days=experiment.days - 1)


def _of_whoever_asks(experiment: Experiment, person: PersonRecords | None) -> str | None:
    if takes_part(experiment, person or PersonRecords(), Feature.ASSIST):
        return None
    return "this is for those who take part in the experiment; that is theirs alone to change"


def takes_part(experiment: Experiment | None, adviser: PersonRecords, feature: Feature) -> bool:
    """Whether calls of an adviser serve this; without an experiment nobody has to volunteer."""
    return experiment is None or feature in adviser.volunteers_for
