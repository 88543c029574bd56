"""Traits of a person, pace and ranking, as patterns over small letters without accents, French first.

The exceptions beside them are words said, or things that only look alike.
"""

from gardefou.evaluation.lint.patterns import OF_WORKER, SEEMS, WORKER, alternatives

OF_SELF = (
    r"(?:" + WORKER + r" (?:est|etait|semble|parait|soit)(?:-(?:elle|il))?|"
    r"la personne(?: qui repond)? (?:est|etait|semble|parait|soit)(?:-(?:elle|il))|"
    r"(?<![^.?!;:] )(?:est|etait|semble-t|parait)-(?:elle|il))"
)
"""The adviser, or whoever a text begins with; a person in the middle of a sentence may be a patient."""
CONDITION = (
    r"(?:malades?|souffrante?s?|enceintes?|handicapee?s?|depressi\w+|depressifs?|syndiquee?s?|mariee?s?|celibataires?|"
    r"en (?:arret|conge)(?: de)?(?: maladie| maternite| paternite))"
)
CONDITION_EN = r"(?:ill|sick|unwell|pregnant|disabled|depressed|married|single|unioni[sz]ed)"

PERSON = alternatives(
    r"(?:age|genre|sexe|origine|nationalite|religion|croyance|handicap|apparence|race|ethnie|sante|grossesse|maladie|"
    r"syndicat|situation de famille|vie privee|gender|sex|origin|"
    r"nationality|ethnicity|disability|appearance) " + OF_WORKER,
    WORKER
    + r"'s (?:age|gender|sex|origin|nationality|religion|disability|race|appearance|personality|health|character|"
    r"pregnancy|illness|sickness|union|marital status|private life)",
    r"(?:syndiquee?s?|(?:membres?|adherente?s?|deleguee?s?) (?:d'un |du )syndicat|syndical\w*|syndicaux)",
    r"(?:(?:trade |labou?r )?union (?:member\w*|rep|reps|representatives?|delegates?)|unioni[sz]ed)",
    OF_SELF + r" (?:[\w']+ ){0,2}?" + CONDITION,
    r"(?:is|was|are|be) (?:the |this |your |an? )?" + WORKER + r" (?:[\w']+ ){0,2}?" + CONDITION_EN,
    WORKER + r" (?:is|was|seems?|appears?|looks?|sounds?) (?:[\w']+ ){0,2}?" + CONDITION_EN,
    WORKER + r" a-t-(?:elle|il) (?:[\w']+ )?enfants?",
    r"(?:arret|conge) (?:de )?(?:maladie|maternite|paternite) " + OF_WORKER,
    SEEMS + r" (?:jeunes?|agee?s?|vieux|vieille|etrang\w+|immigre\w*|un homme|une femme|young|old|elderly|foreign|"
    r"male|female|a man|a woman|of foreign origin)",
    r"personnalites?",
    r"personalit(?:y|ies)",
    r"(?:temperament|charisme|charisma|leadership)",
    r"caractere " + OF_WORKER,
    r"(?:attitudes?|savoir-etre)",
    SEEMS + r" (?:competente?s?|incompetente?s?|intelligente?s?|paresseu\w+|motivee?s?|demotivee?s?|aimables?|"
    r"gentille?s?|sympathiques?|polie?s?|(?<!le )(?<!la )(?<!the )patiente?(?!')|dynamiques?|confiante?s?|"
    r"rassurante?s?|bienveillante?s?|a l'ecoute|a l'aise|energiques?|"
    r"convaincante?s?|courtoise?s?|sure? d'elle|sur de lui|sure? de soi|arrogante?s?|hautaine?s?|"
    r"condescendante?s?|honnetes?|fiables?|serieu\w+|passionnee?s?|implique\w*|attenti\w+|competent|incompetent|"
    r"intelligent|lazy|motivated|unmotivated|friendly|kind|polite|confident|self-confident|energetic|convincing|courteous|knowledgeable|arrogant|"
    r"rude|honest|reliable|caring|attentive|engaged|passionate|trustworthy|skilled)",
    r"(?:competences?|incompetence|motivation|implication|aisance|confiance en (?:soi|elle|lui)|intelligence) "
    + OF_WORKER,
    r"(?:preuve|montre\w*(?:-t)?(?:-elle|-il)?) (?:de |d')[^.?!]{0,40}?(?:patience|gentillesse|motivation|competence|"
    r"confiance|assurance|bienveillance|dynamisme|politesse|intelligence|initiative|interet)",
    r"(?:avec|parle avec) (?:assurance|aisance|confiance|bienveillance|gentillesse|patience)(?! (?:habitation|auto))",
    r"self-confidence",
    r"(?:with|shows?|displays?|demonstrates?) (?:confidence|patience|kindness|motivation|competence|initiative)",
    r"(?:confidently|patiently|kindly|arrogantly|rudely)",
    r"(?:competence|motivation|confidence|patience|intelligence) of the " + WORKER,
)

