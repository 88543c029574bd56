"""Stopping a site and going on: a reason that both sides read, then signatures."""

from collections.abc import Mapping

from starlette.responses import Response

from gardefou.adapters.pages.committee_words import FAULTS, REFUSED
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.entrypoints.web.charter_table import open_table, side
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import Consultation
from gardefou.governance.acts import ActKind
from gardefou.governance.waiting import resumption_waiting, stop_waiting
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
        table = open_table(self._gate, visit)
        if stop_waiting(table.acts, table.site.standing, side(visit)) and not _is_another(visit):
            return self._form(visit, "committee/suspend.html", 422, FAULTS["stop waits"])
        return self._propose(visit, ActKind.SUSPENSION, {"reason": _reason(visit)}, "committee/suspend.html")

    def resumption(self, visit: Visit) -> Response:
        """The form that lets the site go on."""
        return self._form(visit, "committee/resume.html")

    def resume(self, visit: Visit) -> Response:
        """Make the act that ends the suspension in force, to be signed by both sides."""
        table = open_table(self._gate, visit)
        standing = table.site.standing
        if resumption_waiting(table.acts, standing) and not _is_another(visit):
            return self._form(visit, "committee/resume.html", 422, FAULTS["resumption waits"])
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
        is_stop = template == "committee/suspend.html"
        waits = stop_waiting(table.acts, standing, side(visit)) if is_stop else resumption_waiting(table.acts, standing)
        return visit.render(
            template,
            status,
            in_force=standing.charter,
            stops=standing.stopped_by is not None,
            restored=bool(standing.closures),
            stopped=table.view(stopped) if stopped else None,
            waits=table.view(waits) if waits else None,
            fault=fault,
            reason=visit.form.get("reason", ""),
        )


def _is_another(visit: Visit) -> bool:
    """Whether somebody saw what waits and wants an act of their own all the same."""
    return visit.form.get("another") == "yes"


def _reason(visit: Visit) -> str:
    return visit.form.get("reason", "").replace("\r\n", "\n").strip()
