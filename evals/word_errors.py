"""Word and character error rates on text made comparable: case, accents kept, punctuation gone, numbers as digits."""

import re

import jiwer
from text_to_num import alpha2digit

_NOT_WORD = re.compile(r"[^\w\s]|_")
_DIGIT = re.compile(r"(\d)")


def comparable(text: str, language: str) -> str:
    """The words in lower case, apostrophes and hyphens as spaces, each digit a word of its own."""
    plain = _NOT_WORD.sub(" ", text.lower().replace("’", "'"))
    return " ".join(_DIGIT.sub(r" \1 ", alpha2digit(" ".join(plain.split()), language)).split())


def counts(reference: str, hypothesis: str, language: str) -> tuple[int, int]:
    """Word errors and words of the reference."""
    said, heard = comparable(reference, language), comparable(hypothesis, language)
    if not said:
        return len(heard.split()), 0
    result = jiwer.process_words(said, heard)
    return result.substitutions + result.deletions + result.insertions, len(said.split())


def character_counts(reference: str, hypothesis: str, language: str) -> tuple[int, int]:
    """Character errors and characters of the reference, spaces not counted."""
    said, heard = (comparable(each, language).replace(" ", "") for each in (reference, hypothesis))
    result = jiwer.process_characters(said, heard)
    return result.substitutions + result.deletions + result.insertions, len(said)
