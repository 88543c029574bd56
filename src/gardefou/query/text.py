"""How words are compared: without accents, case, apostrophes, hyphens and punctuation."""

import re
import unicodedata

_SPELLED_OUT = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "€": " euros ", "£": " pounds ", "$": " dollars "}
)
_TOKEN = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """The text in lower case without accents; its length may change."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELLED_OUT))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def tokens(text: str) -> list[str]:
    """The folded words of a text: `"L'été, rendez-vous"` gives l, ete, rendez, vous."""
    return _TOKEN.findall(folded(text))
