"""Stopping a site and going on: a reason that both sides read, then signatures."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.pages.committee_words import FAULTS, REFUSED
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.entrypoints.web.charter_table import open_table
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import Consultation
from gardefou.governance.acts import ActKind
from gardefou.kernel.errors import InputRefused, Refused


class StopPages:
    """Makes the acts that stop a site and let it go on; they are signed as every act is."""

    def __init__(self, gate: PostgresGate, consultation: Consultation) -> None:
        self._gate = gate
        self._consultation = consultation

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "suspension": self.suspension,
            "suspend": self.suspend,
            "resumption": self.resumption,
            "resume": self.resume,
        }

    def suspension(self, visit: Visit) -> Response:
        """The form that stops the site."""
        return self._form(visit, "committee/suspend.html")

    def suspend(self, visit: Visit) -> Response:
        """Make the act that stops the site, to be signed at once."""
        return self._propose(visit, ActKind.SUSPENSION, {"reason": _reason(visit)}, "committee/suspend.html")

    def resumption(self, visit: Visit) -> Response:
        """The form that lets the site go on."""
        return self._form(visit, "committee/resume.html")

    def resume(self, visit: Visit) -> Response:
        """Make the act that ends the suspension in force, to be signed by both sides."""
        standing = open_table(self._gate, visit).site.standing
        document = {"suspension": str(standing.stopped_by), "reason": _reason(visit)}
        return self._propose(visit, ActKind.RESUMPTION, document, "committee/resume.html")

    def _propose(self, visit: Visit, kind: ActKind, document: Mapping[str, str], template: str) -> Response:
        try:
            act = self._consultation.propose(visit.person, visit.site, kind, document)
        except Refused as refused:
            return self._form(visit, template, 422, REFUSED.get(refused.text, refused.text))
        except InputRefused as error:
            faults = {"reason": "reason", "the text": "unseen"}
            return self._form(visit, template, 422, FAULTS[faults.get(error.source, "many")])
        return visit.go(f"/charter/acts/{act}/sign")

    def _form(self, visit: Visit, template: str, status: int = 200, fault: str = "") -> Response:
        table = open_table(self._gate, visit)
        standing = table.site.standing
        stopped = next((each for each in table.acts if each.act.id == standing.suspension), None)
        return visit.render(
            template,
            status,
            in_force=standing.charter,
            stops=standing.stopped_by is not None,
            restored=bool(standing.closures),
            stopped=table.view(stopped) if stopped else None,
            fault=fault,
            reason=visit.form.get("reason", ""),
        )


def _reason(visit: Visit) -> str:
    return visit.form.get("reason", "").replace("\r\n", "\n").strip()
