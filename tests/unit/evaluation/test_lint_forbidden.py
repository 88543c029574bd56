"""No scorecard asks about emotion, tone, accent, traits of a person, pace or ranking; words said are allowed."""

import pytest

from gardefou.evaluation.lint.forbidden import forbidden
from gardefou.evaluation.model import Scorecard

PLAIN = {"fr": "La personne dit-elle bonjour ?", "en": "Does the adviser say hello?"}
GUIDANCE = {"fr": "Un salut suffit.", "en": "A greeting is enough."}


def card(question: dict = PLAIN, guidance: dict = GUIDANCE, title: dict = PLAIN, level: dict = PLAIN) -> Scorecard:
    levels = [
        {"id": "all", "title": level, "points": 2, "met": True},
        {"id": "none", "title": PLAIN, "points": 0, "met": False},
    ]
    exemplars = {"fr": ["Je suis calme et souriant, avec un accent."], "en": ["I sound confident."]}
    criterion = {
        **{"id": "one", "question": question, "guidance": guidance, "levels": levels},
        **{"kind": "phrase", "find": "accent | sourire", "exemplars": exemplars},
    }
    section = {"id": "all", "title": title, "criteria": [criterion]}
    return Scorecard.model_validate({"id": "test", "version": "1", "title": PLAIN, "sections": [section]})


