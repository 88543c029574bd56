"""Proposing a charter: a file, or the one in force with other numbers; what it changes is shown before it is sent."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from starlette.responses import Response

from gardefou.adapters.pages.charter_file import charter_of_file, charter_of_text
from gardefou.adapters.pages.charter_sentences import charter_text
from gardefou.adapters.pages.committee_acts import difference, negotiated
from gardefou.adapters.pages.committee_form import FIELDS, FormFault, charter_of_form, document_text, values_of
from gardefou.adapters.pages.committee_words import FAULTS, REFUSED
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.entrypoints.web.charter_table import Table, open_table
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import Consultation
from gardefou.governance.acts import Act, ActKind
from gardefou.governance.charter import Charter
from gardefou.governance.waiting import same_waiting
from gardefou.kernel.errors import InputRefused, Refused


class ProposalPages:
    """From numbers or a file to an act that waits for signatures."""

    def __init__(self, gate: PostgresGate, consultation: Consultation) -> None:
        self._gate = gate
        self._consultation = consultation

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "propose_charter": self.form,
            "preview_charter": self.preview,
            "upload_charter": self.upload,
            "send_charter": self.send,
        }

    def form(self, visit: Visit) -> Response:
        """The usual numbers of the charter in force, and where a file goes."""
        return self._form(visit, open_table(self._gate, visit))

    def preview(self, visit: Visit) -> Response:
        """What the numbers of the form would change."""
        table = open_table(self._gate, visit)
        before = _negotiated(table)
        if before is None:
            return self._form(visit, table)
        charter, faults = charter_of_form(before, visit.form)
        if charter is None:
            return self._form(visit, table, 422, faults=faults, values=visit.form)
        return self._preview(visit, table, charter)

    def upload(self, visit: Visit) -> Response:
        """What the charter of a file would change."""
        table = open_table(self._gate, visit)
        if visit.upload is None or not visit.upload.content:
            return self._form(visit, table, 422, file_fault=FormFault("file", FAULTS["empty"], is_worded=True))
        try:
            charter = charter_of_file(visit.upload.content, table.site.standing.parties)
        except InputRefused as error:
            return self._form(visit, table, 422, file_fault=FormFault("file", error.cause))
        return self._preview(visit, table, charter)

    def send(self, visit: Visit) -> Response:
        """Put what was previewed before both sides."""
        try:
            charter = charter_of_text(visit.form.get("document", ""))
            table = open_table(self._gate, visit)
            waiting = same_waiting(table.acts, ActKind.CHARTER, charter.document)
            if waiting:
                return visit.go(f"/charter/acts/{waiting.act.id}?same=1")
            fault = _as_in_force(charter, _negotiated(table))
            if fault:
                return self._form(visit, table, 422, faults=(fault,))
            act = self._consultation.propose(visit.person, visit.site, ActKind.CHARTER, charter.document)
        except (InputRefused, Refused) as error:
            return self._form(visit, open_table(self._gate, visit), 422, faults=(_told(error),))
        return visit.go(f"/charter/acts/{act}")

    def _preview(self, visit: Visit, table: Table, charter: Charter) -> Response:
        standing = table.site.standing
        act = Act(uuid4(), uuid4(), table.site.code, ActKind.CHARTER, charter.document)
        try:
            self._consultation.check(standing, act, table.now)
        except (InputRefused, Refused) as error:
            return self._form(visit, table, 422, faults=(_told(error),), values=visit.form)
        before = _negotiated(table)
        fault = _as_in_force(charter, before)
        if fault:
            return self._form(visit, table, 422, faults=(fault,), values=visit.form)
        waiting = same_waiting(table.acts, ActKind.CHARTER, charter.document)
        if waiting:
            return visit.go(f"/charter/acts/{waiting.act.id}?same=1")
        compared = difference(before, charter, visit.language) if before else None
        return visit.render(
            "committee/preview.html",
            charter_proposed=charter,
            compared=compared,
            text=charter_text(charter, visit.language),
            document=document_text(charter),
        )

    def _form(
        self,
        visit: Visit,
        table: Table,
        status: int = 200,
        *,
        faults: tuple[FormFault, ...] = (),
        values: Mapping[str, Any] | None = None,
        file_fault: FormFault | None = None,
    ) -> Response:
        charter = table.site.standing.charter
        held = values_of(charter) if charter else {}
        given = {name: values.get(name, "") for name in held} if values and "version" in values else held
        return visit.render(
            "committee/propose.html",
            status,
            in_force=charter,
            act_in_force=table.charters[0].act.id if charter and table.charters else None,
            fields=FIELDS,
            values=given,
            faults=faults,
            by_field={each.field: each for each in faults},
            file_fault=file_fault,
        )


def _negotiated(table: Table) -> Charter | None:
    """The charter in force with those who sign today."""
    return negotiated(table.charters[0], table.site.standing) if table.site.standing.charter else None


def _as_in_force(charter: Charter, before: Charter | None) -> FormFault | None:
    """What keeps a charter from being told apart from the one in force."""
    if before is None or charter.version != before.version:
        return None
    return FormFault("version", FAULTS["same" if charter.digest == before.digest else "version"], is_worded=True)


def _told(error: InputRefused | Refused) -> FormFault:
    """Why it cannot be proposed, in words where there are some."""
    if isinstance(error, Refused):
        return FormFault("", REFUSED.get(error.text, error.text), is_worded=error.text in REFUSED)
    if error.source == "the text":
        return FormFault("", FAULTS["unseen"], is_worded=True)
    if error.source.startswith("key "):
        return FormFault("", FAULTS["key"], is_worded=True)
    is_many = error.source.startswith("site ")
    return FormFault("", FAULTS["many"] if is_many else error.cause, is_worded=is_many)
