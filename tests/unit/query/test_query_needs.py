"""What a query needs beside the transcript, and where it looks."""

import pytest
from pydantic import BaseModel, ConfigDict
from tests.unit.query.said import SharedWords, call, measures

from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.measures import MeasureName
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role
from gardefou.query.describe import describe
from gardefou.query.lexicon import Lexicon
from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query
from gardefou.query.reach import Need, asks_for_all, named_roles, needs, searched_roles, searched_span
from gardefou.query.written import LEXICON, QueryText

CALL = call(("0 a: Bonjour, Maud.", "8 c: Bonjour je vous appelle."))
UNKNOWN = "measure(holds) > 1"


def test_tells_what_a_query_needs() -> None:
    assert needs(parse_query('merci | not (meaning("merci beaucoup") then oui)')) == {Need.MEANING}
    assert needs(parse_query("@list(merci | measure(holds) = 0)")) == {Need.MEASURES}
    assert not needs(parse_query("merci"))


@pytest.mark.parametrize(
    ("query", "says"), [("measure(holds) > 1", "measures"), ('bonjour | meaning("a b")', "meaning")]
)
def test_refuses_what_it_was_not_given(query: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"needs {says}"):
        Searcher(CALL).find(parse_query(query))


@pytest.mark.parametrize(
    ("query", "known", "found"),
    [
        (UNKNOWN, False, False),
        (f"not {UNKNOWN}", False, False),
        (f"{UNKNOWN} | bonjour", True, True),
        (f"{UNKNOWN} & bonjour", False, False),
        (f"{UNKNOWN} & colis", True, False),
        (f"{UNKNOWN} | colis", False, False),
    ],
)
def test_what_the_call_does_not_allow_cannot_be_told(query: str, known: bool, found: bool) -> None:
    finding = Searcher(CALL, measures({})).find(parse_query(query))
    assert (finding.known, finding.found) == (known, found)


@pytest.mark.parametrize(
    ("query", "found", "told"),
    [
        ("measure(longest_silence) > 20s", True, "25.0 s"),
        ("not measure(longest_silence) > 30000ms", True, "25.0 s"),
        ("measure(adviser_talk_share) >= 50%", False, "40%"),
        ("measure(overlaps) = 3", True, "3"),
    ],
)
def test_a_measure_is_shown_with_its_value(query: str, found: bool, told: str) -> None:
    values = {MeasureName.LONGEST_SILENCE: 25_000, MeasureName.ADVISER_TALK_SHARE: 0.4, MeasureName.OVERLAPS: 3}
    finding = Searcher(CALL, measures(values)).find(parse_query(query))
    assert finding.found is found
    assert {each.kind for each in finding.evidence} == {EvidenceKind.MEASURED}
    assert all(told in str(each.how) for each in finding.evidence)


def test_a_meaning_is_searched_in_its_scope_and_quoted_whole() -> None:
    searcher = Searcher(CALL, likeness=SharedWords(CALL))
    query = parse_query('customer: meaning("bonjour je vous appelle", 0.9)')
    assert [each.quote for each in searcher.find(query).evidence] == ["Bonjour je vous appelle."]
    assert not searcher.find(parse_query('adviser: meaning("bonjour je vous appelle", 0.9)')).found


def test_tells_where_and_at_whom_it_looks() -> None:
    query = parse_query("adviser: first 3s: @greetings", Lexicon({"greetings": ["bonjour & maud"]}))
    assert searched_span(query, Span(1_000, 60_000)) == Span(1_000, 4_000)
    assert searched_roles(query) == named_roles(query) == {Role.ADVISER}
    assert asks_for_all(query)
    assert searched_roles(parse_query("bonjour then customer: merci")) == set(Role)


def test_a_query_is_described_with_its_lists_or_without() -> None:
    query = parse_query("adviser: @greetings", Lexicon({"greetings": ["bonjour", "bonsoir"]}))
    assert describe(query) == "adviser: @greetings((bonjour | bonsoir))"
    assert describe(query, lists=False) == "adviser: @greetings"
    assert parse_query(describe(query)) == query


class Asked(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    find: QueryText


def test_a_field_reads_the_lists_of_its_file_and_keeps_what_they_held() -> None:
    lexicon = Lexicon({"greetings": ["« bonjour à tous »", "bonsoir"]})
    asked = Asked.model_validate({"find": "@greetings"}, context={LEXICON: lexicon})
    assert asked.find == parse_query('@greetings("bonjour à tous" | bonsoir)')
    assert Asked.model_validate_json(asked.model_dump_json()) == asked
