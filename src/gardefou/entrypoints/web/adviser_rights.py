"""An adviser's rights: what is kept, who read it, to refuse to be recorded, to have a call erased."""

from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages.own_calls import kept_of
from gardefou.adapters.pages.own_draw import draw_view
from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.web.adviser_file import AdviserFiles
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.erasure import Erasure
from gardefou.governance.actions import Verb, operation
from gardefou.governance.clauses.s19_experiment import last_day
from gardefou.governance.subjects import OwnFile

SHOWN_LINES = 200
PLACES = {"waiting": "/waiting", "rights": "/rights#recording"}
"""Where the form that refuses recording stands."""


class RightsPages:
    """The page of rights and its forms."""

    def __init__(self, installation: Installation, files: AdviserFiles) -> None:
        self._gate = installation.gate("web")
        self._erasure = Erasure(self._gate, installation.sounds, installation.tombstones)
        self._files = files

    def rights(self, visit: Visit) -> Response:
        """All of it on one page."""
        file = self._files.read(visit)
        return visit.render(
            "adviser/rights.html",
            file=file,
            kept=kept_of(file.lines),
            draw=draw_view(file.draws, file.ground.today, None),
            draws=sum(each.arrived for each in file.draws),
            shown=file.log.entries[:SHOWN_LINES],
            is_cut=len(file.log.entries) > SHOWN_LINES or not file.log.is_whole,
            experiment_until=last_day(visit.charter.experiment) if visit.charter and visit.charter.experiment else None,
        )

    def recording(self, visit: Visit) -> Response:
        """Refuse to be recorded from now on, or allow it again."""
        person, wanted = visit.person.id, visit.form.get("recording", "")
        if wanted not in {"refuse", "allow"}:
            raise NotHere
        with self._gate.transaction(visit.person, operation(Verb.REFUSE_RECORDING), OwnFile(person)) as tx:
            if wanted == "refuse":
                tx.own_file.refuse_recording(person)
            else:
                tx.own_file.allow_recording(person)
        return visit.go(PLACES.get(visit.form.get("from", ""), PLACES["rights"]))

    def take_part(self, visit: Visit) -> Response:
        """Take part in the experiment of the charter in force, or leave it: from now on."""
        person, wanted, charter = visit.person.id, visit.form.get("experiment", ""), visit.charter
        if wanted not in {"join", "leave"} or (wanted == "join" and not (charter and charter.experiment)):
            raise NotHere
        with self._gate.transaction(visit.person, operation(Verb.TAKE_PART), OwnFile(person)) as tx:
            if wanted == "join" and charter:
                tx.participation.begin(charter.features(visit.site))
            else:
                tx.participation.end()
        return visit.go("/rights#experiment")

    def erase(self, visit: Visit, call: UUID) -> Response:
        """Have a call gone for good, where the charter leaves that to its adviser."""
        if visit.form.get("sure") != "yes":
            return visit.render("adviser/erase.html", 422, call=call)
        self._erasure.own(visit.person, call)
        return visit.go("/calls?erased=1")
