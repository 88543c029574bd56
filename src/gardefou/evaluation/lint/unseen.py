"""What a transcript cannot show, however well it was heard."""

from collections.abc import Iterator

from gardefou.evaluation.criteria import ManualCriterion
from gardefou.evaluation.lint.findings import Found, Surroundings
from gardefou.evaluation.lint.patterns import alternatives, first_match, simplified, without_quotes
from gardefou.evaluation.lint.walk import criteria_of, questions_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message

_UNSEEN = {
    "fr": alternatives(
        r"ecrans?",
        r"(?:crm|logiciels?|ordinateur|base de donnees|fiche client|tableau de bord|casque)",
        r"(?:dans|sur) (?:l'outil|le systeme|l'application|le dossier)",
        r"(?:sais\w+|renseign\w+|complet\w+|qualifi\w+|enregistr\w+|not\w+)(?:-t)?(?:-elle|-il) (?:[\w']+ ){0,3}"
        r"(?:dossier|fiche|appel|contact|demande|champs?)",
        r"(?:tenue|habill\w+|vetements?|posture|poste de travail|regarde?|visage|gestes? (?!commercia))",
        r"(?<!adresse )(?:e-?mails?|mails?|courriels?)",
        r"apres l'appel",
    ),
    "en": alternatives(
        r"screens?",
        r"(?:crm|software|computer|database|dashboard|headset|customer record|case notes?)",
        r"in the (?:system|tool|application|file|record)",
        r"(?:dress\w*|cloth\w+|posture|desks?|gestures?|faces?|looks at|eye contact)",
        r"e-?mails?(?! address)",
        r"after the call",
        r"after-call",
    ),
}
_SAID = {
    "fr": alternatives(
        r"(?:dit|redit|annonc|demand|propos|expliqu|rappel|mentionn|indiqu|precis|promet|inform|donn|confirm|lit|relit)"
        r"\w*(?:-t)?(?:-(?:elle|il))?"
    ),
    "en": alternatives(
        r"(?:says?|tells?|announces?|asks?|offers?|explains?|mentions?|states?|informs?|promises?|reads?|reminds?|"
        r"confirms?|gives?|spells?)"
    ),
}


def unseen(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Questions about screens, entries, posture or messages, unless they ask what is said of them."""
    by_people = {criterion.id for _, criterion in criteria_of(scorecard) if isinstance(criterion, ManualCriterion)}
    for text in questions_of(scorecard):
        content = simplified(without_quotes(text.content))
        words = first_match(_UNSEEN, text.language, content)
        if words and text.subject not in by_people and not first_match(_SAID, text.language, content):
            told = Message('"{words}" is nothing that can be heard in a call', {"words": words})
            yield Found(text.place, text.subject, told)
