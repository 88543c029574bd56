"""The charter: how it stands, its text, what is proposed, and each act whole."""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages.charter_file import yaml_of
from gardefou.adapters.pages.charter_sentences import charter_text
from gardefou.adapters.pages.committee_acts import difference, negotiated
from gardefou.adapters.pages.committee_history import charter_before
from gardefou.adapters.pages.committee_state import site_view
from gardefou.adapters.pages.committee_words import FAULTS
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.entrypoints.web.access import ROUTES
from gardefou.entrypoints.web.charter_scorecards import tried
from gardefou.entrypoints.web.charter_table import Table, may_read_comments, open_table, side, sits
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import Consultation
from gardefou.governance.acts import ActKind
from gardefou.governance.negotiation import ProposedAct
from gardefou.governance.standing import charter_of
from gardefou.governance.waiting import resumption_waiting, stop_waiting
from gardefou.kernel.errors import InputRefused

SHOWN_CHANGES = 6
REGISTERS = "registers"


class CharterPages:
    """What everybody at a site reads, and what those at the table say of it."""

    def __init__(self, gate: PostgresGate, consultation: Consultation) -> None:
        self._gate = gate
        self._consultation = consultation

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "charter": self.charter,
            "charter_act": self.act,
            "charter_file": self.file,
            "comment_act": self.comment,
            "give_up_act": self.give_up,
        }

    def charter(self, visit: Visit) -> Response:
        """How the charter stands at the site."""
        table = open_table(self._gate, visit)
        standing = table.site.standing
        waiting = [table.view(each) for each in table.open_acts]
        charters = [each for each in table.open_acts if each.act.kind is ActKind.CHARTER]
        stopped = next((each for each in table.acts if each.act.id == standing.suspension), None)
        return visit.render(
            "committee/charter.html",
            site=site_view(table.site, table.today, len(waiting), len(charters)),
            in_force=standing.charter,
            signed=table.view(table.charters[0]) if table.charters and standing.charter else None,
            text=charter_text(standing.charter, visit.language) if standing.charter else (),
            parties=standing.parties,
            waiting=waiting,
            stopped=table.view(stopped) if stopped else None,
            stop_waits=stop_waiting(table.acts, standing, side(visit)),
            resumption_waits=resumption_waiting(table.acts, standing),
            past=[table.view(each) for each in table.past_acts],
            charters=table.charters,
            sits=sits(visit),
            side=side(visit),
            may_read_comments=may_read_comments(visit),
            shown_changes=SHOWN_CHANGES,
            registers=_registers(visit),
            tried=tried(self._gate, visit),
            log=ROUTES["access_log"].path if ROUTES["access_log"].roles & visit.person.roles else None,
        )

    def act(self, visit: Visit, act: UUID) -> Response:
        """One act whole, a charter beside any earlier one."""
        return self._act(visit, act)

    def file(self, visit: Visit, act: UUID) -> Response:
        """A charter as a file that can be changed by hand and proposed, with those who sign today."""
        table = open_table(self._gate, visit)
        proposed = table.get(act)
        if proposed.act.kind is not ActKind.CHARTER:
            raise NotHere
        charter = negotiated(proposed, table.site.standing)
        name = f"charter-{visit.site}-{charter.version}.yaml"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(yaml_of(charter), media_type="application/yaml", headers=headers)

    def comment(self, visit: Visit, act: UUID) -> Response:
        """Say something of a proposal."""
        try:
            self._consultation.comment(visit.person, visit.site, act, visit.form.get("comment", ""))
        except InputRefused as error:
            if error.source.startswith("act "):
                return self._act(visit, act, 422, fault=FAULTS["closed"])
            return self._act(visit, act, 422, fault=_said_wrong(error))
        return visit.go(f"/charter/acts/{act}#comments")

    def give_up(self, visit: Visit, act: UUID) -> Response:
        """Withdraw a proposal of one's own side, or refuse the other's, once somebody read what that ends."""
        if visit.form.get("confirmed") != "yes":
            return visit.go(f"/charter/acts/{act}?close=1#close")
        reason = visit.form.get("reason", "")
        try:
            is_closed = self._consultation.give_up(visit.person, visit.site, act, reason)
        except InputRefused as error:
            if error.source.startswith("act "):
                raise
            return self._act(visit, act, 422, fault=_said_wrong(error))
        return visit.go("/charter") if is_closed else self._act(visit, act, 422, fault=FAULTS["closed"])

    def _act(self, visit: Visit, act: UUID, status: int = 200, fault: str = "") -> Response:
        table = open_table(self._gate, visit, about=act)
        proposed = table.get(act)
        earlier, chosen = _earlier(table, proposed, visit.query.get("against", ""))
        is_charter = proposed.act.kind is ActKind.CHARTER
        before = negotiated(chosen, table.site.standing, proposed.is_open) if chosen else None
        compared = difference(before, charter_of(proposed.act), visit.language) if before else None
        return visit.render(
            "committee/act.html",
            status,
            act=table.view(proposed),
            text=charter_text(charter_of(proposed.act), visit.language) if is_charter else (),
            earlier=earlier,
            chosen=chosen,
            compared=compared,
            is_in_force=bool(table.charters) and table.charters[0].act.id == act,
            sits=sits(visit),
            side=side(visit),
            may_read_comments=may_read_comments(visit),
            stopped=table.stop_of(proposed),
            ended_by=table.ender(proposed),
            is_signed="signed" in visit.query,
            is_again=visit.query.get("signed") == "again",
            is_same="same" in visit.query,
            is_closing="close" in visit.query,
            fault=fault,
            written=visit.form.get("comment", "") if fault else "",
        )


def _earlier(table: Table, proposed: ProposedAct, wanted: str) -> tuple[tuple[ProposedAct, ...], ProposedAct | None]:
    """The other charters that took effect, and the one to compare with: the one before, if none is named."""
    if proposed.act.kind is not ActKind.CHARTER:
        return (), None
    others = tuple(each for each in table.charters if each.act.id != proposed.act.id)
    named = next((each for each in others if str(each.act.id) == wanted), None)
    return others, named or charter_before(table.acts, proposed)


def _registers(visit: Visit) -> str | None:
    route = ROUTES.get(REGISTERS)
    return route.path if route and route.roles & visit.person.roles else None


def _said_wrong(error: InputRefused) -> str:
    return FAULTS["unseen" if error.source == "the text" else "comment"]
