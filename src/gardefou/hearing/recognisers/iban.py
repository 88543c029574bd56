"""International bank account numbers, written or spelled."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gardefou.hearing.recognisers.checksums import is_iban
from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan, is_free
from gardefou.hearing.recognisers.reading import Reading
from gardefou.hearing.recognisers.tokens import TokenKind
from gardefou.hearing.recognisers.vocabulary import BREAKING_MARKS, FILLERS

_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DZ": 26, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MA": 28, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25,
    "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
}  # fmt: skip
_SPELLED = {"effe": "F", "erre": "R", "ef": "F"}
_LONGEST_GAP = 8
_LONGEST_GROUP = 4
_MISHEARD_LONGEST = 60
_MISHEARD_FEWEST = 10


class _Piece(NamedTuple):
    """Characters of an account number and the last token that they come from."""

    characters: str
    last: int


class _Country(NamedTuple):
    code: str
    last: int
    certain: bool


def find_ibans(reading: Reading, found: Sequence[PersonalSpan]) -> Iterator[PersonalSpan]:
    """Account numbers outside what was found already, checked, or unmistakable by country and length."""
    free_from = 0
    for index, token in enumerate(reading.tokens):
        if token.start < free_from or token.kind is not TokenKind.WORD:
            continue
        country = _country(reading, index)
        span = _account(reading, index, country) if country and _has_check_digits(reading, country) else None
        if span is not None and is_free(span.start, span.end, found):
            free_from = span.end
            yield span


def _country(reading: Reading, index: int) -> _Country | None:
    token = reading.tokens[index]
    if len(token.text) == 2 and token.text.upper() in _LENGTHS:
        return _Country(token.text.upper(), index, token.text.isupper())
    first = _letter(reading, index)
    following = index + 1
    if first and reading.folded(following) in (".", ",", "-"):
        following += 1
    second = _letter(reading, following) if first and following < len(reading.tokens) else None
    if first and second and first + second in _LENGTHS:
        return _Country(first + second, following, True)
    return None


def _letter(reading: Reading, index: int) -> str | None:
    token = reading.tokens[index]
    if token.is_letter and not reading.is_elided(index):
        return token.text.upper()
    return _SPELLED.get(token.folded)


def _has_check_digits(reading: Reading, country: _Country) -> bool:
    first = _next_piece(reading, country.last + 1)
    second = _next_piece(reading, first.last + 1) if first else None
    characters = (first.characters if first else "") + (second.characters if second else "")
    return len(characters) > 1 and characters[:2].isdigit()


def _account(reading: Reading, index: int, country: _Country) -> PersonalSpan | None:
    pieces = _pieces(reading, country.last)
    start, length = reading.tokens[index].start, _LENGTHS[country.code]
    value = country.code
    for piece in pieces:
        value += piece.characters
        if len(value) >= length:
            if len(value) == length and is_iban(value):
                why = "country, length and check digits of an account number"
                return PersonalSpan(start, reading.tokens[piece.last].end, PersonalKind.IBAN, why)
            break
    return _misheard(reading, start, pieces) if country.certain else None


def _misheard(reading: Reading, start: int, pieces: Sequence[_Piece]) -> PersonalSpan | None:
    """An account number of which some was not heard right, up to its last digits."""
    while pieces and not pieces[-1].characters.isdigit():
        pieces = pieces[:-1]
    characters = "".join(piece.characters for piece in pieces)
    if not characters[:2].isdigit() or sum(character.isdigit() for character in characters) < _MISHEARD_FEWEST:
        return None
    end = reading.tokens[pieces[-1].last].end
    return PersonalSpan(
        start, end, PersonalKind.IBAN, "country and many digits of an account number, not all heard right"
    )


def _pieces(reading: Reading, last: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    length = 0
    while length < _MISHEARD_LONGEST:
        piece = _next_piece(reading, last + 1)
        if piece is None:
            break
        pieces.append(piece)
        length, last = length + len(piece.characters), piece.last
    return pieces


def _next_piece(reading: Reading, index: int) -> _Piece | None:
    for position in range(index, min(index + _LONGEST_GAP, len(reading.tokens))):
        token = reading.tokens[position]
        atom = reading.atom_at.get(position)
        if atom is not None:
            return _Piece(atom.digits, atom.last)
        letters = _letters(reading, position)
        if letters:
            return _Piece(letters, position)
        if token.text in BREAKING_MARKS or (token.kind is not TokenKind.MARK and token.folded not in FILLERS):
            return None
    return None


def _letters(reading: Reading, index: int) -> str | None:
    """Letters inside an account number: one that is spelled, or a group in capitals."""
    token = reading.tokens[index]
    if token.kind is not TokenKind.WORD or not token.text.isascii() or reading.is_elided(index):
        return None
    if len(token.text) == 1 or (token.text.isupper() and len(token.text) <= _LONGEST_GROUP):
        return token.text.upper()
    return None
