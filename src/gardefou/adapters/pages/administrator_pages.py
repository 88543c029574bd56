"""What administrators' pages show: how the machine stands, in words and numbers; nothing of any call."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gardefou.adapters.report.language import message
from gardefou.kernel.call import CallStatus

STATES = (
    (CallStatus.DRAWN.value, message("reçus, à écouter")),
    (CallStatus.HEARD.value, message("transcrits")),
    (CallStatus.MEASURED.value, message("mesurés")),
    (CallStatus.CLASSIFIED.value, message("motif reconnu")),
    ("analysed", message("analysés ; la charte n'y prévoit pas d'évaluation")),
    (CallStatus.EVALUATED.value, message("évalués")),
    (CallStatus.OFFERED.value, message("proposés à leur conseillère ou conseiller")),
    ("parked", message("mis de côté, attendent votre décision")),
    ("lost", message("perdus avant d'être écoutés")),
)
"""How a call stands, in the order in which it goes through."""

QUEUES = {"speech": message("Écoute et transcription"), "desk": message("Mesure, motif, évaluation")}

STEPS = {
    CallStatus.DRAWN.value: message("l'écoute"),
    CallStatus.HEARD.value: message("la mesure"),
    CallStatus.MEASURED.value: message("la reconnaissance du motif"),
    CallStatus.CLASSIFIED.value: message("l'évaluation"),
    CallStatus.EVALUATED.value: message("la remise à la personne"),
}
"""What a call of a status waits for."""

REASONS = {
    "input_refused": message("Le son ou les données de l'appel ne conviennent pas. Réessayer ne changera rien seul."),
    "refused": message("Une clause de la charte ne le permet pas. Réessayez quand la charte ou le site aura changé."),
    "part_missing": message("Il manque un élément du programme. Installez-le, puis réessayez."),
    "setting_wrong": message("Un réglage est faux. Corrigez-le, puis réessayez."),
    "key_wrong": message("La clé du coffre manque ou n'est pas la bonne. Remettez-la, puis réessayez."),
    "content_altered": message("Un fichier du coffre n'est plus celui qui a été écrit. Restaurez-le, puis réessayez."),
    "content_erased": message("La clé de l'appel a été détruite : son contenu ne peut plus être lu."),
    "storage_full": message("Il n'y a plus de place sur le disque. Faites-en, puis réessayez."),
    "storage_unwritable": message("Le système refuse l'accès au coffre. Rétablissez-le, puis réessayez."),
    "store_unavailable": message("La base de données n'était pas joignable. Réessayez."),
    "unforeseen": message("Une erreur imprévue, trois fois de suite. Le journal du serveur en dit le lieu."),
    "stopped": message("Le traitement a arrêté le programme, trois fois de suite. Le son est peut-être abîmé."),
}
REASON_OTHER = message("Le traitement a échoué. Le journal du serveur en dit le lieu.")
UNITS = (message("octets"), message("ko"), message("Mo"), message("Go"), message("To"))
_CODE = re.compile(r"(?P<code>[a-z_]+): ")


class Health(StrEnum):
    """What the first sentence says: the gravest of what is so."""

    NO_KEY = "no_key"
    NO_WORKER = "no_worker"
    PARKED = "parked"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Parked:
    """A call that waits for somebody to decide; `code` says why."""

    call: str
    waits_for: str
    at: datetime
    code: str
    explained: str


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A site, the charter in force there by its name and version, and whether it works."""

    code: str
    zone: str
    is_open: bool
    charter: tuple[str, str] | None


def health(has_key: bool, workers: int, parked: int) -> Health:
    """What matters most now."""
    if not has_key:
        return Health.NO_KEY
    if not workers:
        return Health.NO_WORKER
    return Health.PARKED if parked else Health.WELL


def parked_calls(rows: Sequence[Mapping[str, object]]) -> tuple[Parked, ...]:
    """Parked calls as the database lists them, each with the code of its reason alone."""
    return tuple(_parked(row) for row in rows)


def _parked(row: Mapping[str, object]) -> Parked:
    code = reason_code(str(row["parked_reason"] or ""))
    at = row["parked_at"]
    assert isinstance(at, datetime)  # noqa: S101 -- a parked call says when
    return Parked(str(row["id"]), STEPS.get(str(row["status"]), ""), at, code, REASONS.get(code, REASON_OTHER))


def reason_code(reason: str) -> str:
    """The code by which a reason begins: what follows may name files."""
    if reason.startswith("stopped the program"):
        return "stopped"
    if reason.startswith("refused by clause"):
        return "refused"
    found = _CODE.match(reason)
    return found["code"] if found else "unforeseen"


@dataclass(frozen=True, slots=True)
class Size:
    """A size in a unit in which it is easy to read."""

    value: float
    unit: str

    @property
    def pattern(self) -> str:
        """How precisely it is written."""
        return "0" if self.value >= 10 else "0.#"


def size(size_bytes: float) -> Size:
    """A number of bytes for a reader."""
    for unit in UNITS[:-1]:
        if size_bytes < 1000:
            return Size(size_bytes, unit)
        size_bytes /= 1000
    return Size(size_bytes, UNITS[-1])
