"""Numbers, amounts and durations as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.query.said import call
from text_to_num import text2num

from gardefou.query.comparison import Comparison, Limit
from gardefou.query.match import Searcher
from gardefou.query.model import Figure, FigureKind
from gardefou.query.parse import parse_query
from gardefou.query.quantities import quantities
from gardefou.query.text import Token, written_tokens
from gardefou.query.units import DAY, MONTH, YEAR

NUMBER, AMOUNT, DURATION = FigureKind


def figures(said: str, language: str) -> list[tuple[FigureKind, float]]:
    tokens: list[Token] = [token for word in said.split() for token in written_tokens(word)]
    return [(each.kind, each.value) for each in quantities(tokens, [0] * len(tokens), language)]


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("34,99 €", "fr", [(AMOUNT, 34.99), (NUMBER, 34.99)]),
        ("34,99€/mois", "fr", [(AMOUNT, 34.99), (NUMBER, 34.99)]),
        ("trente-quatre euros quatre-vingt-dix-neuf", "fr", [(AMOUNT, 34.99), (NUMBER, 34)]),
        ("trente euros et dix mois", "fr", [(AMOUNT, 30), (NUMBER, 30), (DURATION, 10 * MONTH), (NUMBER, 10)]),
        ("dix euros 12 mois", "fr", [(AMOUNT, 10), (NUMBER, 10), (DURATION, YEAR), (NUMBER, 12)]),
        ("trente euros, cinquante", "fr", [(AMOUNT, 30), (NUMBER, 30), (NUMBER, 50)]),
        ("30 euros 2 fois", "fr", [(AMOUNT, 30), (NUMBER, 30), (NUMBER, 2)]),
        ("cinquante centimes", "fr", [(AMOUNT, 0.5), (NUMBER, 50)]),
        ("1 250,50 euros", "fr", [(AMOUNT, 1250.5), (NUMBER, 1250.5)]),
        ("deux virgule zéro cinq", "fr", [(NUMBER, 2.05)]),
        ("deux mille trois cent quatre-vingt-onze", "fr", [(NUMBER, 2391)]),
        ("vingt et un jours", "fr", [(DURATION, 21 * DAY), (NUMBER, 21)]),
        ("un an", "fr", [(DURATION, YEAR), (NUMBER, 1)]),
        ("zéro six douze", "fr", [(NUMBER, 0), (NUMBER, 6), (NUMBER, 12)]),
        ("vingt ou trente", "fr", [(NUMBER, 20), (NUMBER, 30)]),
        ("10 pour cent", "fr", [(NUMBER, 10)]),
        ("les deux s'il vous plaît", "fr", [(NUMBER, 2)]),
        ("un problème et une question", "fr", []),
        ("thirty-four pounds ninety-nine", "en", [(AMOUNT, 34.99), (NUMBER, 34)]),
        ("£1,250.50", "en", [(AMOUNT, 1250.5), (NUMBER, 1250.5)]),
        ("two hundred and five dollars", "en", [(AMOUNT, 205), (NUMBER, 205)]),
        ("nine point nine nine", "en", [(NUMBER, 9.99)]),
        ("a hundred times", "en", [(NUMBER, 100)]),
        ("a year", "en", [(DURATION, YEAR), (NUMBER, 1)]),
        ("one of them", "en", []),
        ("1234567890123", "en", []),
    ],
)
def test_reads_a_figure(said: str, language: str, expected: list[tuple[FigureKind, float]]) -> None:
    assert figures(said, language) == expected


@given(st.integers(0, 999_999), st.sampled_from(("fr", "en")))
def test_reads_the_words_of_any_number_as_another_reader_does(number: int, language: str) -> None:
    said = spelled(number, language)
    assert text2num(said, language) == number
    assert figures(said, language) == ([(NUMBER, number)] if said not in {"un", "one"} else [])


def spelled(number: int, language: str) -> str:
    names = {
        "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
        "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    }[language].split()
    hundred, thousand = {"fr": ("cent", "mille"), "en": ("hundred", "thousand")}[language]
    if number >= 1000:
        above = "" if number < 2000 and language == "fr" else spelled(number // 1000, language) + " "
        return (above + thousand + " " + (spelled(number % 1000, language) if number % 1000 else "")).strip()
    if number >= 100:
        above = "" if number < 200 and language == "fr" else names[number // 100] + " "
        return (above + hundred + " " + (spelled(number % 100, language) if number % 100 else "")).strip()
    if number < 20:
        return names[number]
    tens, units = divmod(number, 10)
    if language == "fr" and tens in {7, 9}:
        and_ = " et " if number == 71 else "-"
        return names[18 + tens - 1] + and_ + names[10 + units] if units else names[18 + tens]
    and_ = " et " if language == "fr" and units == 1 and tens < 8 else "-"
    return names[18 + tens] + (and_ + names[units] if units else "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("<montant> >= 30 €", Figure(AMOUNT, Limit(Comparison.AT_LEAST, 30, "euros"))),
        ("<amount> ≤ 9,5 pounds", Figure(AMOUNT, Limit(Comparison.AT_MOST, 9.5, "pounds"))),
        ("<durée> = 2 ans", Figure(DURATION, Limit(Comparison.EQUAL, 2 * YEAR, "ans"))),
        ("<number> =3", Figure(NUMBER, Limit(Comparison.EQUAL, 3))),
        ("< number > < 3", Figure(NUMBER, Limit(Comparison.BELOW, 3))),
    ],
)
def test_reads_a_comparison(query: str, expected: Figure) -> None:
    assert parse_query(query) == expected


@pytest.mark.parametrize(("query", "holds"), [("<amount> > 30 €", False), ("<amount> > 30 $", True)])
def test_a_currency_that_is_named_must_be_said(query: str, holds: bool) -> None:
    assert Searcher(call(("a: Forty dollars.",), "en")).find(parse_query(query)).found is holds
