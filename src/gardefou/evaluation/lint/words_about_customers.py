"""What is said about a customer's anger or worry: a question about the adviser's words may name them."""

import re

from gardefou.evaluation.lint.patterns import WORKER

_CUSTOMER = r"(?:client\w*|customers?|callers?|appelante?s?|patiente?s?|patients|usager\w*|interlocut\w+)"
_FELT = (
    r"(?:en colere|enervee?s?|agacee?s?|agressi(?:f|fs|ve|ves)|stressee?s?|angoissee?s?|anxieu\w+|inquiete?s?|"
    r"contrariee?s?|frustree?s?|triste\w*|impatiente?s?|angry|upset|aggressive|stressed|anxious|worried|frustrated|"
    r"annoyed|irritated|sad|impatient|scared|afraid|nervous)"
)
_FEELING = (
    r"(?:emotions?|sentiments?|feelings?|stress|colere|frustration|angoisse|anxiete|agacement|enervement|irritation|"
    r"tristesse|peur|anger|anxiety|annoyance|mood|humeur)"
)
_SAYING = re.compile(
    r"\b(?:dit|dire|dis|redit|annonc\w+|propos\w+|expliqu\w+|presente\w*|s'excus\w+|repond\w*|rassur\w+|parl\w+|adress\w+|remerci\w+|reconnai\w+|nomme\w*|"
    r"mots?|paroles?|says?|tells?|words?|apologi[sz]e\w*|offers?|explains?|thanks?|acknowledges?|names?|mentions?|respon\w+|answers?|reassur\w+|speaks?|talks?)\b"
)
_OF_CUSTOMER = re.compile(
    rf"\b(?:{_CUSTOMER} (?:qui (?:est|se dit|s'est) |who (?:is|says they are) |who's )?(?:(?:tres|trop|very) )?{_FELT}|"
    rf"{_CUSTOMER} qui s'(?:enerve|agace|impatiente|emporte)|"
    rf"(?:(?:very|clearly) )?{_FELT} {_CUSTOMER}|"
    rf"{_FEELING} (?:du |de la |de l'|des |of the |of a ){_CUSTOMER}|{_CUSTOMER}'s {_FEELING})(?!\w)"
)
_SENTENCE = re.compile(r"[^.;?!]+")
_WORKER = re.compile(rf"\b{WORKER}(?!\w)")
_ASKED = re.compile(
    r"\b(?:demande(?:-t-elle|-t-il|r|)(?: [\w']+){0,3}? (?:si|s'il|pourquoi|comment|combien|ce que|ce qu'\w+|a quel|"
    r"a quelle)|"
    r"asks?(?: [\w']+){0,3}? (?:if|whether|how|why)) [^.;?!]*?"
    r"(?=(?:,| et| puis) [\w'-]+-(?:elle|il)\b|"
    r"(?:,| and| while) (?:the|does|is|are|stay|remain|keep|be|sound)|[.;?!]|$)"
)


def without_customers(text: str) -> str:
    """The text without what customers feel, in sentences about words that are said to them."""
    return _SENTENCE.sub(_without_feelings, text)


def without_asked(text: str) -> str:
    """The text without what the adviser asks somebody else with words, as whether a patient is calm."""
    return _ASKED.sub(lambda asked: asked[0] if _WORKER.search(asked[0]) else "…", text)


def _without_feelings(sentence: re.Match[str]) -> str:
    return _OF_CUSTOMER.sub("…", sentence[0]) if _SAYING.search(sentence[0]) else sentence[0]
