"""The sentences of a charter, one for each of its fields, in French; the catalogue has the English."""

from gardefou.adapters.pages.charter_units import Sentence, Unit
from gardefou.adapters.pages.words import ORIGINAL_AUDIO, PURPOSES
from gardefou.adapters.report.language import message
from gardefou.governance.terms.places import Feature
from gardefou.governance.terms.rules_of_people import Alerts

FEATURES = {
    Feature.RECORDING: message("l'enregistrement"),
    Feature.EVALUATION: message("l'évaluation"),
    Feature.ASSIST: message("l'aide en direct"),
    Feature.ANALYTICS: message("l'étude de l'ensemble des appels"),
    Feature.LABORATORY: message("les essais en laboratoire"),
}
ALERTS = {
    Alerts.NONE: message("Aucune alerte n'est envoyée."),
    Alerts.AGGREGATES: message("Les alertes portent seulement sur des chiffres d'équipe."),
    Alerts.REVIEWED: message("Les alertes portent sur des chiffres d'équipe et sur ce qu'une personne a relu."),
}
NONE_WRITTEN = message("aucun")
NOTHING = message("rien")
NO_EXPERIMENT = message("Ce n'est pas une expérimentation.")

SENTENCES = {
    "name": Sentence(message("La charte s'appelle « {value} »."), Unit.TEXT),
    "version": Sentence(message("C'est sa version {value}."), Unit.PLAIN),
    "simulated": Sentence(
        message("Elle vaut pour {value}."),
        Unit.CHOICE,
        {False: message("des appels réels"), True: message("des appels simulés, jamais pour des appels réels")},
    ),
    "parties.*": Sentence(message("Il faut {required} parmi : {signatories}."), Unit.SIGNATURES),
    "parties.*.recovery": Sentence(
        message("Recours de cette partie si trop de clés sont perdues : {value}."), Unit.PLAIN
    ),
    "valid_from": Sentence(message("Elle vaut à partir du {value}."), Unit.DAY),
    "valid_until": Sentence(message("Elle vaut jusqu'au {value} ; ensuite, ses sites ferment."), Unit.DAY),
    "sites.*.features": Sentence(message("Au site {site}, elle permet : {value}."), Unit.LIST, FEATURES),
    "purposes": Sentence(message("Les appels sont écoutés pour : {value}."), Unit.LIST, PURPOSES),
    "draw.rate": Sentence(message("Les appels sont tirés au sort au taux de {value}."), Unit.SHARE),
    "draw.weekly_cap": Sentence(message("Le tirage retient au plus {value} par personne et par semaine."), Unit.CALLS),
    "draw.necessity": Sentence(message("Motif écrit de ce taux : {value}."), Unit.QUOTE),
    "original_audio": Sentence("{value}", Unit.CHOICE, ORIGINAL_AUDIO),
    "retention.recordings_days": Sentence(message("Le son est gardé {value} au plus après l'appel."), Unit.DAYS),
    "retention.analyses_days": Sentence(message("Tout le reste est gardé {value} au plus après l'appel."), Unit.DAYS),
    "retention.quarantine_minutes": Sentence(
        message("Le son reçu attend au plus {value} d'être transcrit, puis disparaît."), Unit.MINUTES
    ),
    "review.window_days": Sentence(
        message("La personne évaluée a {value} pour lire, commenter ou contester, sans compter ses absences."),
        Unit.WORKED_DAYS,
    ),
    "review.answer_days": Sentence(
        message("Une contestation reçoit réponse en {value} ; passé ce délai, ce qui est contesté est annulé."),
        Unit.WORKED_DAYS,
    ),
    "review.sample_per_month": Sentence(
        message("L'échantillon relu compte au plus {value} par personne et par mois."), Unit.EVALUATIONS
    ),
    "review.holidays": Sentence(message("Les jours fériés sont ceux de ce pays : {value}."), Unit.COUNTRY),
    "review.smallest_group": Sentence(message("Aucun chiffre ne porte sur moins de {value}."), Unit.PEOPLE),
    "review.released_to_managers": Sentence(
        message("L'encadrement {value} évaluations de son équipe qu'une personne a relues."),
        Unit.CHOICE,
        {False: message("ne voit pas les"), True: message("voit, après le délai de réponse, les")},
    ),
    "agreement_floor": Sentence(
        message("Un critère dont l'accord avec les relectures est sous {value} ne montre aucun verdict automatique."),
        Unit.NUMBER,
    ),
    "alerts": Sentence("{value}", Unit.CHOICE, ALERTS),
    "training.hours": Sentence(
        message("Chaque personne reçoit {value} de formation avant qu'un outil s'ouvre à elle."), Unit.HOURS
    ),
    "training.in_person_share": Sentence(
        message("De cette formation, {value} au moins se fait en présence."), Unit.SHARE
    ),
    "training.personal_support": Sentence(
        message("Un accompagnement personnel {value} pour les premières semaines."),
        Unit.CHOICE,
        {False: message("n'est pas prévu"), True: message("est prévu")},
    ),
    "records.opinions": Sentence(message("Instances consultées avant de commencer : {value}."), Unit.LIST),
    "records.impact_assessment_days": Sentence(
        message("L'analyse d'impact est refaite après {value} au plus."), Unit.DAYS
    ),
    "records.risk_register_days": Sentence(
        message("Le document unique des risques est mis à jour après {value} au plus."), Unit.DAYS
    ),
    "records.notice_days": Sentence(
        message("Le personnel est informé au moins {value} avant le premier appel."), Unit.DAYS
    ),
    "records.answer_days": Sentence(
        message("Une question reçoit réponse en {value} ; passé ce délai, le site ferme."), Unit.DAYS
    ),
    "experiment.starts_on": Sentence(
        message("L'expérimentation, avec des volontaires seulement, commence le {value}."), Unit.DAY
    ),
    "experiment.days": Sentence(message("L'expérimentation dure au plus {value}, puis s'arrête."), Unit.DAYS),
    "experiment.criteria": Sentence(message("Ce qui dira si l'expérimentation réussit : {value}."), Unit.QUOTES),
    "experiment.means": Sentence(message("Moyens donnés à l'expérimentation : {value}."), Unit.QUOTES),
    "suspension.signatures": Sentence(message("Il faut {value} d'une même partie pour tout arrêter."), Unit.SIGNATURES),
    "suspension.answer_days": Sentence(message("Après un arrêt, les parties se réunissent sous {value}."), Unit.DAYS),
    "erasure_by_adviser": Sentence(
        message("La conseillère ou le conseiller {value} effacer un de ses appels."),
        Unit.CHOICE,
        {False: message("ne peut pas faire"), True: message("peut, sans motif, faire")},
    ),
    "learning_from_reviews": Sentence(
        message("Les critères {value} des appels relus."),
        Unit.CHOICE,
        {False: message("n'apprennent pas"), True: message("peuvent apprendre")},
    ),
}
"""By the path of a field; `*` stands for the code of a site, or for a side."""

SECTIONS = {
    message("La charte"): ("name", "version", "simulated", "valid_from", "valid_until"),
    message("Qui signe"): ("parties",),
    message("Où, et pour quoi"): ("sites", "purposes"),
    message("Le tirage"): ("draw",),
    message("Ce qui est gardé"): ("original_audio", "retention"),
    message("La relecture et ce qui en est montré"): ("review", "agreement_floor", "alerts"),
    message("Avant de commencer"): ("training", "records", "experiment"),
    message("Arrêter"): ("suspension",),
    message("Droits de la personne évaluée"): ("erasure_by_adviser", "learning_from_reviews"),
}
"""The charter's text under its headings, by the names of its fields."""
