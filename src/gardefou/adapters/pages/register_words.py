"""The words for what stands in a site's registers, in French; catalogues have the English."""

from enum import StrEnum

from gardefou.adapters.report.language import message
from gardefou.governance.register_documents import Advice, EntryKind
from gardefou.governance.register_state import Light


class Fault(StrEnum):
    """What a form lacks, by the field that it is about."""

    DAY = "on"
    REFERENCE = "reference"
    FEATURES = "features"
    OPINION = "opinion"
    BASELINE = "figures"
    MINUTES = "minutes"
    PERSON = "number"
    TEXT = "text"
    TRAINING = "training"


KINDS = {
    EntryKind.OPINION: message("Avis d'une instance"),
    EntryKind.IMPACT_ASSESSMENT: message("Analyse d'impact"),
    EntryKind.RISK_REGISTER: message("Document unique des risques"),
    EntryKind.NOTICE: message("Information du personnel"),
    EntryKind.BASELINE: message("État des lieux"),
}

ADVICE = {
    Advice.FAVOURABLE: message("favorable"),
    Advice.WITH_RESERVATIONS: message("favorable avec réserves"),
    Advice.UNFAVOURABLE: message("défavorable"),
    Advice.TIME_RAN_OUT: message("délai de consultation écoulé sans avis"),
}

LIGHTS = {
    Light.IN_FORCE: message("En vigueur"),
    Light.WAITS: message("Attend"),
    Light.TRIAL: message("À l'essai"),
}

FAULTS = {
    Fault.DAY: message("Donnez le jour, comme 2026-03-01 : aujourd'hui ou un jour passé."),
    Fault.REFERENCE: message("Dites où se trouve la pièce : registre, dossier, adresse."),
    Fault.FEATURES: message("Cochez au moins ce sur quoi porte la pièce."),
    Fault.OPINION: message("Choisissez l'instance et l'avis qu'elle a rendu."),
    Fault.BASELINE: message("Écrivez au moins un chiffre de départ et un objectif, un par ligne."),
    Fault.MINUTES: message("Donnez la durée en minutes, de 1 à 720 pour un jour."),
    Fault.PERSON: message("Personne de ce site n'a ce numéro, ou le jour est à venir."),
    Fault.TEXT: message("Ce texte manque, ou il est trop long."),
    Fault.TRAINING: message("Aucune formation inscrite ne porte ce numéro, ce jour et ces mots."),
}

DONE = {
    "entry": message("La pièce est inscrite"),
    "withdrawn": message("La pièce ne compte plus"),
    "question": message("Le registre des questions est à jour"),
    "answer": message("La réponse est inscrite"),
    "training": message("La formation est inscrite"),
    "untrained": message("La formation ne compte plus"),
}
