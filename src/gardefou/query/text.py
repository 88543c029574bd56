"""How words are compared: without accents, case, apostrophes, hyphens and punctuation."""

import re
import unicodedata
from dataclasses import dataclass

_SPELLED_OUT = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "€": " euros ", "£": " pounds ", "$": " dollars "}
)
_TOKEN = re.compile(r"[^\W_]+")
_TOKEN_OR_WILDCARD = re.compile(r"\*?[^\W_]+\*?")

_REMOVED = re.compile(
    r"\[(?:téléphone|adresse e-mail|iban|carte|numéro|phone|e-mail|card|number)\]",
    re.IGNORECASE,
)
"""What hearing writes in the place of personal data."""


def without_removed(text: str) -> str:
    """The text without what stands in the place of personal data."""
    return _REMOVED.sub(" ", text) if "[" in text else text


def folded(text: str) -> str:
    """The text in lower case without accents; its length may change."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELLED_OUT))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def lowered(text: str) -> str:
    """The text in lower case with its accents, spelled out as `folded` does."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_SPELLED_OUT)).lower())


def tokens(text: str) -> list[str]:
    """The folded words of a text: `"L'été, rendez-vous"` gives l, ete, rendez, vous."""
    return _TOKEN.findall(folded(text))


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word with its accents, what stands before it in the same written word, and whether a mark follows."""

    text: str
    accented: str
    before: str = ""
    closed: bool = False


def written_tokens(text: str) -> list[Token]:
    """The tokens of one word of a transcript; what stands in the place of personal data is none."""
    text = without_removed(text)
    if text.isascii() and text.isalnum():
        return [Token(text.lower(), text.lower())]
    plain = folded(text)
    found = list(_TOKEN.finditer(plain))
    accented = _accented([each[0] for each in found], _TOKEN.findall(lowered(text)))
    ends = [each.end() for each in found]
    before = [plain[end : each.start()] for end, each in zip([0, *ends], found, strict=False)]
    closed = [False] * (len(found) - 1) + [bool(found) and bool(re.search(r"[,.;:?!…]", plain[ends[-1] :]))]
    return [
        Token(each[0], spelled, space, end)
        for each, spelled, space, end in zip(found, accented, before, closed, strict=False)
    ]


def query_words(text: str) -> tuple[str, ...]:
    """The words of a query in lower case with their accents, and with the wildcards before and after them."""
    plain = _TOKEN_OR_WILDCARD.findall(folded(text))
    return tuple(_accented(plain, _TOKEN_OR_WILDCARD.findall(lowered(text))))


def _accented(plain: list[str], accented: list[str]) -> list[str]:
    """Each word with its accents where that is the same word."""
    if len(plain) != len(accented):
        return plain
    return [
        spelled if folded(spelled) == word and lowered(spelled) == spelled else word
        for word, spelled in zip(plain, accented, strict=True)
    ]
