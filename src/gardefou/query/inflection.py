"""Which words are forms of one: the same stem in French or English."""

import re
import threading
from functools import lru_cache

import Stemmer

from gardefou.query.text import folded

FEWEST_LETTERS = 4
"""A shorter word has no inflection, and two forms of one word begin with as many same letters."""
_ALGORITHMS = {"fr": ("french",), "en": ("english",)}
_UNACCENTED_PARTICIPLE = re.compile(r"e(e?s?)$")

# Words of grammar, and words of set phrases whose stem is that of another word ("du coup", "couper").
_FRENCH = (
    "alors attention aussi autre autres avant avec avoir avons bien cela celle cette chez comme coup coups dans depuis "
    "dont elle elles encore entre etaient etais etait etre faut fois leur leurs lors mais meme memes moins nous notre "
    "part parce pendant plus point pour pourquoi propos puis quand quel quelle quelles quelque quelques quels quoi "
    "sans sera sinon sois sommes sont sous suis suit suite tant tous tout toute toutes tres trop vers votre vous"
)
_ENGLISH = (
    "about also been being custom customs does doing each else even ever every from have having here into just like "
    "more most much must only other over same some such than that their them then there these they this those though "
    "very were what when where which while will with would your"
)
UNINFLECTED = frozenset(f"{_FRENCH} {_ENGLISH}".split())


class Inflection(threading.local):
    """The stems of one language; of both where it is neither French nor English.

    Each thread has stemmers of its own: one is not safe in two.
    """

    def __init__(self, language: str) -> None:
        algorithms = _ALGORITHMS.get(language[:2].lower(), ("french", "english"))
        self._stemmers = [Stemmer.Stemmer(each, 0) for each in algorithms]

    def keys(self, accented: str) -> frozenset[str]:
        """What two forms of one word have in common: none for a short word and a word of grammar.

        Words are heard with their accents and often written without, so that both spellings are stemmed.
        """
        plain = folded(accented)
        if len(plain) < FEWEST_LETTERS or plain in UNINFLECTED or not plain.isalpha():
            return frozenset()
        spellings = {accented, plain, _UNACCENTED_PARTICIPLE.sub(r"é\1", plain)}
        stems = {folded(stemmer.stemWord(each)) for stemmer in self._stemmers for each in spellings}
        return frozenset(f"{plain[:FEWEST_LETTERS]} {stem}" for stem in stems)


@lru_cache(maxsize=4)
def inflection_of(language: str) -> Inflection:
    """The stems of a language, made once."""
    return Inflection(language)