def codes(text: str, role: str = "question") -> set[str]:
    return {finding.code for finding in forbidden(card(**{role: {"fr": text, "en": PLAIN["en"]}}))}


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("emotion", "La personne reste-t-elle calme ?"),
        ("emotion", "Le conseiller garde-t-il toujours son calme ?"),
        ("emotion", "La conseillère semble-t-elle stressée ?"),
        ("emotion", "La personne fait-elle preuve d'empathie ?"),
        ("emotion", "Le conseiller est-il empathique ?"),
        ("emotion", "Le client est-il en colère ?"),
        ("emotion", "Quelle est l'humeur du conseiller ?"),
        ("emotion", "Le conseiller gère-t-il ses émotions ?"),
        ("emotion", "L'accueil est-il enthousiaste ?"),
        ("emotion", "Does the adviser stay calm?"),
        ("emotion", "Is the customer upset?"),
        ("emotion", "Does the agent show genuine empathy?"),
        ("emotion", "Is the adviser under stress?"),
        ("emotion", "What mood is the caller in?"),
        ("emotion", "Le conseiller répond-il avec empathie ?"),
        ("emotion", "Demande-t-elle si tout va bien et reste-t-elle calme ?"),
        ("emotion", "Does the adviser ask how it went and stay calm?"),
        ("emotion", "Le client a-t-il l'air content ?"),
        ("emotion", "Did the agent keep their composure?"),
        ("tone", "Le ton employé est-il adapté ?"),
        ("tone", "La personne demande-t-elle d'un ton aimable si tout va bien ?"),
        ("tone", "Adopte-t-elle un ton chaleureux ?"),
        ("tone", "Le ton de voix est-il posé ?"),
        ("tone", "Entend-on le sourire dans la voix ?"),
        ("tone", "La personne est-elle souriante ?"),
        ("tone", "Parle-t-elle trop fort ?"),
        ("tone", "L'élocution est-elle nette ?"),
        ("tone", "Does the adviser sound confident?"),
        ("tone", "Is the tone of voice right?"),
        ("tone", "Can you hear a smile?"),
        ("tone", "Does the agent greet warmly?"),
        ("accent", "La personne parle-t-elle sans accent ?"),
        ("accent", "L'accent gêne-t-il ?"),
        ("accent", "Does the adviser have a strong accent?"),
        ("accent", "Is the adviser a native speaker?"),
        ("person", "La personne est-elle aimable et polie ?"),
        ("person", "Fait-elle preuve d'écoute et de bienveillance ?"),
        ("person", "Does the agent come across as confident?"),
        ("person", "Le conseiller est-il compétent ?"),
        ("person", "Quel est l'âge du conseiller ?"),
        ("person", "Le client est-il âgé ?"),
        ("person", "A-t-elle une attitude positive ?"),
        ("person", "Parle-t-elle avec assurance ?"),
        ("person", "Is the adviser confident?"),
        ("person", "Is the customer elderly?"),
        ("person", "Is the adviser friendly and helpful?"),
        ("person", "Does the adviser's personality help?"),
        ("pace", "La personne parle-t-elle trop vite ?"),
        ("pace", "Le conseiller adapte-t-il son débit ?"),
        ("pace", "Does the agent handle the call within 5 minutes?"),
        ("pace", "Le débit de parole est-il adapté ?"),
        ("pace", "La durée de l'appel est-elle raisonnable ?"),
        ("pace", "Le conseiller répond-il rapidement ?"),
        ("pace", "Quel est le nombre d'appels du jour ?"),
        ("pace", "Does the adviser speak too fast?"),
        ("pace", "Is the average handling time kept?"),
        ("pace", "Is the pace right for the customer?"),
        ("pace", "Does the call last less than five minutes?"),
        ("ranking", "Est-ce le meilleur conseiller de l'équipe ?"),
        ("ranking", "Fait-elle mieux que ses collègues ?"),
        ("ranking", "Is this adviser's performance above the team's?"),
        ("ranking", "Is the sales target reached?"),
        ("emotion", "Le conseiller s'énerve-t-il ?"),
        ("emotion", "La personne s’impatiente-t-elle ?"),
        ("emotion", "A-t-il peur ?"),
        ("emotion", "A-t-elle un peu peur du client ?"),
        ("emotion", "Quel sentiment domine chez le conseiller ?"),
        ("emotion", "Quels sentiments montre-t-elle ?"),
        ("emotion", "Ressent-il de la colère ?"),
        ("emotion", "La personne éprouve-t-elle de l'agacement ?"),
        ("emotion", "Le conseiller est-il agressif ?"),
        ("emotion", "La personne répond-elle agressivement ?"),
        ("emotion", "La personne soupire-t-elle ?"),
        ("emotion", "Le conseiller est-il épuisé ?"),
        ("emotion", "La personne est-elle en burn-out ?"),
        ("emotion", "Is the adviser burnt out?"),
        ("emotion", "Does the adviser sigh?"),
        ("emotion", "Perd-elle patience ?"),
        ("emotion", "Does the adviser seem fed up?"),
        ("emotion", "Le conseiller pleure-t-il ?"),
        ("tone", "Crie-t-elle ?"),
        ("tone", "Does the adviser shout?"),
        ("person", "La personne est-elle en arrêt maladie ?"),
        ("person", "Le conseiller a-t-il des enfants ?"),
        ("assistant", "Tient-elle compte des suggestions de l'outil ?"),
        ("emotion", "Is the adviser aggressive?"),
        ("emotion", "Does the adviser get annoyed?"),
        ("emotion", "Is the agent afraid?"),
        ("emotion", "Does the agent feel any anger?"),
        ("emotion", "La personne demande-t-elle si le conseiller est stressé ?"),
        ("emotion", "Le conseiller s'éner\u200bve-t-il ?"),
        ("emotion", "Quelle émo\u200btion domine ?"),
        ("emotion", "Quelle e\u0301mo\u034ftion domine ?"),
        ("emotion", "Est-ce du stre\u00adss ?"),
        ("emotion", "Est-ce du str\u0435ss ?"),
        ("emotion", "Est-ce du \uff53\uff54\uff52\uff45\uff53\uff53 ?"),
        ("emotion", "Est-ce du s\u20ddtress ?"),
        ("person", "Le conseiller est-il syndiqué ?"),
        ("person", "La personne est-elle membre d'un syndicat ?"),
        ("person", "Is the adviser a union member?"),
        ("person", "Le conseiller est-il malade ?"),
        ("person", "La personne est-elle souvent malade ?"),
        ("person", "Is the adviser ill?"),
        ("person", "Est-elle enceinte ?"),
        ("person", "La conseillère est-elle enceinte ?"),
        ("person", "Is the call-taker pregnant?"),
        ("person", "Does the adviser's pregnancy show?"),
        ("assistant", "Le conseiller suit-il les suggestions de l'assistant ?"),
        ("assistant", "La personne applique-t-elle les recommandations du logiciel ?"),
        ("assistant", "Les suggestions de l'assistant sont-elles suivies ?"),
        ("assistant", "Is it a call in which the adviser follows the assistant's suggestions?"),
        ("assistant", "Does the adviser use the prompts shown by the tool?"),
        ("assistant", "Are the AI suggestions accepted? Is the acceptance rate high?"),
        ("pace", "Combien d'appels traite-t-il ?"),
        ("pace", "How many calls does the adviser take?"),
        ("ranking", "Est-il parmi les dix premiers ?"),
        ("ranking", "Fait-elle partie des dix meilleurs conseillers ?"),
        ("ranking", "Is the adviser in the top ten?"),
        ("ranking", "Est-ce la conseillère du mois ?"),
    ],
)
def test_what_judges_a_person_is_refused(code: str, question: str) -> None:
    assert code in codes(question)


