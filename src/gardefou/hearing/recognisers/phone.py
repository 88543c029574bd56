"""Telephone numbers of France, its neighbours and the United Kingdom, and any with an international prefix."""

import re

from gardefou.hearing.recognisers.runs import Run

_RULES = (
    (re.compile(r"0[1-9]\d{8}"), "ten digits after a leading zero"),
    (re.compile(r"0[1-37-9]\d{9}"), "eleven digits after a leading zero, as in the United Kingdom"),
    (re.compile(r"(00)?33(0?[1-9])\d{8}"), "prefix of France and nine digits"),
    (re.compile(r"(00)?440?[1-37]\d{8,9}"), "prefix of the United Kingdom and its digits"),
    (re.compile(r"00(32|352|41|49|34|39|351)0?[1-9]\d{7,9}"), "international prefix and a national number"),
)
_INTERNATIONAL = re.compile(r"[1-9]\d{7,14}")
_PREFIXES = ("33", "44", "32", "352", "41", "49", "34", "39", "351", "1")


def explain_phone(run: Run) -> str | None:
    """Why the whole run is a telephone number, or None."""
    digits = run.digits
    if _plus_before(run) is not None and _INTERNATIONAL.fullmatch(digits):
        return "plus sign and eight to fifteen digits"
    for pattern, why in _RULES:
        if pattern.fullmatch(digits):
            return why
    groups = [len(atom.digits) for atom in run.atoms if atom.written]
    return "three, three and four digits" if groups == [3, 3, 4] and len(run.atoms) == 3 else None


def start_of_phone(run: Run) -> int:
    """Offset of the number with its plus sign, written or spoken."""
    plus = _plus_before(run)
    return run.start if plus is None else run.reading.tokens[plus].start


def _plus_before(run: Run) -> int | None:
    index = run.atoms[0].first - 1
    word = run.reading.folded(index)
    if word == "+" or (word == "plus" and run.digits.startswith(_PREFIXES)):
        return index
    return None
