"""What no question may be about, as patterns over small letters without accents, French first.

Each finds a way of judging a person; the exceptions beside it are words said, or things that only look alike.
"""

from gardefou.evaluation.lint.patterns import alternatives

WORKER = r"(?:conseill\w+|teleconseill\w+|agente?|charge\w* de clientele|advis[eo]rs?|agents?|call-taker|operat\w+)"
OF_WORKER = rf"(?:(?:du|de la|de l'|des|of the) ?{WORKER}|(?:de|chez) la personne)"
SEEMS = (
    r"(?:est|etait|soit|reste\w*|se montre\w*|semble\w*|parait|demeure|"
    r"is|are|be|was|were|remains?|stays?|seems?|appears?|sounds?|comes? across(?: as)?)"
    r"(?:-t)?(?:-(?:elle|il|elles|ils))?(?:,? (?!et|ou|and|or|dans|in|au|en (?!colere))[\w'-]+){0,3}?"
)
MANNER = (
    r"(?:chaleureu\w+|enjou\w+|agressi\w+|sec|seche|froide?|neutre|adapte\w*|employe\w*|pose|posee|agreable|"
    r"bienveillante?|courtoise?|monotone|dynamique|rassurante?|approprie\w*|professionnel\w*)"
)

EMOTION = alternatives(
    r"emotion\w*",
    r"(?:bonne |mauvaise )?humeur",
    r"etat d'esprit",
    r"stress\w*",
    r"anxie\w+",
    r"angoiss\w+",
    r"nervosite",
    r"enthousias\w+",
    r"(?:colere|tristesse|joie|agacement|enervement|frustration|irritation|lassitude|ennui) " + OF_WORKER,
    r"(?:en|sa|leur) colere",
    r"(?:detecte\w*|montre\w*|cache\w*|masque\w*|maitrise\w*|gere\w*|controle\w*)(?:-t)?(?:-elle|-il)? "
    r"(?:son|sa|ses|de la|de l'|du|une?) ?(?:colere|agacement|enervement|frustration|irritation|impatience|joie|peur)",
    SEEMS + r" (?:calmes?|enervee?s?|agacee?s?|irritee?s?|tendue?s?|triste\w*|joyeu\w+|heureu\w+|serein\w*|nerveu\w+|"
    r"detendue?s?|lassee?s?|blasee?s?|fatiguee?s?|impatiente?s?|contrariee?s?|en colere|angry|calm|happy|sad|upset|"
    r"relaxed|tired|bored|nervous|annoyed|irritated|impatient|cheerful|tense|frustrated)",
    r"(?:garde\w*|gard|conserve\w*|perd\w*)(?:-t)?(?:-elle|-il)?(?: \w+)? son (?:calme|sang-froid)",
    r"calmement",
    r"sang-froid",
    r"(?:empathique|empathiquement|empathetic\w*|empathically)",
    r"(?:preuve|montre\w*|temoigne\w*|ressen\w+|eprouve\w*|manque\w*)(?:-t)?(?:-elle|-il)?"
    r"(?: (?:de l'|d'|une? )?| d'une? (?:vraie |grande |reelle )?|)empathie",
    r"(?:shows?|shown|displays?|demonstrates?|feels?|lacks?)(?: \w+){0,2} empathy",
    r"(?:avec|with) (?:\w+ )?(?:empathie|empathy)",
    r"(?:a|a-t-il|a-t-elle|avait|ont) l'air(?! (?:conditionne|libre))",
    r"composure",
    r"moods?",
    r"feelings?",
    r"(?:calmly|cheerful\w*|enthusiastic\w*|enthusiasm|angrily|happily|nervously|impatiently)",
    r"(?:keeps?|stays?|loses?|lose|keep|stay)(?: (?:their|his|her))? (?:calm|temper|cool)",
    r"(?:feels?|feeling) (?:\w+ ){0,2}(?:angry|happy|sad|upset|worried|frustrated)",
    r"(?:shows?|hides?|controls?|manages?) (?:their |his |her |any )?(?:anger|annoyance|frustration|irritation|joy)",
)

TONE = alternatives(
    r"(?:le|un|du|au|son|leur|quel|bon|mauvais|votre|d'un|meme) tons?(?! de (?:sonnerie|invitation|numerotation))",
    r"tons? (?:de (?:la )?voix|" + MANNER + ")",
    r"(?<!haute )(?<!de vive )(?<! a )(?<! par )voix(?! (?:haute|sur ip|off))",
    r"intonations?",
    r"inflexions?",
    r"timbre de voix",
    r"souri(?:re|ante?s?|t|ez|ait|ants)",
    r"sourit-(?:elle|il)",
    r"(?<!de )parl\w+(?:-t)?(?:-elle|-il)? (?:\w+ ){0,2}"
    r"(?:fort|doucement|sechement|froidement|chaleureusement|distinctement)",
    r"chaleureu\w+",
    r"(?:elocution|diction|articulation|articule\w*(?:-t)?(?:-elle|-il)?|prononciation)",
    r"volume (?:sonore|de (?:la )?voix)",
    r"(?<!dial )(?<!dialling )(?<!ring )(?<!the beep )tones?(?! dial)(?!s?-dial)",
    r"voices?(?! ?(?:mail|mails|message|messages|over ip|menu|server|prompt))",
    r"intonation",
    r"smil(?:es?|ed|ing)",
    r"(?:warmly|coldly|warmth|warm and|is warm|be warm)",
    r"(?:advis[eo]r|agent|person|customer|caller|call-taker|he|she|they) (?:\w+ )?sounds?",
    r"(?:loud|loudly|softly|louder)",
    r"(?:pronunciation|enunciat\w+|articulat\w+|diction)",
)

ACCENT = alternatives(
    r"(?<!mettre l')(?<!met l')(?<!mettant l')(?<!mis l')(?<!met-elle l')(?<!met-il l')"
    r"accents?(?! est mis)(?! (?:grave|aigu|circonflexe)s?)(?! sur)",
    r"dialect\w*",
    r"(?:langue maternelle|mother tongue|native speakers?|natively)",
    r"(?:locut\w+) nati\w+",
)

PERSON = alternatives(
    r"(?:age|genre|sexe|origine|nationalite|religion|croyance|handicap|apparence|race|ethnie|sante|gender|sex|origin|"
    r"nationality|ethnicity|disability|appearance) " + OF_WORKER,
    WORKER
    + r"'s (?:age|gender|sex|origin|nationality|religion|disability|race|appearance|personality|health|character)",
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
