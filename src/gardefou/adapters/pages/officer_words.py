"""The words of data-protection officers' pages for what the register knows, in French; catalogues have the English."""

from gardefou.adapters.report.language import message
from gardefou.governance.requests import Because, Outcome, RequestKind

KINDS = {
    RequestKind.ACCESS: message("Accès (article 15)"),
    RequestKind.RECTIFICATION: message("Rectification (article 16)"),
    RequestKind.ERASURE: message("Effacement (article 17)"),
    RequestKind.RESTRICTION: message("Limitation (article 18)"),
    RequestKind.OBJECTION: message("Opposition (article 21)"),
}
REASONS = {
    Because.COMPLEXITY: message("la demande est complexe"),
    Because.NUMBER: message("les demandes sont nombreuses"),
}
OUTCOMES = {
    Outcome.GRANTED: message("satisfaite"),
    Outcome.PARTLY: message("satisfaite en partie"),
    Outcome.REFUSED: message("refusée, avec le motif et les recours"),
    Outcome.WITHDRAWN: message("retirée par la personne"),
}
DONE = {
    "recorded": message("La demande est inscrite au registre."),
    "extended": message("Le délai est prolongé de deux mois : dites-le à la personne, avec le motif."),
    "answered": message("La réponse est inscrite."),
    "objection-erased": message("L'appel est effacé."),
    "objection-noted": message("L'opposition est notée : un appel encore à venir ne sera pas gardé."),
    "objection-waits": message("L'opposition est notée : l'appel, gelé, sera effacé dès que le gel sera levé."),
}
"""What is said after a form was taken, by the word in the address."""

TYPED = message(
    "Donnez soit le numéro d'une conseillère ou d'un conseiller, soit la référence d'une cliente ou d'un client."
)
NOBODY = message("Personne n'a ce numéro sur votre site, ou le jour n'est pas l'un des derniers 366 jours.")
NO_DAY = message("Écrivez le jour de réception, comme 2026-11-22.")
NOT_NOW = message(
    "Ce n'est plus possible : la demande a déjà sa réponse ou sa prolongation, ou le premier mois est passé."
)
NAMES = message("Donnez le système de téléphonie et le nom de l'appel dans ce système.")
NOT_ASKED = message(
    "Rien n'a été effacé : aucune demande d'effacement de cette personne n'attend au registre. Écrivez le jour où elle "
    "est arrivée, parmi les derniers 366 jours."
)
NOT_SURE = message("Rien n'a été effacé : la case n'était pas cochée.")
WHO_ASKS = message("Dites qui demande le gel.")
FROZEN = message("L'appel est gelé.")
LIFTED = message("Le gel est levé ; les délais reprennent où ils s'étaient arrêtés.")
ALREADY = message("Rien n'a changé : l'appel était déjà ainsi, ou il n'est plus là.")
