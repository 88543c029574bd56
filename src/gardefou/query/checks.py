"""What a query may not be: too large, or asking for what cannot be."""

import re

from gardefou.query import limits
from gardefou.query.errors import Fault
from gardefou.query.model import (
    AllOf,
    Meaning,
    Measured,
    NearTime,
    NearWords,
    Not,
    Phrase,
    Query,
    Then,
    inside,
    parts_of,
)

_PAIRS = (NearWords, NearTime, Then)
_SCOPE = re.compile(r"(?<!\w)not(?!\w)|:", re.IGNORECASE)
_CAPITALS = {"ET": "&", "AND": "&", "OU": "|", "OR": "|", "SAUF": "& not", "SANS": "& not", "NON": "& not"}
_CAPITAL = re.compile(r"(?<![^\s()|&:])(" + "|".join(_CAPITALS) + r")(?![^\s()|&])")
_SPEAKER_EQUALS = re.compile(r"(?<!\w)(adviser|customer|conseill[eè]re?|cliente?)(\s*)=(?!=)", re.IGNORECASE)
_WINDOW_WITHOUT_COLON = re.compile(r"(?<!\w)((?:first|last)\s+\d[\d.,]*)\s*s(?![\w.,])(?!\s*:)", re.IGNORECASE)
_FRENCH_WINDOW = re.compile(r"(?<!\w)(premi[eè]re?s?|derni[eè]re?s?)\s+(\d[\d.,]*)\s*s?(?:ec\w*)?\s*:", re.IGNORECASE)
_MOST = (
    (limits.MOST_WORDS, "with its lists written out, a query has at most {most} words and operators"),
    (limits.MOST_WILDCARDS, "with its lists written out, a query has at most {most} words with *"),
    (limits.MOST_IN_SEQUENCE, "with its lists written out, a query has at most {most} uses of ~ and then"),
    (limits.MOST_MEANINGS, "with its lists written out, a query has at most {most} uses of meaning"),
)
_FRENCH_MEASURE = re.compile(r"(?<!\w)mesure\s*\(", re.IGNORECASE)


def outside_quotes(text: str) -> str:
    """The text with what stands between double quotes replaced, so that columns stay."""
    return re.sub(r'"[^"\n]*"', lambda quoted: "." * len(quoted[0]), text)


def check_text(text: str) -> None:
    """Refuse what is too large to be read, and what looks like an operator and would be read as a word."""
    if len(text) > limits.LONGEST_QUERY:
        cause = "a query has at most {most} characters, this one has {count}"
        raise Fault(cause, limits.LONGEST_QUERY, most=limits.LONGEST_QUERY, count=len(text))
    if not text.strip():
        raise Fault("expected a word or a phrase in double quotes", 0)
    bare = outside_quotes(text)
    _check_depth(bare)
    for count, scope in enumerate(_SCOPE.finditer(bare)):
        if count == limits.MOST_SCOPES:
            raise Fault("at most {most} scopes and negations may be", scope.start(), most=limits.MOST_SCOPES)
    _check_looks(text, bare)


def _check_depth(bare: str) -> None:
    depth = 0
    for place, char in enumerate(bare):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth > limits.DEEPEST_NESTING:
            raise Fault("at most {most} parentheses may be open at once", place, most=limits.DEEPEST_NESTING)


def _check_looks(text: str, bare: str) -> None:
    if speaker := _SPEAKER_EQUALS.search(bare):
        repaired = f"{text[: speaker.start()]}{speaker[1]}: {text[speaker.end() :].lstrip()}"
        raise Fault("a speaker is followed by a colon", speaker.end() - 1, repaired)
    if window := _WINDOW_WITHOUT_COLON.search(bare):
        repaired = f"{text[: window.start()]}{window[1]}s: {text[window.end() :].lstrip()}"
        raise Fault("a window ends with a colon, such as first 30s:", window.end(), repaired)
    if window := _FRENCH_WINDOW.search(bare):
        edge = "first" if window[1].lower().startswith("p") else "last"
        repaired = f"{text[: window.start()]}{edge} {window[2]}s:{text[window.end() :]}"
        raise Fault("a window is written first 30s: or last 30s:", window.start(), repaired)
    if measure := _FRENCH_MEASURE.search(bare):
        repaired = f"{text[: measure.start()]}measure({text[measure.end() :]}"
        raise Fault("a measure is written measure(...)", measure.start(), repaired)
    if capital := _CAPITAL.search(bare):
        named = _CAPITALS[capital[1]]
        before = text[: capital.start()].rstrip(" \t\n&|")
        operator = named if before.strip() and not before.endswith("(") else named.removeprefix("& ")
        repaired = f"{before} {operator} {text[capital.end() :].lstrip()}"
        cause = '{written} is no operator: write {operator}, or "{word}" for the word'
        written, word = capital[1], capital[1].lower()
        raise Fault(cause, capital.start(), repaired, written=written, operator=named, word=word)


def check_size(query: Query) -> None:
    """Refuse more parts than a matcher should have to look for, counting without walking further than the limit."""
    words = wildcards = pairs = meanings = 0
    waiting = [query]
    while waiting:
        each = waiting.pop()
        waiting.extend(parts_of(each))
        pairs += isinstance(each, _PAIRS)
        meanings += isinstance(each, Meaning)
        words += 1
        if isinstance(each, Phrase):
            words += len(each.words) - 1
            wildcards += sum("*" in word for word in each.words)
        for count, (limit, cause) in zip((words, wildcards, pairs, meanings), _MOST, strict=True):
            if count > limit:
                raise Fault(cause, 0, most=limit)


def check_said(part: Query, beside: str, start: int) -> None:
    """Refuse beside ~ and then what is not said at one place."""
    for each in inside(part):
        if isinstance(each, AllOf | Not):
            cause = "only what is said at one place may stand beside {beside}: no & and no not"
            raise Fault(cause, start, beside=beside)
        if isinstance(each, Measured):
            cause = "measure(...) is about the whole call: it has no place beside {beside}"
            raise Fault(cause, start, beside=beside)


def check_scoped(part: Query, start: int) -> None:
    """Refuse in a scope what is about the whole call."""
    if any(isinstance(each, Measured) for each in inside(part)):
        raise Fault("measure(...) is about the whole call: it has no place after adviser: or first 30s:", start)
