"""What a query that cannot be read was probably meant to be."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from lark import Token

from gardefou.query.errors import Fault
from gardefou.query.limits import LONGEST_QUERY_WITH_FIX

_STRAY = "|&~"


def at(token: Token) -> int:
    """Where a token starts, from 0."""
    return token.start_pos or 0


def replaced(text: str, token: Token, better: str) -> str:
    """The text with something else in a token's place."""
    start = at(token)
    return text[:start] + better + text[start + len(token) :]


def closest(word: str, among: Iterable[str]) -> str | None:
    """The nearest of some names."""
    return next(iter(get_close_matches(word, list(among), n=1, cutoff=0.6)), None)


def syntax_fault(text: str, place: int) -> Fault:
    """The fault at a place where the grammar allows nothing that is there."""
    if text.count('"') % 2:
        return Fault('a double quote is not closed: write "bonjour madame"', text.rindex('"'), _closed_quote(text))
    if opened := _unpaired(text):
        return opened
    before, after = text[:place].rstrip(), text[place:]
    if place >= len(text.rstrip()):
        return _unfinished(text, before)
    char = after[0]
    if char == ":":
        return Fault("a colon follows a speaker or a window, such as adviser: or first 30s:", place, before + after[1:])
    if char in _STRAY or re.match(r"then\b", after, re.IGNORECASE):
        rest = re.sub(r"^([|&]|~\S*|then\b)\s*", "", after, flags=re.IGNORECASE)
        cause = "between two operators a word or a phrase in double quotes is expected"
        return Fault(cause, place, f"{before} {rest}" if before else rest)
    if char == "=":
        cause = '= stands right before a word or a phrase: =merci or ="merci beaucoup"'
        rest = re.sub(r"^=+\s*", "", after)
        mark = "=" if re.match(r'[^\W_]|"', rest) else ""
        return Fault(cause, place, f"{before} {mark}{rest}")
    if char in "<>" or before.endswith(tuple("<>=")):
        return _comparison(text, place)
    return Fault(_expected(before), place, _mended(before, after))


def _expected(before: str) -> str:
    if re.search(r"(?<!\w)measure\s*\([^()]*\)$", before, re.IGNORECASE):
        return "a measure is compared, such as measure(longest_silence) > 20s"
    return "expected a word, a phrase in double quotes, |, &, not, or parentheses"


def _mended(before: str, after: str) -> str | None:
    if re.search(r"(?<!\w)measure\s*\([^()]*\)$", before, re.IGNORECASE):
        return f"{before} > 0 {after}"
    return f"{before} {after[1:]}" if after[1:].strip() or before else None


def _comparison(text: str, place: int) -> Fault:
    cause = "a comparison follows <number>, <amount>, <duration> or measure(...) and ends with a figure, such as > 30"
    start = text[:place].rstrip()
    for comparison in ("<=", ">=", "<", ">", "="):
        if start.endswith(f" {comparison}"):
            start = start.removesuffix(comparison).rstrip()
    rest = re.sub(r"^[<>=\s]+", "", text[place:])
    return Fault(cause, place, f"{start} {rest}" if start or rest else None)


def _unfinished(text: str, before: str) -> Fault:
    stem = _without_operators(before)
    if re.search(r"(?<!\w)measure\s*\([^()]*\)$", before, re.IGNORECASE):
        return Fault(_expected(before), len(text), f"{before} > 0")
    cause = "the query is not finished: a word or a phrase in double quotes is expected"
    return Fault(cause, len(text), stem if stem.strip() and stem != before else None)


def _without_operators(before: str) -> str:
    """The text up to its last word that is neither an operator nor a scope."""
    kept = before.rstrip()
    while kept:
        shorter = kept.rstrip("|&<>= \t\n")
        last = shorter.split(None)[-1] if len(shorter) <= LONGEST_QUERY_WITH_FIX and shorter else ""
        if last.lower() in {"not", "then", "first", "last"} or last.startswith("~") or last.endswith(":"):
            shorter = shorter.removesuffix(last).rstrip()
        if shorter == kept:
            break
        kept = shorter
    return kept


def _closed_quote(text: str) -> str:
    last = text.rindex('"')
    before, quoted = text[:last], text[last + 1 :].rstrip()
    while quoted.endswith(")") and before.count("(") > before.count(")"):
        return f'{before}"{quoted[:-1].rstrip()}")'
    return f'{before}"{quoted}"' if quoted.strip() else before


def _unpaired(text: str) -> Fault | None:
    bare = re.sub(r'"[^"\n]*"', lambda quoted: "." * len(quoted[0]), text)
    opened: list[int] = []
    for place, char in enumerate(bare):
        if char == "(":
            opened.append(place)
        elif char == ")" and opened:
            opened.pop()
        elif char == ")":
            return Fault("the parentheses do not pair: nothing is opened here", place, text[:place] + text[place + 1 :])
    if opened:
        repaired = text.rstrip() + ")" * len(opened)
        return Fault("the parentheses do not pair: one is not closed", len(text), repaired)
    return None
