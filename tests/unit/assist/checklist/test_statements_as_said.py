import pytest
from tests.unit.assist.going_on import growing

from gardefou.adapters.documents.guide_file import read_guides, read_statements
from gardefou.adapters.documents.lexicon_file import read_lexicon
from gardefou.assist.checklist.desk import ChecklistDesk
from gardefou.assist.model import Checklist
from gardefou.bootstrap.resources import resource

LEXICON = read_lexicon(resource("lexicon.yaml"))
RULES = [
    each.model_copy(update={"guides": (), "when": None})
    for each in read_statements(resource("guides"), LEXICON, read_guides(resource("guides"), LEXICON))
]

MADE = {
    "L'appel est enregistré, vous pouvez vous y opposer.": "recording_notice",
    "Rappelez-moi votre numéro de contrat.": "identity",
    "Vous savez, pour vingt euros par mois, c'est complet.": "price",
    "Est-ce que ça vous irait à vingt-cinq euros par mois ?": "price",
    "Comme je vous disais tout à l'heure, c'est sans engagement.": "commitment",
    "C'est un contrat d'un an.": "commitment",
    "Vous avez quatorze jours pour annuler la commande.": "withdrawal_right",
    "Vous allez recevoir dans un instant un lien de paiement.": "secure_card",
    "L'abonnement s'arrête à la fin du mois.": "effective_date",
    "Le modem est à retourner sous trois semaines.": "return",
    "La résiliation est gratuite dans votre cas.": "fees",
    "Je vous propose lundi, entre 13h et 16h.": "appointment_window",
}
NOT_MADE = (
    "Je ne vous ai pas encore dit le prix, ni l'engagement.",
    "L'engagement, on en parle après.",
    "Je vous parle du prix et de l'engagement tout à l'heure.",
    "Les frais, je vous explique ça dans une minute.",
    "Est-ce que vous êtes engagé chez votre opérateur actuel ?",
    "Je suis engagé à vous rappeler.",
    "Vous avez une question sur le droit de rétractation ?",
    "Vous aviez retourné le décodeur en boutique ?",
    "Je vois un incident sur votre ligne depuis lundi.",
    "Le technicien devait passer lundi entre huit heures et dix heures.",
    "Vous appelez deux fois par mois pour la même panne.",
    "J'enregistre votre demande après notre appel.",
    "Did you already send back the router?",
    "I'll tell you about the commitment in a minute.",
)


def ticked(sentence: str) -> set[str]:
    ((call, new),) = growing(f"adviser: {sentence}")
    shown = ChecklistDesk(RULES).heard(call, new) or Checklist()
    return {each.id for each in shown.statements if each.heard}


@pytest.mark.parametrize(("sentence", "statement"), sorted(MADE.items()))
def test_the_statements_that_come_with_gardefou_tick_where_they_are_made(sentence, statement):
    assert ticked(sentence) == {statement}


@pytest.mark.parametrize("sentence", sorted(NOT_MADE))
def test_what_is_put_off_asked_about_or_something_else_ticks_nothing(sentence):
    assert ticked(sentence) == set()
