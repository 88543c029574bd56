"""Whether the suggestions of a program are followed, as a pattern over small letters without accents, French first."""

from gardefou.evaluation.lint.patterns import alternatives

_PROGRAM = (
    r"(?:assistant(?:e|s)?(?! vocal)|assist|outil|ia|intelligence artificielle|copilote?|logiciel|programme(?! de)|"
    r"robot|ai|tool|program|software|gardefou)"
)
_ADVICE_FR = (
    r"(?:suggestions?|propositions?|conseils?|recommandations?|indications?|consignes?|rappels?|fiches?|reponses?|"
    r"alertes?|aides?)"
)
_ADVICE_EN = r"(?:suggestions?|advice|prompts?|recommendations?|proposals?|hints?|tips?|cards?|answers?|alerts?)"
_FOLLOW_FR = (
    r"(?:suit|suiv\w+|appliqu\w+|respect\w+|utilis\w+|tien\w*(?:-(?:elle|il))? compte|tenu compte|accept\w+|adopt\w+|"
    r"ignor\w+|ecart\w+|rejet\w+|conform\w+|lit|lu|reprend)(?:-t)?(?:-(?:elle|il))?"
)
_FOLLOW_EN = r"(?:follow|use|accept|appl|adopt|heed|ignor|dismiss|reject|act|compl|adhere)\w*(?: (?:on|upon|with|to))?"

ADHERENCE = alternatives(
    _FOLLOW_FR
    + r" (?:[\w']+ ){0,3}?"
    + _ADVICE_FR
    + r" (?:[\w]+ )?(?:de |du |des |d')(?:la |l'|cet |une? )?"
    + _PROGRAM,
    _ADVICE_FR + r" (?:de |du |des |d')(?:la |l')?" + _PROGRAM + r" (?:sont|ont ete|est|a ete)(?:-elles?|-ils?)? "
    r"(?:[\w]+ ){0,2}?(?:suivi\w*|appliqu\w+|respect\w+|utilis\w+|accept\w+|ignor\w+)",
    r"(?:suit|ecoute|obeit|suivi)(?:-t)?(?:-(?:elle|il))? (?:a )?(?:l'|le )assistante?(?! vocal)",
    r"(?:taux|degre) (?:d'adhesion|d'acceptation|de suivi|d'utilisation)",
    _FOLLOW_EN + r" (?:[\w']+ ){0,3}?" + _PROGRAM + r"(?:'s)? " + _ADVICE_EN,
    _FOLLOW_EN
    + r" (?:[\w']+ ){0,3}?"
    + _ADVICE_EN
    + r" (?:of|from|by|made by|given by|shown by) (?:the |an? )?"
    + _PROGRAM,
    _PROGRAM + r"(?:'s)? " + _ADVICE_EN + r" (?:been |being )?(?:followed|used|accepted|applied|adopted|ignored)",
    r"(?:adherence|adhesion) (?:rate|score|to|aux?)",
    r"(?:acceptance|adoption) (?:rate|score)",
)
