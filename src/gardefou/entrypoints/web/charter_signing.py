"""Signing an act: in the browser with a key that never leaves it, or elsewhere with a file that is taken there."""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages.charter_sentences import charter_text
from gardefou.adapters.pages.committee_words import FAULTS, REFUSED
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.signing.statement_file import signature_of, statement_text
from gardefou.entrypoints.web.charter_table import open_table
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import Consultation
from gardefou.governance.acts import ActKind
from gardefou.governance.canonical import canonical
from gardefou.governance.standing import charter_of
from gardefou.governance.waiting import has_signed
from gardefou.kernel.errors import InputRefused, Refused


class SigningPages:
    """Gives out exactly what is signed, and takes signatures; no key ever comes here."""

    def __init__(self, gate: PostgresGate, consultation: Consultation) -> None:
        self._gate = gate
        self._consultation = consultation

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {"sign_act": self.sign, "add_signature": self.add, "statement": self.statement}

    def sign(self, visit: Visit, act: UUID) -> Response:
        """What is to be signed, whole, and the form that signs it."""
        return self._sign(visit, act)

    def add(self, visit: Visit, act: UUID) -> Response:
        """Take a signature that was made in the browser or elsewhere."""
        try:
            signature = signature_of(visit.form.get("signature", ""), "signature")
        except InputRefused:
            return self._sign(visit, act, 422, FAULTS["signature"])
        proposed = open_table(self._gate, visit).get(act)
        is_again = proposed.is_open and has_signed(proposed, signature.key)
        try:
            signed = self._consultation.sign(visit.person, visit.site, act, signature)
        except Refused as refused:
            if refused.clause != "S32":
                raise
            return self._sign(visit, act, 422, FAULTS["stranger"])
        except InputRefused:
            is_open = open_table(self._gate, visit).get(act).is_open
            return self._sign(visit, act, 422, FAULTS["fit" if is_open else "closed"])
        if signed.hindrance:
            return self._sign(visit, act, 422, REFUSED.get(signed.hindrance.text, signed.hindrance.text))
        return visit.go(f"/charter/acts/{act}?signed={'again' if is_again else '1'}")

    def statement(self, visit: Visit, act: UUID) -> Response:
        """What is to be signed, to be taken to another machine."""
        proposed = open_table(self._gate, visit).get(act)
        headers = {"Content-Disposition": f'attachment; filename="gardefou-{proposed.act.kind}-{str(act)[-8:]}.json"'}
        return Response(statement_text(proposed.act), media_type="application/json", headers=headers)

    def _sign(self, visit: Visit, act: UUID, status: int = 200, fault: str = "") -> Response:
        table = open_table(self._gate, visit)
        proposed = table.get(act)
        is_charter = proposed.act.kind is ActKind.CHARTER
        return visit.render(
            "committee/sign.html",
            status,
            act=table.view(proposed),
            stopped=table.stop_of(proposed),
            text=charter_text(charter_of(proposed.act), visit.language) if is_charter else (),
            document=canonical(proposed.act.document).decode(),
            statement=proposed.act.statement.decode(),
            fault=fault,
        )
