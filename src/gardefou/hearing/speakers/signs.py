"""Signs in words that an adviser, or a customer, speaks: regular expressions with their weights, in log-odds."""

Signs = tuple[tuple[float, str], ...]

OF_ADVISERS: Signs = (
    # French
    (
        2.5,
        r"bienvenue|vous [êe]tes (bien )?(chez|au|à la|sur)\b|service (client|technique|commercial|des)\b|"
        r"à votre (écoute|service)",
    ),
    (
        2.5,
        r"(que|comment|en quoi) (puis-je|est-ce que je peux) (faire|vous|donc)|"
        r"(puis-je|je peux) vous (aider|renseigner)|que puis-je",
    ),
    (2.5, r"(conversation|appel|échange) (est|sera|peut être|va être) (enregistr|écout)"),
    (
        1.5,
        r"(puis-je|je peux|pourrais-je|pouvez-vous|vous pouvez|pourriez-vous) (avoir|me (donner|confirmer|"
        r"rappeler|préciser|communiquer|dire))",
    ),
    (
        1.5,
        r"(quel(le)? est|c'est quoi|rappelez-moi|donnez-moi|confirmez-moi|il me faut|besoin de) (votre|vos)\b|"
        r"le nom du titulaire",
    ),
    (
        1.5,
        r"autre chose|d'autres? (question|demande)|merci (de|pour) votre (appel|patience|confiance|attente)|"
        r"d'avoir (patienté|appelé|attendu)",
    ),
    (
        1.0,
        r"je (vérifie|regarde|consulte|vais (vérifier|regarder|consulter|voir)|reviens vers vous)|"
        r"ne quittez pas|patientez|en attente|un instant",
    ),
    (
        1.0,
        r"je (vous|peux vous|vais vous) (propose|confirme|envoie|envoyer|explique|transf|passe|rappelle|"
        r"remercie|rembourse|mets)|je vous en prie",
    ),
    (
        1.5,
        r"\b(samu|régulation|pompiers|les urgences)\b.{0,20}bonjour|je vous (passe|écoute)|"
        r"(quel|votre) (est votre )?(numéro|adresse|nom|âge)\b|il a quel âge",
    ),
    (
        0.6,
        r"est-ce qu'(il|elle|vous)|vous (avez|êtes|habitez) (quel|où|à quel)|"
        r"\bvotre (contrat|dossier|compte|ligne|nom|adresse|date de naissance|facture|box|abonnement|demande|"
        r"offre|numéro)|\b(monsieur|madame)\b",
    ),
    # English
    (
        2.5,
        r"thank(s| you) for (calling|holding|your (call|patience))|welcome to\b|\byou('re| are) through to|"
        r"you have reached|customer (service|care|support)",
    ),
    (
        2.5,
        r"how (can|may|could) (i|we) (help|assist)|what can i do for you|(can|may) i help you|"
        r"this call (is|may be|will be)",
    ),
    (
        1.5,
        r"(can|could|may) i (have|get|take|ask|confirm)|"
        r"(can|could) you (confirm|give me|tell me|spell|verify)|what('s| is) your\b|"
        r"i('ll| will)? (just )?need your",
    ),
    (1.5, r"anything else|any (other|more) questions|is there anything"),
    (
        1.0,
        r"let me (check|look|see|pull|have a look|just)|bear with me|one moment|hold on|"
        r"i('ll| will) (check|look|send|transfer|put|book|arrange)",
    ),
    (
        1.0,
        r"you('re| are) (very )?welcome|i can (offer|confirm|see|book|send|schedule)|i apologi[sz]e|"
        r"we (can|could|offer|have) ",
    ),
    (
        0.6,
        r"\byour (account|contract|order|name|address|date of birth|bill|line|booking|vehicle|car|appointment|"
        r"plan)|\b(sir|ma'am|madam)\b",
    ),
)
"""Greeting for a company, asking for names and numbers, offering help, explaining waits."""

OF_CUSTOMERS: Signs = (
    # French
    (
        1.5,
        r"je (vous appelle|voudrais|voulais|souhaite(rais)?|viens vers vous)\b|"
        r"j'(appelle|aimerais|ai appelé)\b|mon souci|mon problème",
    ),
    (
        1.0,
        r"\b(ma|mon|mes) (box|facture|ligne|fibre|connexion|commande|contrat|compte|abonnement|internet|"
        r"forfait|téléphone|dossier|colis|télé|nom|mari|femme)\b",
    ),
    (
        1.0,
        r"j'ai (un (problème|souci)|reçu|pas reçu|plus (de|d'))|ça (ne )?(marche|fonctionne) (pas|plus)|"
        r"vous m'(avez|aviez)|chez vous|je paye|je suis client",
    ),
    # English
    (
        1.5,
        r"i('m| am) calling (about|because|to)|i('d| would) like to|i (want|wanted|need) to|"
        r"i have a (problem|question)",
    ),
    (
        1.0,
        r"\bmy (account|bill|line|order|contract|car|internet|phone|broadband|router|name|booking|vehicle|"
        r"truck|appointment)\b",
    ),
    (
        1.0,
        r"(doesn't|isn't|not|stopped) work|i('ve| have) (been|got|received|not received)|"
        r"you (sent|charged|told) me|i pay\b",
    ),
)
"""Saying why one calls, and what does not work."""
