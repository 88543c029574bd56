"""Who signs a charter, as sentences."""

from collections.abc import Iterator

from gardefou.adapters.pages.charter_values import Pieces, Values
from gardefou.adapters.pages.charter_words import SENTENCES
from gardefou.adapters.report.language import message
from gardefou.adapters.signing.ed25519 import fingerprint
from gardefou.governance.terms.parties import Party, Side

SIDES = {
    Side.EMPLOYEES: message("Les représentantes et représentants du personnel."),
    Side.EMPLOYER: message("L'employeur."),
}
OF_A_PERSON = message("{name} ({organisation}, clé {key})")
WITHOUT_KEY = message("{name} ({organisation}, sans clé)")
OF_A_HOLDER = message("{name} (clé {key})")


def party_sentences(path: str, party: Party, values: Values) -> Iterator[tuple[str, Pieces]]:
    """One side: how many sign, who they are, and who names others when too many keys are lost."""
    people = [_named(values, each.name, each.key, each.organisation) for each in party.signatories]
    required = values.pieces(SENTENCES["parties.*"], party.required)
    given = {"required": required, "signatories": values.joined(people, apart=True)}
    side = values.worded(SIDES[Side(path.rpartition(".")[2])])
    yield path, (side, " ", *values.filled(SENTENCES["parties.*"].text, given))
    recovery = SENTENCES["parties.*.recovery"]
    holder = _named(values, party.recovery.holder, party.recovery.key) if party.recovery else None
    yield f"{path}.recovery", values.filled(recovery.text, {"value": values.pieces(recovery, holder)})


def _named(values: Values, name: str, key: str | None, organisation: str = "") -> str:
    text = OF_A_HOLDER if not organisation else OF_A_PERSON if key else WITHOUT_KEY
    given = {"name": name, "organisation": organisation, "key": fingerprint(key) if key else ""}
    return "".join(values.filled(text, {each: (written,) for each, written in given.items()}))
