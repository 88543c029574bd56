"""What stands on the left of an at sign, read backwards."""

from gardefou.hearing.recognisers.email_words import (
    FILLERS,
    JOINED,
    LONG_SEPARATORS,
    NEVER_NAMES,
    SEPARATORS,
    SPOKEN_SEPARATORS,
)
from gardefou.hearing.recognisers.reading import Reading
from gardefou.hearing.recognisers.tokens import TokenKind

_LONGEST = 60
_PRONOUNS = {"a", "i", "y"}


def find_name(reading: Reading, at: int) -> tuple[int, int] | None:
    """The first and last token of the name before an at sign, or None."""
    last = _before_hesitation(reading, at - 1)
    joined = (reading.folded(last - 1), reading.folded(last)) in JOINED
    if joined:
        last = _before_hesitation(reading, last - 2)
        last -= reading.folded(last) in ("en", "all", "as")
    if not is_part(reading, last):
        return None
    start = last - 1 if joined and _is_plain_word(reading, last - 1) else last
    first = _first(reading, start)
    alone = first == last
    if alone and (reading.folded(last) in NEVER_NAMES or reading.is_elided(last)):
        return None
    return first, last


def is_part(reading: Reading, index: int) -> bool:
    """Whether a token may be part of an address: a word or a number, not a time of day."""
    if not 0 <= index < len(reading.tokens):
        return False
    return reading.tokens[index].kind is TokenKind.WORD or index in reading.atom_over


def is_spelled_letter(reading: Reading, index: int) -> bool:
    """Whether a token is a letter on its own, not the remains of an elision."""
    return 0 <= index < len(reading.tokens) and reading.tokens[index].is_letter and not reading.is_elided(index)


def _before_hesitation(reading: Reading, index: int) -> int:
    while index >= 0 and (reading.folded(index) in FILLERS or reading.folded(index) in (",", "-")):
        index -= 1
    return index


def _is_plain_word(reading: Reading, index: int) -> bool:
    return is_part(reading, index) and not reading.is_elided(index) and reading.folded(index) not in NEVER_NAMES


def _first(reading: Reading, start: int) -> int:
    lowest = start - _LONGEST
    while start > lowest:
        before = _part_before(reading, start)
        if before is None:
            break
        start = before
    return start


def _part_before(reading: Reading, start: int) -> int | None:
    """The previous part of a name, when it belongs to the part at `start`."""
    index = _before_separators(reading, start)
    if index < start - 1:
        return index if is_part(reading, index) and not reading.is_elided(index) else None
    hesitates = reading.folded(index) == "," or reading.folded(index) in FILLERS
    if hesitates and _is_spelled(reading, index - 1) and _is_spelled(reading, start):
        return index - 1
    return index if _are_adjacent(reading, index, start) else None


def _before_separators(reading: Reading, start: int) -> int:
    """The token before the dots, dashes and underscores that stand before a part."""
    index = start - 1
    while index >= 0:
        if reading.folded(index) == "," and {reading.folded(index - 1), reading.folded(index + 1)} & SPOKEN_SEPARATORS:
            index -= 1
        length = _separator_length(reading, index)
        mark = length == 1 and reading.tokens[index].kind is TokenKind.MARK
        if not length or (mark and not reading.touching(index) and not is_spelled_letter(reading, start)):
            break
        index -= length
    return index


def _separator_length(reading: Reading, last: int) -> int:
    for words in LONG_SEPARATORS:
        if tuple(reading.folded(index) for index in range(last - len(words) + 1, last + 1)) == words:
            return len(words)
    return 1 if reading.folded(last) in SEPARATORS else 0


def _is_number(reading: Reading, index: int) -> bool:
    return is_part(reading, index) and index in reading.atom_over


def _is_spelled(reading: Reading, index: int) -> bool:
    return is_spelled_letter(reading, index) or _is_number(reading, index)


def _are_adjacent(reading: Reading, left: int, right: int) -> bool:
    """Whether two parts without a separator make one name: letters, then a word, then digits."""
    if not is_part(reading, left) or reading.is_elided(left):
        return False
    if reading.touching(left) and right == left + 1:
        return True
    if _is_number(reading, right):
        return reading.folded(left) not in NEVER_NAMES or is_spelled_letter(reading, left)
    if not is_spelled_letter(reading, left):
        return False
    return is_spelled_letter(reading, right) or reading.folded(left) not in _PRONOUNS
