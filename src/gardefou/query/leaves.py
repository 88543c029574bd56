"""What a query asks for at its ends: words, figures, measures, meanings."""

import re
from collections.abc import Sequence

from lark import Token

from gardefou.kernel.measures import MeasureName, unit_of
from gardefou.query.comparison import Comparison, Limit
from gardefou.query.errors import Fault
from gardefou.query.limits import FEWEST_LETTERS_OF_WILDCARD, LONGEST_MEANING, MOST_WORDS_OF_PHRASE
from gardefou.query.model import Figure, FigureKind, Meaning, Measured, Phrase, Query
from gardefou.query.repair import at, closest, replaced
from gardefou.query.text import query_words
from gardefou.query.units import EXPECTED, MOST_DIGITS, measured_factor, said_factor

_KINDS = {
    **{kind.value: kind for kind in FigureKind},
    "nombre": FigureKind.NUMBER,
    "montant": FigureKind.AMOUNT,
    "duree": FigureKind.DURATION,
    "durée": FigureKind.DURATION,
}
_COMPARISONS = {**{each.value: each for each in Comparison}, "≥": Comparison.AT_LEAST, "≤": Comparison.AT_MOST}
_QUANTITY = re.compile(r"(\d+(?:[.,]\d+)?)\s*(.*)")
_MEANING = re.compile(r'meaning\s*\(\s*"([^"]*)"\s*(?:,\s*(\d(?:[.,]\d{1,6})?)\s*)?\)', re.IGNORECASE)
_LIKENESS = re.compile(r"((?:0[.,]\d{1,6}|1))\s*\)$")
_MEASURE_UNITS = {"ms": "20s", "share": "40%", "count": "1"}


def phrase(token: Token, exact: bool = False) -> Query:
    """Words in a row."""
    words = query_words(token)
    if not words:
        raise Fault("expected a word with a letter or a digit", at(token))
    if len(words) > MOST_WORDS_OF_PHRASE:
        cause = "a phrase has at most {most} words, this one has {count}"
        raise Fault(cause, at(token), most=MOST_WORDS_OF_PHRASE, count=len(words))
    for word in words:
        beside = word.strip("*")
        if beside != word and not beside.isdecimal() and len(beside) < FEWEST_LETTERS_OF_WILDCARD:
            cause = "a word with * needs {fewest} letters or a digit beside it"
            raise Fault(cause, at(token), fewest=FEWEST_LETTERS_OF_WILDCARD)
    return Phrase(words, exact)


def figure(text: str, parts: Sequence[Token]) -> Query:
    """A figure that was said, compared or not."""
    written = parts[0].strip("<> \t").lower()
    kind = _KINDS.get(written)
    if kind is None:
        near = closest(written, _KINDS)
        repaired = replaced(text, parts[0], f"<{near}>") if near else None
        raise Fault("figures are <number>, <amount> and <duration>", at(parts[0]), repaired)
    if len(parts) == 1:
        return Figure(kind)
    amount, unit = _quantity(parts[2])
    if not (factor := said_factor(kind, unit)):
        example = {FigureKind.NUMBER: "30", FigureKind.AMOUNT: "30 euros", FigureKind.DURATION: "12 months"}[kind]
        given = f"{amount:g}"
        better = given if kind is not FigureKind.DURATION else f"{given} months"
        repaired = replaced(text, parts[2], better)
        raise Fault("<{kind}> is compared with {example}", at(parts[2]), repaired, kind=kind.value, example=example)
    return Figure(kind, Limit(_COMPARISONS[parts[1]], amount * factor[0], factor[1]))


def measured(text: str, parts: Sequence[Token]) -> Query:
    """A measure of the call, compared."""
    written = parts[0].partition("(")[2].removesuffix(")").strip().lower()
    names = {each.value: each for each in MeasureName}
    if written not in names:
        near = closest(written, names)
        repaired = replaced(text, parts[0], f"measure({near})") if near else None
        raise Fault("there is no such measure; there are {names}", at(parts[0]), repaired, names=", ".join(names))
    unit = unit_of(names[written])
    amount, suffix = _quantity(parts[2])
    factor = measured_factor(unit, suffix)
    if factor is None:
        better = f"{amount:g}" + _MEASURE_UNITS[unit].lstrip("0123456789")
        raise Fault(EXPECTED[unit], at(parts[2]), replaced(text, parts[2], better), measure=written)
    return Measured(names[written], Limit(_COMPARISONS[parts[1]], amount * factor, suffix.lower()))


def _quantity(token: Token) -> tuple[float, str]:
    match = _QUANTITY.fullmatch(token)
    digits, _, decimals = (match[1] if match else "").replace(",", ".").partition(".")
    if not match or len(digits) > MOST_DIGITS or len(decimals) > 3:
        raise Fault("a limit has at most {most} digits and 3 decimals", at(token), most=MOST_DIGITS)
    return float(f"{digits}.{decimals or 0}"), match[2].strip()


def meaning(text: str, token: Token) -> Query:
    """A sentence to be near in meaning."""
    match = _MEANING.fullmatch(token)
    if not match:
        inner = re.sub(r'["()]|meaning|[,;]?\s*[\d.,]+\s*\)$', " ", token, flags=re.IGNORECASE)
        said = " ".join(inner.split())
        given = _LIKENESS.search(token)
        better = f'meaning("{said}", {given[1]})' if given else f'meaning("{said}")'
        repaired = replaced(text, token, better) if said else None
        raise Fault(
            'meaning takes a sentence in double quotes, and a likeness: meaning("...", 0.6)', at(token), repaired
        )
    said, at_least = " ".join(match[1].split()), match[2]
    if not query_words(said):
        raise Fault("expected a sentence with a word in it", at(token))
    if len(said) > LONGEST_MEANING:
        raise Fault("the sentence of meaning has at most {most} characters", at(token), most=LONGEST_MEANING)
    likeness = float(at_least.replace(",", ".")) if at_least else None
    if likeness is not None and not 0 < likeness <= 1:
        raise Fault("a likeness is above 0 and at most 1", at(token), replaced(text, token, f'meaning("{said}")'))
    return Meaning(said, likeness)
