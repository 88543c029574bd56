"""Emotion, tone of voice and accent, as patterns over small letters without accents, French first.

The exceptions beside them are words said, or things that only look alike.
"""

from gardefou.evaluation.lint.patterns import OF_WORKER, SEEMS, WORKER, alternatives

MANNER = (
    r"(?:chaleureu\w+|enjou\w+|agressi\w+|sec|seche|froide?|neutre|adapte\w*|employe\w*|pose|posee|agreable|"
    r"irritee?|enervee?|tendue?|bienveillante?|courtoise?|monotone|dynamique|rassurante?|approprie\w*|professionnel\w*)"
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
    r"s'(?:enerv|agac|impatient|emport|irrit)\w+",
    r"(?:a-t-(?:elle|il)|" + WORKER + r" a|la personne a|aurait-(?:elle|il)|ont) (?:un peu |\w+ )?peur",
    r"(?:ressen\w+|eprouv\w+)(?:-t)?(?:-(?:elle|il))? (?:\w+[' ]){0,3}?(?:colere|peur|joie|tristesse|frustration|"
    r"agacement|enervement|lassitude|ennui|irritation|impatience|fatigue|honte|malaise)",
    r"sentiments?",
    r"(?:agressi(?:f|fs|ve|ves|vement|vite)|aggressive(?:ly)?|aggressiveness)",
    r"burn(?:t|ed|ing)?[ -]?out",
    r"(?:a bout de nerfs|nerfs a vif|craque-t-(?:elle|il))",
    r"(?:" + WORKER + r"|personne) (?:est|semble|parait)(?:-t)?(?:-(?:elle|il))? (?:\w+ )?epuisee?",
    r"(?:soupir\w*|sigh(?:s|ed|ing)?)",
    r"(?:pleur(?!esi|al)\w*|cry|cries|crying|cried|sobs?|sobbing)",
    r"(?:fed up|en (?:a|ait|avait)(?:-t-(?:elle|il))? (?:assez|marre))",
    r"perd\w*(?:-t)?(?:-(?:elle|il))? (?:la |son )?patience",
    r"(?:detecte\w*|montre\w*|cache\w*|masque\w*|maitrise\w*|gere\w*|controle\w*)(?:-t)?(?:-elle|-il)? "
    r"(?:son|sa|ses|de la|de l'|du|une?) ?(?:colere|agacement|enervement|frustration|irritation|impatience|joie|peur)",
    SEEMS + r" (?:calmes?|enervee?s?|agacee?s?|irritee?s?|tendue?s?|triste\w*|joyeu\w+|heureu\w+|serein\w*|nerveu\w+|"
    r"detendue?s?|lassee?s?|blasee?s?|fatiguee?s?|impatiente?s?|contrariee?s?|en colere|angry|calm|happy|sad|upset|"
    r"frustree?s?|apeuree?s?|effrayee?s?|afraid|scared|frightened|exhausted|worried|irritable|relaxed|tired|bored|nervous|annoyed|irritated|impatient|cheerful|tense|frustrated)",
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
    r"(?:feels?|feeling|felt|gets?|getting|got) (?:\w+ ){0,2}?(?:angry|happy|sad|upset|worried|frustrated|annoyed|"
    r"irritated|nervous|scared|afraid|anger|fear|joy|sadness|frustration)",
    r"(?:angry|irritated|annoyed|frustrated) (?:" + WORKER + r"|tone|voice|manner)",
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
    r"(?:loud|loudly|softly|louder|shouts?|shouting|shouted|yells?|yelling|yelled)",
    r"(?:crie|crient|crier|criait|hurle|hurler|hurlait)(?:-t-(?:elle|il))?",
    r"(?:pronunciation|enunciat\w+|articulat\w+|diction)",
)

ACCENT = alternatives(
    r"(?<!mettre l')(?<!met l')(?<!mettant l')(?<!mis l')(?<!met-elle l')(?<!met-il l')"
    r"accents?(?! est mis)(?! (?:grave|aigu|circonflexe)s?)(?! sur)",
    r"dialect\w*",
    r"(?:langue maternelle|mother tongue|native speakers?|natively)",
    r"(?:locut\w+) nati\w+",
)
