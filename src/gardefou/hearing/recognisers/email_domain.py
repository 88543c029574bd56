"""What stands on the right of an at sign."""

from gardefou.hearing.recognisers.email_name import is_part, is_spelled_letter
from gardefou.hearing.recognisers.email_words import (
    DOTS,
    FILLERS,
    PROVIDERS,
    SPLIT_PROVIDERS,
    SPOKEN_SEPARATORS,
    TOP_DOMAINS,
)
from gardefou.hearing.recognisers.reading import Reading
from gardefou.hearing.recognisers.tokens import TokenKind

_LONGEST = 60
_MOST_SPLIT_WORDS = 3
_ENDS_WITHOUT_DOT = {"com", "fr", "net", "org"}


def find_domain(reading: Reading, index: int) -> tuple[int, bool] | None:
    """The last token of the domain after an at sign, and whether its end or its provider is a known one."""
    while reading.folded(index) in FILLERS or reading.folded(index) in (",", "-") or _is_bare_end(reading, index):
        index += 1
    if not is_part(reading, index):
        return None
    last = _end_of_label(reading, index)
    known = _is_provider(reading, index, last)
    furthest = index + _LONGEST
    while last < furthest:
        label = _label_after(reading, last, known)
        if label is None:
            label = None if known else _distant_end(reading, last)
        if label is None:
            break
        dotted = known or any(reading.folded(between) in DOTS for between in range(last + 1, label))
        last = _end_of_label(reading, label)
        known = known or (dotted and reading.folded(label) in TOP_DOMAINS) or _is_provider(reading, label, last)
    has_word = any(reading.tokens[part].kind is TokenKind.WORD for part in range(index, last + 1))
    return (last, known) if has_word else None


def _is_bare_end(reading: Reading, index: int) -> bool:
    """Whether a dot and a top domain follow an at sign at once, because what stood between was not heard."""
    return reading.folded(index) in DOTS and reading.folded(index + 1) in TOP_DOMAINS


def _distant_end(reading: Reading, last: int) -> int | None:
    """The top domain of a name that was heard as several words: "poste une point fr"."""
    for index in range(last + 1, last + 1 + _MOST_SPLIT_WORDS):
        if not is_part(reading, index):
            return None
        if reading.folded(index + 1) in DOTS and reading.folded(index + 2) in TOP_DOMAINS:
            return index + 2
    return None


def _is_provider(reading: Reading, first: int, last: int) -> bool:
    words = tuple(reading.folded(index) for index in range(first, last + 1))
    return words in SPLIT_PROVIDERS or (len(words) == 1 and words[0] in PROVIDERS)


def _end_of_label(reading: Reading, index: int) -> int:
    """The last token of a label that may have been split, spelled, or made of letters and digits."""
    while reading.touching(index) and is_part(reading, index + 1):
        index += 1
    if (reading.folded(index), reading.folded(index + 1)) in SPLIT_PROVIDERS:
        return index + 1
    furthest = index + _LONGEST
    while index < furthest and is_spelled_letter(reading, index):
        following = index + 2 if reading.folded(index + 1) in (",", "-") else index + 1
        if not is_spelled_letter(reading, following):
            break
        index = following
    return index


def _label_after(reading: Reading, last: int, known: bool) -> int | None:
    """The next label of a domain, when there is one."""
    index = last + 1
    if reading.folded(index) in FILLERS or (reading.folded(index) == "," and reading.folded(index + 1) in DOTS):
        index += 1
    word = reading.folded(index)
    if word in SPOKEN_SEPARATORS:
        return _spoken_label(reading, last, index)
    if word in (".", "-") and (reading.touching(last) or known) and index == last + 1:
        joined = reading.touching(last) and reading.touching(index) and is_part(reading, index + 1)
        ends = word == "." and reading.folded(index + 1) in TOP_DOMAINS
        return index + 1 if joined or ends else None
    return index if known and word in _ENDS_WITHOUT_DOT else None


def _spoken_label(reading: Reading, last: int, separator: int) -> int | None:
    label = separator + 2 if reading.folded(separator + 1) == "," else separator + 1
    ended = reading.folded(last) in TOP_DOMAINS and reading.folded(last - 1) in DOTS
    if ended and reading.folded(label) not in TOP_DOMAINS:
        return None
    return label if is_part(reading, label) else None
