"""E-mail addresses, written, dictated, or half of each."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gardefou.hearing.recognisers.email_domain import find_domain
from gardefou.hearing.recognisers.email_name import find_name
from gardefou.hearing.recognisers.email_words import ADDRESS_WORDS, AT_WORDS, BROKEN_AT
from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan
from gardefou.hearing.recognisers.reading import Reading

_ADDRESS_WORD_REACH = 10


class _At(NamedTuple):
    """An at sign on tokens `first` to `last`; `certain` unless the word has another meaning."""

    first: int
    last: int
    certain: bool


def find_emails(reading: Reading, found: Sequence[PersonalSpan]) -> Iterator[PersonalSpan]:
    """Every address; as the first recogniser it leaves nothing alone but what it found itself."""
    free_from = 0
    for index in range(len(reading.tokens)):
        at = _at(reading, index)
        address = _address(reading, at, free_from) if at is not None else None
        if address is not None:
            first, last = address
            free_from = last + 1
            start, end = reading.tokens[first].start, reading.tokens[last].end
            yield PersonalSpan(start, end, PersonalKind.EMAIL, "name, at sign and domain")


def _at(reading: Reading, index: int) -> _At | None:
    word = reading.folded(index)
    if word == "@" or word in AT_WORDS:
        return _At(index, index, True)
    if word in ("a", "la", "ar", "arr") and reading.folded(index + 1) in BROKEN_AT:
        return _At(index, index + 1, True)
    if word == "at":
        signed = reading.folded(index + 1) == "sign"
        return _At(index, index + 1 if signed else index, signed)
    return _At(index, index, False) if word == "chez" else None


def _address(reading: Reading, at: _At, free_from: int) -> tuple[int, int] | None:
    if at.first <= free_from:
        return None
    name, domain = find_name(reading, at.first), find_domain(reading, at.last + 1)
    if name is None or domain is None or name[1] < free_from:
        return None
    first, (last, known) = max(name[0], free_from), domain
    if not _is_believable(reading, at, (first, name[1]), known):
        return None
    begun, ended = reading.atom_over.get(first), reading.atom_over.get(last)
    return max(begun.first if begun else first, free_from), ended.last if ended else last


def _is_believable(reading: Reading, at: _At, name: tuple[int, int], known: bool) -> bool:
    """Whether a known domain, a composed name or the word "mail" show that it is an address."""
    first, last = name
    composed = last > first
    if at.certain:
        written = reading.touching(at.first - 1) and reading.touching(at.last)
        return known or composed or written
    return known and (composed or _is_announced(reading, first))


def _is_announced(reading: Reading, first: int) -> bool:
    for index in range(first - 1, max(-1, first - 1 - _ADDRESS_WORD_REACH), -1):
        if reading.folded(index) == "]":
            return False
        if reading.folded(index) in ADDRESS_WORDS:
            return True
    return False
