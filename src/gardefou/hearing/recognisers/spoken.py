"""Numbers said in French or English words, read to the digits that they stand for."""

from collections.abc import Sequence
from typing import NamedTuple

from gardefou.hearing.recognisers.tokens import Token, TokenKind

_ZEROS = {"zero", "zeros", "oh", "o", "nought", "naught"}
_UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_HUNDREDS = {"cent", "cents", "hundred"}
_THOUSANDS = {"mille", "mil", "thousand"}
_MILLIONS = {"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "billion": 10**9}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_AMBIGUOUS = {"un", "une", "one", "neuf", "oh", "o"}


class Spoken(NamedTuple):
    """A number as said, up to the token `after`; `ambiguous` words have another meaning, `scaled` ones name powers."""

    digits: str
    after: int
    ambiguous: bool = False
    scaled: bool = False


class _Part(NamedTuple):
    value: int
    after: int


def read_spoken(tokens: Sequence[Token], index: int) -> Spoken | None:
    """The longest number that starts at a token, or None."""
    word = _word(tokens, index)
    if word is None:
        return _written_thousands(tokens, index)
    if word in _ZEROS:
        return Spoken("0", index + 1, word in _AMBIGUOUS)
    if word in _REPEATS:
        return _repeated(tokens, index)
    part = _whole(tokens, index)
    if part is None:
        return None
    single = part.after == index + 1
    scaled = any(token.folded in _THOUSANDS or token.folded in _MILLIONS for token in tokens[index : part.after])
    return Spoken(str(part.value), part.after, single and word in _AMBIGUOUS, scaled)


def _word(tokens: Sequence[Token], index: int) -> str | None:
    if index < len(tokens) and tokens[index].kind is TokenKind.WORD:
        return tokens[index].folded
    return None


def _next(tokens: Sequence[Token], index: int) -> int:
    """The token after a hyphen that follows, or `index` itself when none does."""
    hyphen = index < len(tokens) and tokens[index].text in "-‐‑" and _word(tokens, index + 1) is not None
    return index + 1 if hyphen else index


def _repeated(tokens: Sequence[Token], index: int) -> Spoken | None:
    following = _next(tokens, index + 1)
    if following >= len(tokens):
        return None
    token = tokens[following]
    digit = "0" if token.folded in _ZEROS else str(_UNITS.get(token.folded, ""))
    if token.kind is TokenKind.DIGITS and len(token.folded) == 1:
        digit = token.folded
    return Spoken(digit * _REPEATS[tokens[index].folded], following + 1) if digit else None


def _written_thousands(tokens: Sequence[Token], index: int) -> Spoken | None:
    """A number such as "3 mille", whose multiplier is in digits."""
    token = tokens[index]
    if token.kind is not TokenKind.DIGITS or len(token.folded) > 3 or token.folded.startswith("0"):
        return None
    if _word(tokens, index + 1) not in _THOUSANDS:
        return None
    rest = _rest_of_thousand(tokens, index + 2)
    return Spoken(str(int(token.folded) * 1000 + rest.value), rest.after, scaled=True)


def _whole(tokens: Sequence[Token], index: int) -> _Part | None:
    total, limit = 0, 10**12
    part = _below_million(tokens, index)
    if part is None:
        return None
    while True:
        following = _next(tokens, part.after)
        size = _MILLIONS.get(_word(tokens, following) or "", limit)
        if size >= limit:
            return _Part(total + part.value, part.after)
        total, limit = total + part.value * size, size
        rest = _below_million(tokens, _next(tokens, following + 1))
        if rest is None:
            return _Part(total, following + 1)
        part = rest


def _below_million(tokens: Sequence[Token], index: int) -> _Part | None:
    word = _word(tokens, index)
    if word in _THOUSANDS and word != "thousand":
        return _thousands(tokens, 1, index)
    part = _below_thousand(tokens, index)
    if part is None:
        return None
    following = _next(tokens, part.after)
    if _word(tokens, following) in _THOUSANDS:
        return _thousands(tokens, part.value, following)
    return part


def _thousands(tokens: Sequence[Token], multiplier: int, index: int) -> _Part:
    rest = _rest_of_thousand(tokens, index + 1)
    return _Part(multiplier * 1000 + rest.value, rest.after)


def _rest_of_thousand(tokens: Sequence[Token], index: int) -> _Part:
    """What follows "mille", unless it is itself a multiplier of another "mille" or the first of several digits."""
    start = _next(tokens, index)
    if _word(tokens, start) == "and":
        start += 1
    rest = _below_thousand(tokens, start)
    if rest is None or _word(tokens, _next(tokens, rest.after)) in _THOUSANDS or _is_dictated(tokens, rest):
        return _Part(0, index)
    return rest


def _below_thousand(tokens: Sequence[Token], index: int) -> _Part | None:
    if _word(tokens, index) == "cent":
        return _hundreds(tokens, 1, index)
    part = _below_hundred(tokens, index)
    if part is None:
        return None
    following = _next(tokens, part.after)
    word = _word(tokens, following)
    multiplies = part.value < 20 and part.value != 10
    if word == "hundred" or (word in _HUNDREDS and multiplies):
        return _hundreds(tokens, part.value, following)
    return part


def _hundreds(tokens: Sequence[Token], multiplier: int, index: int) -> _Part:
    start = _next(tokens, index + 1)
    if tokens[index].folded == "hundred" and _word(tokens, start) == "and":
        start += 1
    rest = _below_hundred(tokens, start)
    if rest is None or _is_dictated(tokens, rest):
        return _Part(multiplier * 100, index + 1)
    return _Part(multiplier * 100 + rest.value, rest.after)


def _is_dictated(tokens: Sequence[Token], part: _Part) -> bool:
    """Whether a single digit is followed by another one, as in "nine hundred, one two three" without the comma."""
    following = _word(tokens, part.after)
    return part.value < 10 and (following in _UNITS or following in _ZEROS)


def _below_hundred(tokens: Sequence[Token], index: int) -> _Part | None:
    word = _word(tokens, index)
    if word is None:
        return None
    if word in _TENS:
        return _tens(tokens, index)
    if word in _TEENS:
        return _teens(tokens, index)
    if word not in _UNITS:
        return None
    if word == "quatre" and _is_eighty(tokens, index):
        return _after_tens(tokens, 80, _next(tokens, index + 1) + 1, below=20)
    return _Part(_UNITS[word], index + 1)


def _is_eighty(tokens: Sequence[Token], index: int) -> bool:
    twenty = _next(tokens, index + 1)
    if _word(tokens, twenty) not in ("vingt", "vingts"):
        return False
    joined, continued = twenty > index + 1, _next(tokens, twenty + 1) > twenty + 1
    return joined or not continued


def _tens(tokens: Sequence[Token], index: int) -> _Part:
    word = tokens[index].folded
    return _after_tens(tokens, _TENS[word], index + 1, below=20 if word == "soixante" else 10)


def _after_tens(tokens: Sequence[Token], tens: int, index: int, below: int) -> _Part:
    start = _next(tokens, index)
    if _word(tokens, start) == "et" and _word(tokens, _next(tokens, start + 1)) in ("un", "une", "onze"):
        start = _next(tokens, start + 1)
    word = _word(tokens, start)
    if word in _UNITS:
        return _Part(tens + _UNITS[word], start + 1)
    if word in _TEENS and below == 20:
        teens = _teens(tokens, start)
        return _Part(tens + teens.value, teens.after)
    return _Part(tens, index)


def _teens(tokens: Sequence[Token], index: int) -> _Part:
    following = _next(tokens, index + 1)
    word = _word(tokens, following)
    if tokens[index].folded == "dix" and word in ("sept", "huit", "neuf"):
        return _Part(10 + _UNITS[word], following + 1)
    return _Part(_TEENS[tokens[index].folded], index + 1)
