"""What is kept about an adviser, read through the gate in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.pages.own_calls import CallLine, Ground
from gardefou.adapters.pages.own_log import MOST_LINES, Log, log_of
from gardefou.adapters.pages.quality_queue import label_of
from gardefou.analysis.model import Taxonomy
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.resources import resource
from gardefou.entrypoints.web.visit import Visit
from gardefou.governance.actions import Verb, operation
from gardefou.governance.charter import Review
from gardefou.governance.draw import pseudonym
from gardefou.governance.participation import takes_part_since
from gardefou.governance.register_entries import Participation
from gardefou.governance.subjects import OwnFile, SiteState
from gardefou.kernel.wording import Wording
from gardefou.review.model import DrawnDay
from gardefou.review.worked_days import Absence

MOST_CALLS = 2000


@dataclass(frozen=True, slots=True)
class AdviserFile:
    """The file of whoever asks; `number` counts all calls, `lines` holds those that were asked for."""

    ground: Ground
    lines: tuple[CallLine, ...]
    number: int
    log: Log
    absences: tuple[Absence, ...]
    draws: tuple[DrawnDay, ...]
    refuses_since: datetime | None
    takes_part_since: datetime | None = None
    took_part: tuple[Participation, ...] = ()
    is_suspended: bool = False


class AdviserFiles:
    """Reads the file of whoever asks."""

    def __init__(self, installation: Installation) -> None:
        self._gate = installation.gate("web")
        self._secret = installation.secrets.pseudonym
        self._calendar = PublicHolidays()
        self.taxonomy = read_yaml(resource("taxonomy.yaml"), Taxonomy)

    def read(self, visit: Visit, most: int = MOST_CALLS, skip: int = 0) -> AdviserFile:
        """The file, with some of its calls, the latest first."""
        person, charter = visit.person.id, visit.charter
        days = self._calendar.worked_days((charter.review if charter else Review()).holidays)
        with self._gate.transaction(visit.person, operation(Verb.READ_OWN_FILE), OwnFile(person)) as tx:
            absences = tx.own_file.absences(person)
            ground = Ground(tx.now, visit.zone, days, absences, charter)
            calls = tx.own_file.calls(person, most, skip)
            took_part = tx.participation.all()
            return AdviserFile(
                ground=ground,
                lines=tuple(ground.line(call, self._label(call.reason)) for call in calls),
                number=tx.own_file.number_of_calls(person),
                log=log_of(tx.own_file.log(MOST_LINES), visit.zone),
                absences=absences,
                draws=tx.own_file.draws(pseudonym(self._secret, visit.number)),
                refuses_since=tx.own_file.refuses_recording_since(person),
                takes_part_since=takes_part_since(charter, visit.site, took_part),
                took_part=took_part,
                is_suspended=tx.site.state is not SiteState.OPEN,
            )

    def _label(self, reason: str | None) -> Wording | None:
        return label_of(self.taxonomy, reason)
