"""Words by which people dictate e-mail addresses in French and English, without accents."""

from gardefou.hearing.recognisers.vocabulary import words

AT_WORDS = words("arobase arobas arobaz arobaze arrobase arrobas arobasse harobase aroba arobases")
BROKEN_AT = words("robase robas robaz robaze rebase arobase arobas")
"""What remains of "arobase" when its first syllable was heard as a word of its own."""

DOTS = frozenset({"point", "dot", "points", "."})
SPOKEN_SEPARATORS = words("point dot points tiret tirets dash hyphen minus moins underscore underscores")
SEPARATORS = SPOKEN_SEPARATORS | {".", "-", "_", "+"}
LONG_SEPARATORS = (("tiret", "du", "bas"), ("tiret", "du", "six"), ("tiret", "bas"))

FILLERS = words("euh heu hum uh um er alors donc")
JOINED = frozenset({("tout", "attache"), ("tout", "colle"), ("one", "word"), ("un", "mot"), ("seul", "mot")})
"""How people say that what precedes is written without spaces."""

TOP_DOMAINS = words(
    """fr com net org eu be ch uk co de es it lu pt nl ie io info biz gouv gov edu ac me ca us mc re pro paris bzh asso
    email online tech"""
)
PROVIDERS = words(
    """gmail hotmail outlook yahoo orange free wanadoo laposte sfr icloud live msn protonmail proton aol gmx bbox
    numericable neuf bouygtel skynet bluewin btinternet sky ymail googlemail mail"""
)
SPLIT_PROVIDERS = frozenset(
    {
        ("la", "poste"),
        ("g", "mail"),
        ("hot", "mail"),
        ("out", "look"),
        ("i", "cloud"),
        ("proton", "mail"),
        ("google", "mail"),
        ("bt", "internet"),
        ("ya", "hoo"),
        ("y", "mail"),
    }
)

ADDRESS_WORDS = words("mail email mails courriel adresse address")
NEVER_NAMES = words(
    """l c d s m t j n qu le la les un une de du des est et a au aux en sur mon ma votre son cette ce adresse mail
    email courriel mails address the an is are was my your his her our at in on by with to for and or look me us him
    them it signe mettre met mets avec sans manque after before shop site website symbole caractere euh alors donc"""
)
"""Words that never are a whole name on the left of an at sign."""
