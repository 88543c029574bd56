"""Whether a call is in a language that evaluation knows."""

from gardefou.kernel.transcript import Transcript
from gardefou.query.spoken_numbers import NUMBER_WORDS
from gardefou.query.text import tokens, without_removed

FEWEST_WORDS = 60
"""Fewer words, numbers left out, do not show a language."""
LEAST_SHARE = 0.06
"""Share of words of one list below which a call is in no known language. Any 60 words in a row of the development calls
have .11 or more, texts in eight neighbouring languages .04 or less."""

_FRENCH = (
    "vous est pour dans avec elle oui votre avez suis alors donc nous cette etes moi bonjour madame monsieur "
    "merci revoir accord voila quel quelle fait etre avoir peux peut faut faire tout comme quand parce aussi leur "
    "chez ici depuis rien jamais toujours allez vais vos mon notre sont qu ecoute hein etait meme apres "
    "maintenant chose journee pas bah heu ouais quoi sais enfin deja parle appelez attendez restez vont veut dire "
    "pouvez vraiment dites savez arrive encore comment puis ils aux peu voir envoyer"
)
_ENGLISH = (
    "the you that it and your my this what yes with are would could should they them their there because about "
    "from know yeah thanks thank please good morning right but if how when where which who got our some she him "
    "his were been going"
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
