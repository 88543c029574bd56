"""The words for what the kernel names, in French; `language.translations` has the English."""

import re
from dataclasses import dataclass

from gardefou.adapters.report.language import message
from gardefou.kernel.measures import MeasureName
from gardefou.kernel.transcript import Role
from gardefou.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Sign:
    """How a verdict looks: a word, a shape of the sprite, and the value that the style sheet colours."""

    word: str
    shape: str
    value: str


SIGNS = {
    Verdict.MET: Sign(message("Satisfait"), "v-met", "met"),
    Verdict.NOT_MET: Sign(message("Non satisfait"), "v-not-met", "not-met"),
    Verdict.CANNOT_TELL: Sign(message("Indéterminé"), "v-unsure", "unsure"),
    Verdict.NOT_APPLICABLE: Sign(message("Sans objet"), "v-na", "na"),
}

ROLES = {Role.ADVISER: message("Conseil"), Role.CUSTOMER: message("Client")}

MEASURES = {
    MeasureName.ADVISER_TALK_SHARE: message("Part de parole, conseil"),
    MeasureName.CUSTOMER_TALK_SHARE: message("Part de parole, client"),
    MeasureName.LONGEST_SILENCE: message("Plus long silence"),
    MeasureName.TOTAL_SILENCE: message("Silences, en tout"),
    MeasureName.LONGEST_UNANNOUNCED_SILENCE: message("Plus long silence sans attente annoncée"),
    MeasureName.OVERLAPS: message("Chevauchements de parole"),
    MeasureName.OVERLAP_TIME: message("Temps de chevauchement"),
    MeasureName.INTERRUPTIONS_BY_ADVISER: message("Fois où la parole du client est coupée"),
    MeasureName.INTERRUPTIONS_BY_CUSTOMER: message("Fois où la parole du conseil est coupée"),
    MeasureName.HOLDS: message("Mises en attente"),
    MeasureName.HOLD_TIME: message("Temps en attente"),
    MeasureName.CARD_NUMBERS_SPOKEN: message("Numéros de carte prononcés"),
}

REMOVED = {
    "phone": message("numéro de téléphone"),
    "email": message("adresse électronique"),
    "iban": message("compte bancaire"),
    "card": message("carte bancaire"),
    "number": message("numéro"),
    "name": message("nom"),
    "address": message("adresse"),
}
REMOVED_OTHER = message("donnée personnelle")

KINDS = {
    "phrase": message("Le programme cherche des mots précis dans la transcription."),
    "measure": message("Le programme compare une mesure de la conversation à une limite."),
    "meaning": message("Le programme compare le sens des phrases dites à des phrases modèles."),
    "combination": message("Le programme réunit plusieurs recherches, chacune avec ses preuves."),
    "judge": message("Un modèle de langue répond, et doit citer les mots qu'il a lus."),
    "manual": message("Une personne répond ; le programme ne cherche rien."),
}

_CONFIDENCE = (
    (0.95, message("Sûr")),
    (0.8, message("Assez sûr")),
    (0.6, message("Peu sûr")),
    (0.0, message("Très peu sûr")),
)


def confidence_word(confidence: float) -> str:
    """How sure the program says it is, in a word."""
    return next(word for least, word in _CONFIDENCE if confidence >= least)


def removed_word(kind: str) -> str:
    """What kind of personal data stood here."""
    return REMOVED.get(kind.casefold(), REMOVED_OTHER)


_PLACEHOLDER = re.compile(rf"\[({'|'.join(REMOVED)})\]")


def placeholder_kind(text: str) -> str | None:
    """The kind of data that a word such as `[phone]` stands for, None for any other word."""
    match = _PLACEHOLDER.match(text)
    return match[1] if match else None


def split_placeholders(text: str) -> list[str]:
    """A text cut so that every second part is the kind of a removed datum."""
    return _PLACEHOLDER.split(text)
