"""Texts searched for patterns, in small letters without accents."""

import re
from collections.abc import Mapping

from gardefou.query.text import folded

QUOTED = re.compile(r"«[^»]{0,300}»|“[^”]{0,300}”|\"[^\"]{0,300}\"")
WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "–": "-"})


def simplified(text: str) -> str:
    """The text in small letters without accents, with one kind of apostrophe and single spaces."""
    return " ".join(folded(text.translate(APOSTROPHES)).split())


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
