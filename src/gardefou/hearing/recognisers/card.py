"""Numbers of payment cards."""

import re

from gardefou.hearing.recognisers.checksums import passes_luhn
from gardefou.hearing.recognisers.runs import Run

LONGEST = 19
"""Digits of the longest card number."""

CARD_WORDS = frozenset({"carte", "card", "visa", "mastercard", "amex", "cb", "bancaire", "bleue"})

_ISSUED = (
    re.compile(r"(4|5|6)\d{12,18}"),
    re.compile(r"2[2-7]\d{14}"),
    re.compile(r"3[47]\d{13}"),
    re.compile(r"3[0689]\d{12}"),
    re.compile(r"35\d{14}"),
)
_WORD_REACH = 8


def explain_card(run: Run) -> str | None:
    """Why the whole run is the number of a card, or None."""
    digits = run.digits
    if not any(pattern.fullmatch(digits) for pattern in _ISSUED):
        return None
    if passes_luhn(digits):
        return "length, issuer and check digit of a payment card"
    if len(digits) in (15, 16) and _follows_card_word(run):
        return "length and issuer of a payment card after a word for one, check digit misheard"
    return None


def _follows_card_word(run: Run) -> bool:
    first = run.atoms[0].first
    return any(run.reading.folded(index) in CARD_WORDS for index in range(max(0, first - _WORD_REACH), first))
