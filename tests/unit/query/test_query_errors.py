"""What is said of a query that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.query.said import SharedWords, call, measures

from gardefou.query.describe import describe
from gardefou.query.lexicon import Lexicon
from gardefou.query.match import Searcher
from gardefou.query.parse import QueryError, parse_query

CALL = call(("0 a: Bonjour, trente euros cinquante par mois.", "3 c: Oui, merci.", "5 a: Au revoir !"))


@pytest.mark.parametrize(
    ("query", "column", "says", "fix"),
    [
        ("", 1, "expected a word", None),
        ('bonjour "madame', 9, "double quote is not closed", 'bonjour "madame"'),
        ('(bonjour | "bon soir)', 12, "double quote is not closed", '(bonjour | "bon soir")'),
        ("(bonjour", 9, "parentheses do not pair", "(bonjour)"),
        ("bonjour) madame", 8, "parentheses do not pair", "bonjour madame"),
        ("manager: bonjour", 1, "before a colon", None),
        ("costumer: bonjour", 1, "before a colon", "customer: bonjour"),
        ("bonjour | | merci", 11, "expected", "bonjour | merci"),
        ("bonjour |", 10, "not finished", "bonjour"),
        ("bonjour then", 13, "not finished", "bonjour"),
        ('bonjour "!?"', 9, "letter or a digit", None),
        ("adviser = bonjour", 9, "followed by a colon", "adviser: bonjour"),
        ("adviser: bonjour ET merci", 18, "no operator", "adviser: bonjour & merci"),
        ("bonjour OU (bonsoir OU allo)", 9, "no operator", "bonjour | (bonsoir | allo)"),
        ("a OR b AND c", 3, "no operator", "a | b & c"),
        ("SAUF colis", 1, "no operator", "not colis"),
        ("merci then then bien", 12, "between two operators", "merci then bien"),
        ("merci ~ 5 bien", 7, "number of words", "merci ~5 bien"),
        ("adviser: then merci", 10, "between two operators", "adviser: merci"),
        ("adviser:", 9, "not finished", None),
        ("premières 30 s: merci", 1, "first 30s", "first 30s: merci"),
        ("<amount> > trente", 12, "ends with a figure", "<amount> trente"),
        ('meaning("merci bien" 0.7)', 1, "in double quotes", 'meaning("merci bien", 0.7)'),
        ("first 30: merci", 1, "in seconds", "first 30s: merci"),
        ("last 30s merci", 9, "ends with a colon", "last 30s: merci"),
        ("merci ~ bien", 7, "number of words", "merci ~3 bien"),
        ("merci ~600 bien", 7, "1 to 50 words", "merci ~50 bien"),
        ("merci ~0 bien", 7, "1 to 50 words", "merci ~1 bien"),
        ("merci ~9000s bien", 7, "1 to 600 seconds", "merci ~600s bien"),
        ("merci ~3 (bien & sur)", 7, "no & and no not", None),
        ("merci then adviser: not oui", 7, "no & and no not", None),
        ("merci ~3 measure(holds) > 1", 7, "whole call", None),
        ("adviser: measure(holds) > 1", 1, "whole call", None),
        ("measure(hold) > 1", 1, "no such measure", "measure(holds) > 1"),
        ("measure(holds) > 1s", 18, "without a unit", "measure(holds) > 1"),
        ("measure(adviser_talk_share) > 40", 31, "such as 40%", "measure(adviser_talk_share) > 40%"),
        ("measure(holds) > 9999999999", 18, "at most 9 digits", None),
        ("<amount> > 30 months", 12, "30 euros", "<amount> > 30"),
        ("<price> > 30", 1, "figures are", None),
        ('meaning("bonjour", 7)', 1, "at most 1", 'meaning("bonjour")'),
        ("= merci", 1, "right before a word", "=merci"),
        ("« bonjour » & & merci", 15, "expected", '" bonjour " & merci'),
        ("e* & merci", 1, "needs 2 letters", None),
        ("@regrets", 1, "no list @regrets", None),
        ("(" * 60 + "a" + ")" * 60, 41, "parentheses may be open", None),
        ("a " * 3000, 1, "at most 2000", None),
        ("merci " + "-".join("a" * 51), 7, "at most 50 words", None),
        ("a" * 20_001, 20_001, "at most 20000", None),
        ("not " * 200 + "a", 641, "at most 160", None),
        (" | ".join(f"a{number:03}*" for number in range(101)), 1, "at most 100", None),
        (" then ".join("a" * 22), 143, "at most 20", None),
        (" & ".join(['meaning("a")'] * 21), 1, "at most 20", None),
    ],
)
def test_says_where_a_query_is_wrong(query: str, column: int, says: str, fix: str | None) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse_query(query)
    assert (caught.value.column, caught.value.fix) == (column, fix)
    if fix:
        parse_query(fix)


MARKS = [*"()|&~:=*<>@\"«»'%,.", " ", "\u00a0", "€", "\u0301", "> 30"]
WORDS = [
    "not",
    "then",
    "adviser:",
    "first 30s:",
    "~3",
    "~5s",
    "<amount>",
    "measure(holds)",
    "meaning(",
    "mois",
    "ET",
    "OU",
]
PIECES = st.sampled_from([*MARKS, *WORDS, "bonjour", "été", "e*", "12", "@oui(", "ET", "OU", "mois"])


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        assert 1 <= error.column <= len(text) + 1
        assert "\n" not in str(error)
        if error.fix:
            parse_query(error.fix)
    else:
        assert parse_query(describe(query)) == query
        Searcher(CALL, measures({}), SharedWords(CALL)).find(query)


def test_a_list_of_the_lexicon_is_told_with_its_entry() -> None:
    lexicon = Lexicon({"greetings": ["bonjour", "bonsoir |"], "polite": ["@greetings"]})
    with pytest.raises(QueryError, match="list @greetings, entry 2, column 10: the query is not finished") as caught:
        parse_query("merci & @polite", lexicon)
    assert caught.value.column == 9


@pytest.mark.parametrize(
    ("lists", "says"),
    [
        ({"a": ["@b"], "b": ["@a"]}, "in a circle"),
        ({"a": ["@missing"]}, "no list @missing"),
        ({"a": []}, "1 to 1000 entries"),
        ({"a": [3]}, "entry 1, is not a text"),
        ({"a": ["x"] * 1001}, "1 to 1000 entries"),
        ({f"l{number}": ["x"] for number in range(1001)} | {"a": ["x"]}, "at most 1000"),
        ({"a": ["@b0"]} | {f"b{number}": [f"@b{number + 1}"] for number in range(900)}, "40 deep"),
        ({"a": ["@b0"] * 9} | {f"b{n}": [f"@b{n + 1}"] * 9 for n in range(8)} | {"b8": ["x"]}, "at most 2000"),
        ({"a": ['"' + "x" * 30_000 + '"']}, "at most 20000"),
    ],
)
def test_a_lexicon_that_cannot_be_used_is_refused(lists: dict[str, list[str]], says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse_query("merci @a", Lexicon(lists))
    assert caught.value.column == 7


def test_an_unknown_list_is_told_with_the_nearest() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("merci & @gretings", Lexicon({"greetings": ["bonjour"]}))
    assert caught.value.fix == "merci & @greetings"
