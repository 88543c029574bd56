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

    def erase(self, visit: Visit, call: UUID) -> Response:
        """Have a call gone for good, where the charter leaves that to its adviser."""
        if visit.form.get("sure") != "yes":
            return visit.render("adviser/erase.html", 422, call=call)
        self._erasure.own(visit.person, call)
        return visit.go("/calls?erased=1")