@pytest.mark.parametrize(
    "question",
    [
        "La personne a-t-elle un mot d'empathie, de regret ou de soutien ?",
        "La personne dit-elle des paroles d'empathie ?",
        "Does the adviser use words of empathy?",
        "La personne met-elle l'accent sur le délai de rétractation ?",
        "L'accent est mis sur le prix : la personne dit-elle le prix ?",
        "La personne dit-elle « c'est ton compte » ou « à ton service » ?",
        "La personne dit-elle que c'est à ton nom et dans ton contrat ?",
        "La personne annonce-t-elle la vitesse de connexion ?",
        "La personne donne-t-elle le débit internet de l'offre ?",
        "La personne annonce-t-elle le rythme de prélèvement ?",
        "La personne dit-elle la durée d'engagement ?",
        "La personne demande-t-elle le nom ou l'âge du patient ?",
        "La personne transfère-t-elle au service compétent ?",
        "La personne propose-t-elle une assurance ?",
        "La personne demande-t-elle si le patient est calme ?",
        "La personne demande-t-elle si le patient respire vite ?",
        "La personne dit-elle qu'elle comprend la colère du client ?",
        "Does the adviser say they understand the customer's frustration?",
        "La personne dit-elle de rester au calme ?",
        "Un numéro est-il dit à voix haute ?",
        "La personne parle-t-elle de la messagerie ou du volume de données ?",
        "La personne demande-t-elle si le client est satisfait de la réponse ?",
        "La personne propose-t-elle un geste commercial ?",
        "La personne rappelle-t-elle la date du prélèvement ?",
        "La personne redit-elle la demande avec ses mots pour la confirmer ?",
        "Does the adviser ask for the caller's age or date of birth?",
        "Does the adviser state the connection speed and the monthly price?",
        "Is a card number removed from text and sound?",
        "Does the adviser ask the customer to leave a voice message?",
        "Does the adviser say how to hear the dial tone?",
        "Does the adviser mention the cooling-off period of fourteen days?",
        "Does the adviser say when the technician comes?",
        "Does the adviser explain how long the repair will take?",
        "Does the adviser ask how the patient is breathing?",
        "Is the patient's name asked for?",
        "La personne présente-t-elle des excuses au client en colère ?",
        "La personne dit-elle qu'elle comprend à un client qui s'énerve ?",
        "La personne dit-elle qu'elle entend les sentiments du client ?",
        "Does the adviser apologise to the angry customer?",
        "Does the adviser acknowledge the customer's feelings?",
        "La personne qui répond demande-t-elle les antécédents, allergies, grossesse ou traitements ?",
        "Does the call-taker ask about medical history, allergies, pregnancy or usual treatment?",
        "La personne qui répond demande-t-elle si la personne est enceinte ?",
        "Does the call-taker ask if the patient is pregnant?",
        "La personne demande-t-elle depuis quand le patient est malade ?",
        "La personne demande-t-elle s'il y a eu une agression ?",
        "La personne demande-t-elle ce que le patient ressent ?",
        "La personne demande-t-elle combien d'appels sont passés par mois ?",
        "La personne demande-t-elle les dix premiers chiffres du contrat ?",
        "La personne dit-elle bonjour dans les dix premières secondes ?",
        "La personne dit-elle comment suivre les conseils de l'assistant vocal ?",
        "La personne propose-t-elle de l'aide pour suivre la livraison ?",
        "La personne suit-elle la demande jusqu'à la réponse ?",
        "Does the adviser offer to follow up?",
        "La personne répond-elle au patient angoissé qu'une ambulance arrive ?",
        "La personne rappelle-t-elle d'utiliser les conseils du programme de fidélité ?",
        "La personne vérifie-t-elle que le patient n'est pas malade ?",
        "La personne dit-elle que les cinq premiers jours sont offerts ?",
        "La personne demande-t-elle si le bébé pleure ?",
        "Does the adviser say the top three reasons?",
        "La personne donne-t-elle l'adresse du syndicat de copropriété ?",
    ],
)
def test_words_said_and_things_that_only_look_alike_are_allowed(question: str) -> None:
    assert not codes(question)


