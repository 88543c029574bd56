"""Texts searched for patterns, in small letters without accents."""

import re
import unicodedata
from collections.abc import Mapping

from gardefou.query.text import folded

QUOTED = re.compile(r"«[^»]{0,300}»|“[^”]{0,300}”|\"[^\"]{0,300}\"")
WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans(
    {**dict.fromkeys("’‘ʼ′`´＇", "'"), **dict.fromkeys("‐‑‒–−", "-"), **dict.fromkeys("\u115f\u1160\u3164\uffa0", None)}
)
LOOK_ALIKES = str.maketrans("аеіоорсухѕјοаιερκ", "aeioopcyxsjoaiepk")
"""Small Cyrillic and Greek letters that look Latin, so that a word cannot be hidden behind one."""
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Cn"})
WORKER = r"(?:conseill\w+|teleconseill\w+|agente?|charge\w* de clientele|advis[eo]rs?|agents?|call-taker|operat\w+)"
OF_WORKER = rf"(?:(?:du|de la|de l'|des|of the) ?{WORKER}|(?:de|chez) la personne)"
SEEMS = (
    r"(?:est|etait|soit|reste\w*|se montre\w*|semble\w*|parait|demeure|"
    r"is|are|be|was|were|remains?|stays?|seems?|appears?|sounds?|comes? across(?: as)?)"
    r"(?:-t)?(?:-(?:elle|il|elles|ils))?(?:,? (?!et|ou|and|or|dans|in|au|en (?!colere))[\w'-]+){0,3}?"
)


def simplified(text: str) -> str:
    """The text in small letters without accents, with one kind of apostrophe and single spaces."""
    plain = " ".join(folded(text.translate(APOSTROPHES)).split())
    return plain if plain.isascii() else _visible(plain).translate(LOOK_ALIKES)


def _visible(text: str) -> str:
    """The text without marks that do not print, or that only stand on a letter."""
    return "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)


def without_quotes(text: str, fewest_words: int = 1) -> str:
    """The text without its quotations of at least that many words: what is quoted is words said."""
    return QUOTED.sub(lambda quoted: "…" if len(WORD.findall(quoted[0])) >= fewest_words else quoted[0], text)


def alternatives(*patterns: str) -> re.Pattern[str]:
    """One pattern that finds any of these as whole words; spaces in them stand for any blank."""
    return re.compile(r"\b(?:" + "|".join(patterns) + r")(?!\w)")


def first_match(patterns: Mapping[str, re.Pattern[str]], language: str, text: str) -> str | None:
    """The words that the pattern of a language finds first."""
    found = patterns[language].search(text)
    return found[0].strip() if found else None
