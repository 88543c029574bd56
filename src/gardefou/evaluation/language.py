"""Whether a call is in a language that evaluation knows."""

from gardefou.kernel.transcript import Transcript
from gardefou.query.spoken_numbers import NUMBER_WORDS
from gardefou.query.text import tokens, without_removed

FEWEST_WORDS = 60
"""Fewer words, numbers left out, do not show a language."""
LEAST_SHARE = 0.1
"""Share of words of one list below which a call is in no known language; 60 words in a row of calls in French or English
have .2 or more, on the development calls, and of eight neighbouring languages .05 or less."""

_FRENCH = (
    "je vous est une pour dans avec elle oui votre avez suis alors donc nous cette etes moi bonjour madame monsieur "
    "merci revoir accord voila quel quelle fait etre avoir peux peut faut faire tout comme quand parce aussi leur "
    "chez ici depuis rien jamais toujours allez vais vos mon notre ont sont qu ai j ecoute euh heu hein ou etait "
    "meme apres avant maintenant chose journee aurevoir allo bien"
)
_ENGLISH = (
    "the you that it and not your my this what yes with are would could should they them their there because about "
    "from just know yeah thanks thank please hello good morning right but if how when where which who get got our "
    "than any some need want think help ll ve re he she him her his were been going can"
)
LISTS = tuple(frozenset(words.split()) for words in (_FRENCH, _ENGLISH))
"""Frequent words of each language that neighbouring languages do not write alike."""


def is_known(transcript: Transcript) -> bool:
    """Whether enough of its words are frequent ones of French, or of English; a call of few words counts as known."""
    said = [
        token
        for _, word in transcript.words()
        for token in tokens(without_removed(word.text))
        if token not in NUMBER_WORDS and not token.isdecimal()
    ]
    most = max(sum(token in words for token in said) for words in LISTS)
    return len(said) < FEWEST_WORDS or most >= LEAST_SHARE * len(said)