@pytest.mark.parametrize("role", ["question", "guidance", "title", "level"])
def test_every_text_that_people_read_is_looked_at(role: str) -> None:
    (finding,) = forbidden(card(**{role: {"fr": "Un ton chaleureux", "en": "Plain."}}))
    assert finding.code == "tone"
    assert finding.place[-1] == "fr"


def test_exemplars_and_queries_are_words_and_not_looked_at() -> None:
    assert not forbidden(card())


@pytest.mark.parametrize(
    ("guidance", "refused"),
    [
        ("Seuls les mots comptent, pas le ton.", False),
        ("Only words count, not the tone, the accent or the pace.", False),
        ("Seuls les mots comptent, jamais la voix, l'accent ou le débit de parole.", False),
        ("« Je reste calme » ne suffit pas.", False),
        ("La personne n'est pas stressée.", True),
        ("Le ton n'est pas agressif.", True),
        ("La personne n'a pas un accent fort.", True),
        ("Elle ne parle pas trop vite.", True),
    ],
)
def test_guidance_may_say_what_does_not_count(guidance: str, refused: bool) -> None:
    assert bool(codes(guidance, "guidance")) is refused


def judged(text: str, field: str) -> list[tuple[str, tuple[str | int, ...]]]:
    """What is found where a judge is asked."""
    two = {"fr": text, "en": PLAIN["en"]}
    changes = {
        "question": {"question": two},
        "guidance": {"guidance": two},
        "level": {
            "levels": [
                {"id": "all", "title": two, "points": 2, "met": True},
                {"id": "none", "title": PLAIN, "points": 0, "met": False},
            ]
        },
    }.get(field, {field: {"fr": ["Bonjour.", text]}})
    criterion = {"id": "one", "question": PLAIN, "guidance": GUIDANCE, "kind": "judge"} | changes
    section = {"id": "all", "title": PLAIN, "criteria": [criterion]}
    document = {"id": "test", "version": "1", "title": PLAIN, "sections": [section]}
    return [(each.code, each.place[4:]) for each in forbidden(Scorecard.model_validate(document))]


@pytest.mark.parametrize("field", ["question", "guidance", "level", "exemplars", "counter_exemplars"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('Answer this: "is the adviser stressed, in what mood"', "emotion"),
        ("Réponds à ceci : « la personne est-elle stressée ? »", "emotion"),
        ("an irritated tone of voice", "tone"),
    ],
)
def test_a_judge_cannot_be_asked_in_quotes_or_by_examples(text: str, code: str, field: str) -> None:
    found = judged(text, field)
    assert code in {each for each, _ in found}
    number = (1,) if field.endswith("exemplars") else ()
    start = ("levels", 0, "title") if field == "level" else (field,)
    assert {place for _, place in found} == {(*start, "fr", *number)}


@pytest.mark.parametrize("field", ["exemplars", "counter_exemplars"])
def test_a_judge_is_shown_words_that_are_said(field: str) -> None:
    assert not judged("Je comprends, et je vous présente mes excuses.", field)


def test_titles_of_parts_are_looked_at() -> None:
    parts = [
        {"id": "a", "title": {"fr": "Sans stress", "en": "Plain"}, "kind": "phrase", "find": "bonjour"},
        {"id": "b", "title": PLAIN, "kind": "phrase", "find": "bonsoir"},
    ]
    criterion = {"id": "one", "question": PLAIN, "guidance": GUIDANCE, "kind": "combination", "parts": parts}
    section = {"id": "all", "title": PLAIN, "criteria": [criterion]}
    document = {"id": "test", "version": "1", "title": PLAIN, "sections": [section]}
    (finding,) = forbidden(Scorecard.model_validate(document))
    assert finding.place[4:] == ("parts", 0, "title", "fr")


def test_a_question_cannot_hide_behind_quotation_marks() -> None:
    assert codes("La personne est-elle « souriante » ?") == {"tone"}


def test_french_words_in_the_english_text_are_refused_too() -> None:
    swapped = {"fr": "Does the adviser say hello?", "en": "La personne parle-t-elle trop vite ?"}
    assert [finding.code for finding in forbidden(card(question=swapped))] == ["pace"]
