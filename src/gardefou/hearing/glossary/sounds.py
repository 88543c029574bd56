"""What words sound like, roughly and alike in French and English, so that spellings can be compared."""

import re
import unicodedata
from functools import lru_cache

_VOWELS_OF_MARKS = str.maketrans("éèêëœæ", "eeeeee")
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[ç]", "s"),
        (r"ph", "f"),
        (r"s?ch|sh", "j"),
        (r"th", "t"),
        (r"qu?|ck", "k"),
        (r"gu(?=[eiy])", "k"),
        (r"g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"x", "ks"),
        (r"eaux?|aux?|ou", "o"),
        (r"oi", "oa"),
        (r"[ae]i|ay|ey|eu|ee|ea|ie", "e"),
        (r"h", ""),
        (r"(?<=[^\Waeiouy\d]{1})e(s|nt)?\b", ""),
        (r"(?<=\w\w)[dtsxzp]\b", ""),
    )
)
_CLASSES = str.maketrans("bcdgiqmuvwyz", "pktkeknoffes")
_DOUBLED = re.compile(r"([a-z])\1+")
_NO_SOUND = re.compile(r"[^a-z0-9 ]")


@lru_cache(maxsize=20_000)
def sound_of(text: str) -> str:
    """A letter for each sound, several sounds sharing one; digits stay, and spaces and marks go."""
    plain = text.lower().translate(_VOWELS_OF_MARKS)
    for pattern, sound in _RULES:
        plain = pattern.sub(sound, plain)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    classes = _NO_SOUND.sub("", bare).translate(_CLASSES).replace(" ", "")
    return _DOUBLED.sub(r"\1", classes)


@lru_cache(maxsize=50_000)
def distance(one: str, other: str) -> int:
    """How many sounds have to be changed, added or left out to make one of the other."""
    row = list(range(len(other) + 1))
    for index, sound in enumerate(one, start=1):
        before, row[0] = row[0], index
        for place, wanted in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (sound != wanted))
    return row[-1]