PACE = alternatives(
    r"(?:debit|vitesse|rythme|cadence) (?:de (?:la )?(?:parole|voix|diction)|d'elocution|verbale?|oral|de travail|"
    r"d'appels?|de traitement|de (?:la )?conversation|de frappe|" + OF_WORKER + ")",
    r"(?:adapt|ralenti|acceler|moder|regl)\w*(?:-t)?(?:-elle|-il)? (?:son|leur|le) (?:debit|rythme)",
    r"(?:trait|resou|repon|decroch|conclu)\w*(?:-t)?(?:-elle|-il)? (?:[\w']+ ){0,3}en (?:moins de )?\w+ "
    r"(?:minutes?|secondes?)",
    r"(?:handles?|handled|answers?|answered|closes?|closed) (?:[\w']+ ){0,3}(?:within|in less than|in under|in) \w+ "
    r"(?:minutes?|seconds?)",
    r"(?:handled|answered|resolved|treated|closed) (?:\w+ )?(?:quickly|promptly|fast|rapidly)",
    r"(?:parl|repon|trait|resou|travaill|conclu|decroch)\w*(?:-t)?(?:-elle|-il)? (?:[\w']+ ){0,2}?"
    r"(?:vite|rapidement|lentement|promptement|trop vite|sans tarder)",
    r"(?:duree|temps) (?:moyenne? )?(?:de l'appel|des appels|d'appel|de communication|de conversation|de traitement|"
    r"de post-appel|d'inactivite|de pause|mort|moyenne? de)",
    r"(?:dmt|dmc|dmv|aht|acw)",
    r"(?:appel|conversation|entretien) (?:\w+ )?(?:dure\b|dure-t-(?:il|elle)|est-(?:il|elle) "
    r"(?:court|bref|breve|rapide|assez court|trop long))",
    r"(?:combien d'appels|combien de (?:clients|dossiers|ventes|tickets|contacts) [\w'-]+-(?:elle|il))",
    r"how many (?:calls|customers|tickets|contacts|sales)(?! the)",
    r"(?:nombre d'appels|appels? (?:traites? )?(?:par|a l') ?(?:heure|jour|conseill\w+))",
    r"(?:mots (?:par|a la) minute)",
    r"(?:inactivite|temps morts?|productivite|rendement)",
    r"(?:pace|words per minute|idle time|idleness|productivity)",
    r"(?:speed of (?:speech|speaking|work|the adviser)|(?:speaking|speech|talking|typing) (?:speed|rate|pace))",
    r"(?:speaks?|talks?|answers?|handles?|works?|responds?|resolves?|types?) (?:[\w']+ ){0,3}?"
    r"(?:fast|quickly|slowly|promptly|rapidly|too quick|swiftly)",
    r"(?:average )?(?:handling|handle|talk|wrap-up|wrap up) time",
    r"(?:call duration|(?:duration|length) of (?:the )?(?:calls?|conversation))",
    r"(?:call|conversation) (?:last|lasts|take|takes|(?:is |be )?(?:kept )?(?:short|brief|shorter than|longer than))",
    r"(?:number of calls|calls (?:per|an|a) (?:hour|day|adviser|agent))",
)

RANKING = alternatives(
    r"(?:classement|ranks?|ranked|ranking|leaderboard|palmares)",
    r"(?:meilleure?s?|moins bonne?s?|pires?) " + WORKER,
    r"(?:best|worst|top|better|worse)(?: performing)? " + WORKER,
    r"(?:trois|cinq|dix|vingt|cent|\d{1,3}) (?:premiere?s?|meilleure?s?|derniere?s?)(?= "
    + WORKER
    + r"| (?:de l'equipe|"
    r"du (?:site|classement|plateau|mois|service|palmares))| ?(?:[.,;?!)]|$))",
    r"(?:in|among|parmi|dans) (?:the |our |le |les )?(?:top|bottom) "
    r"(?:ten|five|three|twenty|dix|cinq|trois|vingt|\d{1,3})",
    r"(?:top|bottom) (?:ten|five|three|twenty|dix|cinq|trois|vingt|\d{1,3})(?= "
    + WORKER
    + r"| of the| ?(?:[.,;?!)]|$))",
    r"podium",
    WORKER + r" (?:du mois|de la semaine|de l'annee|of the (?:month|week|year))",
    r"(?:mieux|moins bien|plus|moins)(?: \w+){0,3} que (?:ses|les autres|leurs) (?:collegues|" + WORKER + ")",
    r"(?:better|worse|more|less|faster)(?: \w+){0,3} than (?:their |his |her |the |other )+(?:colleagues|"
    + WORKER
    + ")",
    r"(?:compare\w*|par rapport) (?:a|aux|avec) (?:ses |les |autres |leurs )+(?:collegues|" + WORKER + ")",
    r"(?:performances?|note|evaluation annuelle|objectifs?|resultats) (?:individuel\w* )?" + OF_WORKER,
    WORKER + r"'s (?:performance|score|rank|ranking|targets?|bonus)",
    r"(?:sanction\w*|disciplin\w+|licenci\w+|augmentation de salaire|promotion) " + OF_WORKER,
    r"(?:prime|bonus) (?:individuelle?|de performance|" + OF_WORKER + ")",
    r"(?:sales|personal) targets?",
    r"(?:nombre|chiffre|objectifs?) (?:de|des) ventes?",
)
