"""Words, digits and marks of a text, with their offsets."""

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

_TOKEN = re.compile(r"(?P<digits>\d+)|(?P<word>(?:[^\W\d_]|[\u0300-\u036f])+)|(?P<mark>\S)")


class TokenKind(Enum):
    """What a token is made of."""

    WORD = auto()
    DIGITS = auto()
    MARK = auto()


_KINDS = {"digits": TokenKind.DIGITS, "word": TokenKind.WORD, "mark": TokenKind.MARK}


class Token(NamedTuple):
    """A stretch of letters or digits, or one mark; `folded` is in lower case without accents, digits in ASCII."""

    start: int
    end: int
    kind: TokenKind
    text: str
    folded: str

    def touches(self, other: "Token") -> bool:
        """Whether the other follows without white space."""
        return self.end == other.start

    @property
    def is_letter(self) -> bool:
        """Whether it may be a letter that was spelled; an accented one is a word."""
        return len(self.text) == 1 and self.kind is TokenKind.WORD and self.text.isascii()


def tokens_of(text: str) -> tuple[Token, ...]:
    """All tokens in order."""
    return tuple(_token(match) for match in _TOKEN.finditer(text))


def fold(text: str) -> str:
    """The text in lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _token(match: re.Match[str]) -> Token:
    kind, text = _KINDS[match.lastgroup or "mark"], match.group()
    folded = _ascii_digits(text) if kind is TokenKind.DIGITS else fold(text)
    return Token(match.start(), match.end(), kind, text, folded)


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else "".join(str(unicodedata.decimal(character)) for character in text)
