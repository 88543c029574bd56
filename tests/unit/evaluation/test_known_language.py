"""Which calls are taken for French or English."""

import pytest
from tests.unit.evaluation.spoken import adviser, call

from gardefou.evaluation.language import LISTS, is_known

OTHERS = {
    "danish": (
        "Hej du taler med Mette fra kundeservice, hvad kan jeg hjælpe dig med? Ja hej, det er fordi jeg har fået "
        "en regning for et abonnement som jeg ikke har bestilt, og det er i strid med det du lovede for et halvt "
        "år siden. Nå det er jeg ked af at høre, kan du give mig dit nummer? Ja du får det her, og jeg kan sende "
        "den på mail. Du må have en god dag."
    ),
    "swedish": (
        "Hej du har kommit till kundtjänst, hur kan jag hjälpa dig? Ja hej, det gäller en faktura för ett "
        "abonnemang som jag inte har beställt i år. Jag förstår, kan du ge mig ditt nummer så ska jag titta i "
        "systemet för dig? Ja visst, du får det här. Det är bra för mig om du kan ringa i morgon, just nu är jag "
        "på väg till jobbet och kan inte prata så länge."
    ),
    "italian": (
        "Pronto buonasera, parlo con l'assistenza? Sì buonasera, mi dica pure. Allora, io ho un problema con il "
        "telefono di casa, non funziona da ieri sera e mio marito ne ha bisogno per lavoro. Capisco, lei ha "
        "provato a spegnere il modem? Sì sì, l'ho fatto ma non cambia niente. Va bene, apro una segnalazione, che "
        "c'è un errore, e il tecnico la chiama domani mattina. Grazie a lei, arrivederci."
    ),
    "dutch": (
        "Goedemiddag u spreekt met de helpdesk. Ja hallo ik heb een vraag over mijn abonnement want het is pas "
        "vorige week ingegaan en nu krijg ik al een rekening, dat klopt toch niet? Ik kijk even mee. Je hebt in "
        "mei getekend en de eerste factuur komt pas na een maand, dus dit is een vergissing. Wat moet ik dan doen? "
        "Je hoeft niks te doen. Merci, heel vriendelijk van je."
    ),
    "german": (
        "Schönen guten Tag, was kann ich für Sie tun? Guten Tag, ich rufe an weil ich seit Tagen kein Telefon mehr "
        "habe und niemand bei Ihnen hat mir bis jetzt gesagt wann das wieder geht. Das tut mir sehr leid, darf ich "
        "bitte Ihre Kundennummer haben? Die habe ich gerade nicht zur Hand. Gut, dann sehe ich nach den Daten des "
        "Kunden. Das war mir nicht bekannt. Vielen Dank und auf Wiederhören."
    ),
    "catalan": (
        "Bona tarda, li atén la Núria, en què el puc ajudar? Bona tarda, truco perquè fa dies que no tinc internet "
        "a casa i ningú no m'ha dit res de les avaries. Em sap greu, em pot donar el seu número de client? Ara no "
        "el tinc aquí però li puc dir el nom i l'adreça. Sí, digui'm. Molt bé, ja ho veig, hi ha una avaria al "
        "carrer i els tècnics hi són. Moltes gràcies."
    ),
    "spanish": (
        "Buenos días le atiende María, en qué puedo ayudarle. Hola, he recibido una factura que no es mía y quería "
        "saber el motivo. Claro, me dice su número de cliente por favor. Sí, un momento que lo tengo por aquí. No "
        "se preocupe, voy a mirarlo ahora mismo, es posible que haya un error en los datos del contrato y se lo "
        "vamos a devolver. Muchas gracias, es usted muy amable."
    ),
    "portuguese": (
        "Bom dia, em que posso ajudar? Bom dia, recebi uma conta do mês passado que não é minha e queria saber "
        "mais sobre o valor do contrato. Claro, pode dizer o número do cliente por favor? Sim, um momento que está "
        "aqui no papel do contrato. Tudo bem, vou ver isso, mas as contas são da mesma morada e por isso eu não "
        "posso mudar os dados sem o senhor. Obrigado."
    ),
}
TERSE = (
    "Allô bonjour SAMU. Bonjour madame. Oui adresse exacte. Douze rue Pasteur Toulouse. Quel étage. Troisième "
    "étage porte gauche. Code interphone. Zéro neuf quatre deux. Quel âge. Quatre-vingt deux ans. Il respire. "
    "Oui respire bien. Parle. Non répond pas. Bouge. Non. Ouvre les yeux. Non plus. Porte ouverte. Oui. "
    "Médecin arrive rapidement. Merci beaucoup. Restez près. Vérifiez respiration. D'accord. Rappelez quinze "
    "si change. Au revoir."
)
ENGLISH = (
    "Morning, meter readings. Hi, reading to give. Account number please. Four four nine two seven one. "
    "Postcode. Leeds nine. Electricity or gas. Electricity. Reading please. Three two six one eight. Thanks. "
    "Gas reading. Meter outside, locked cupboard. No problem, estimated reading then. Okay. Email receipt. "
    "Yes, same address. Done. Anything else today. No, thank you. Next bill Tuesday, direct debit unchanged, "
    "new rate from March. Lovely, bye. Thanks, bye now."
)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_a_call_in_a_neighbouring_language_is_not_known(text: str) -> None:
    assert not is_known(call(adviser(0, text)))


@pytest.mark.parametrize("text", [TERSE, ENGLISH, OTHERS["dutch"][:200], 40 * "zéro six douze quatre-vingt 12 "])
def test_terse_calls_short_ones_and_numbers_are_known(text: str) -> None:
    assert is_known(call(adviser(0, text)))


def test_french_in_an_english_call_does_not_add_up() -> None:
    foreign = " ".join(OTHERS["danish"].split()) + " " + OTHERS["swedish"]
    mixed = f"{foreign} you are with that bonjour merci voilà oui"
    assert not is_known(call(adviser(0, mixed)))


def test_no_word_is_frequent_in_both_languages() -> None:
    assert not LISTS[0] & LISTS[1]
