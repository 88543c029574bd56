"""Who signs for a side from now on: after an election, for a new key, when keys are lost."""

from collections.abc import Mapping

from pydantic import ValidationError
from starlette.responses import Response

from gardefou.adapters.pages.committee_words import FAULTS, REFUSED
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.adapters.signing.ed25519 import is_usable_public_key
from gardefou.entrypoints.web.charter_table import open_table, side
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.consultation import Consultation
from gardefou.governance.acts import ActKind
from gardefou.governance.terms.parties import MOST_SIGNATORIES, Party
from gardefou.kernel.errors import InputRefused, Refused

MORE_ROWS = 3
PARTS = ("name", "organisation", "key")


class SuccessionPages:
    """The side of whoever asks names its signatories; the other side has no part in it."""

    def __init__(self, gate: PostgresGate, consultation: Consultation) -> None:
        self._gate = gate
        self._consultation = consultation

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {"succession": self.form, "propose_succession": self.propose}

    def form(self, visit: Visit) -> Response:
        """The signatories as they are, to be changed."""
        return self._form(visit)

    def propose(self, visit: Visit) -> Response:
        """Put the change before the side that it concerns."""
        whose = side(visit)
        party, fault = _party(visit.form)
        if party is None or whose is None:
            return self._form(visit, 422, fault)
        document = {"side": whose.value, "party": party.model_dump(mode="json")}
        try:
            act = self._consultation.propose(visit.person, visit.site, ActKind.SUCCESSION, document)
        except Refused as refused:
            return self._form(visit, 422, REFUSED.get(refused.text, refused.text))
        except InputRefused as error:
            return self._form(visit, 422, FAULTS["unseen" if error.source == "the text" else "many"])
        return visit.go(f"/charter/acts/{act}/sign")

    def _form(self, visit: Visit, status: int = 200, fault: str = "") -> Response:
        standing, whose = open_table(self._gate, visit).site.standing, side(visit)
        party = standing.parties.of(whose) if standing.parties and whose else None
        return visit.render(
            "committee/succession.html",
            status,
            party=party,
            side=whose,
            rows=_rows(visit.form) if visit.form else _rows_of(party),
            required=visit.form.get("required", str(party.required if party else 1)),
            recovery=_recovery(visit.form) if visit.form else _recovery_of(party),
            fault=fault,
        )


def _party(form: Mapping[str, str]) -> tuple[Party | None, str]:
    """The side that the form describes, or what is wrong with it."""
    rows = [row for row in _rows(form) if any(row)]
    recovery = _recovery(form)
    keys = [key for _, _, key in rows] + ([recovery[1]] if any(recovery) else [])
    if not rows or not all(map(is_usable_public_key, keys)):
        return None, FAULTS["key"]
    try:
        required = int(form.get("required", ""))
    except ValueError:
        return None, FAULTS["number"]
    try:
        party = Party.model_validate(
            {
                "required": required,
                "signatories": [dict(zip(PARTS, row, strict=True)) for row in rows],
                "recovery": {"holder": recovery[0], "key": recovery[1]} if any(recovery) else None,
            }
        )
    except ValidationError as error:
        return None, FAULTS[_wrong(error)]
    return party, ""


def _wrong(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["loc"]:
        return "required" if first["loc"][0] == "required" else "sign"
    return "required" if first["msg"].startswith("Value error, required") else "twice"


def _rows(form: Mapping[str, str]) -> list[tuple[str, str, str]]:
    numbers = range(1, MOST_SIGNATORIES + 1)
    rows = [tuple(form.get(f"{part}-{number}", "").strip() for part in PARTS) for number in numbers]
    used = max((number for number, row in enumerate(rows, 1) if any(row)), default=0)
    return [(name, organisation, _bare(key)) for name, organisation, key in rows[: used + MORE_ROWS]]


def _rows_of(party: Party | None) -> list[tuple[str, str, str]]:
    held = [(each.name, each.organisation, each.key or "") for each in party.signatories] if party else []
    return [*held, *[("", "", "")] * MORE_ROWS][:MOST_SIGNATORIES]


def _recovery(form: Mapping[str, str]) -> tuple[str, str]:
    return form.get("holder", "").strip(), _bare(form.get("recovery-key", ""))


def _recovery_of(party: Party | None) -> tuple[str, str]:
    return (party.recovery.holder, party.recovery.key) if party and party.recovery else ("", "")


def _bare(key: str) -> str:
    return "".join(key.split()).lower()
