"""What people can write to find something said in a call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.query.naive import answer

from gardefou.kernel.transcript import Role, Segment, Transcript, Word
from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query
from gardefou.query.text import tokens


def call(*turns: tuple[Role, int, str]) -> Transcript:
    segments = []
    for role, start_ms, text in turns:
        words = tuple(Word(start_ms + 300 * i, start_ms + 300 * i + 280, w) for i, w in enumerate(text.split()))
        segments.append(Segment(int(role is Role.CUSTOMER), role, start_ms, words[-1].end_ms, text, None, words))
    return Transcript(segments[-1].end_ms + 1000, "fr", "test", tuple(segments))


CALL = call(
    (Role.ADVISER, 5_000, "Orvane bonjour, Maud à l'écoute."),
    (Role.CUSTOMER, 8_000, "Bonjour, je vous appelle pour une facture impayée"),
    (Role.ADVISER, 40_000, "Je comprends. Je vous envoie un rendez-vous"),
    (Role.ADVISER, 42_500, "demain matin. Au revoir !"),
    (Role.CUSTOMER, 60_000, "Merci au revoir"),
)


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        ("bonjour", ["bonjour,", "Bonjour,"]),
        ("BONJOUR & facture", ["bonjour,", "Bonjour,", "facture"]),
        ("adviser: bonjour", ["bonjour,"]),
        ('"a l\'ecoute"', ["à l'écoute."]),
        ('"rendez-vous demain"', ["rendez-vous demain"]),
        ("customer: first 10s: factur*", ["facture"]),
        ("first 3s: bonjour", ["bonjour,"]),
        ("FIRST 3 s : bonjour", ["bonjour,"]),
        ('last 3s: "au revoir"', ["au revoir"]),
        ('adviser: ("au revoir" | "bonne journée")', ["Au revoir"]),
        ("adviser: bonjour not colis", ["bonjour,"]),
        ("impayee impayée", ["impayée"]),
    ],
)
def test_finds_and_quotes(query: str, quotes: list[str]) -> None:
    finding = Searcher(CALL).find(parse_query(query))
    assert finding.found
    assert [each.quote for each in finding.evidence] == quotes


@pytest.mark.parametrize(
    "query",
    [
        "colis",
        "adviser: facture",
        'first 10s: "au revoir"',
        "bonjour & colis",
        "not bonjour",
        '"merci bonjour"',
        "first 1s: last 200s: colis",
    ],
)
def test_does_not_find(query: str) -> None:
    assert not Searcher(CALL).find(parse_query(query)).found


@pytest.mark.parametrize("query", ["not facture", "adviser: bonjour & not facture", "colis | not facture"])
def test_a_negation_that_fails_shows_what_was_said(query: str) -> None:
    finding = Searcher(CALL).find(parse_query(query))
    assert not finding.found
    assert [each.quote for each in finding.evidence] == ["facture"]


def test_words_at_the_last_instant_are_found() -> None:
    last = Word(61_000, 61_000, "adieu")
    call = Transcript(
        61_000, "fr", "test", (*CALL.segments, Segment(0, Role.ADVISER, 61_000, 61_000, "adieu", None, (last,)))
    )
    for query in ("adieu", "last 5s: adieu"):
        assert Searcher(call).find(parse_query(query)).found


def test_a_negation_that_holds_has_no_quote() -> None:
    finding = Searcher(CALL).find(parse_query("not colis"))
    assert finding.found
    assert not finding.evidence


@given(st.text(max_size=60))
def test_folding_is_stable(text: str) -> None:
    assert tokens(" ".join(tokens(text))) == tokens(text)


@given(st.data())
def test_every_phrase_of_a_call_is_found_where_it_stands(data: st.DataObject) -> None:
    segment = data.draw(st.sampled_from(CALL.segments))
    first = data.draw(st.integers(0, len(segment.words) - 1))
    last = data.draw(st.integers(first, len(segment.words) - 1))
    said = " ".join(word.text for word in segment.words[first : last + 1])
    if not tokens(said):
        return
    finding = Searcher(CALL).find(parse_query(f'{segment.role}: "{said}"'))
    starts = {(each.channel, each.start_ms) for each in finding.evidence}
    words = [word for word in segment.words[first : last + 1] if tokens(word.text)]
    assert (segment.channel, words[0].start_ms) in starts


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        ('adviser: "merci de votre appel" ~1s customer: merci', ["merci de votre appel", "Merci"]),
        ('customer: merci ~1s adviser: "merci de votre appel"', ["merci de votre appel", "Merci"]),
        ('adviser: "merci de votre appel" then customer: merci', []),
    ],
)
def test_what_is_said_at_the_same_time_is_near_and_not_after(query: str, quotes: list[str]) -> None:
    both = call((Role.ADVISER, 10_000, "merci de votre appel"), (Role.CUSTOMER, 10_400, "Merci"))
    assert [each.quote for each in Searcher(both).find(parse_query(query)).evidence] == quotes


def test_a_word_is_not_near_itself() -> None:
    said = call((Role.ADVISER, 0, "Votre remboursement part."))
    for query in ("rembours* ~3 remboursement", "rembours* ~3s remboursement", "rembours* then remboursement"):
        assert not Searcher(said).find(parse_query(query)).found


@pytest.mark.parametrize(
    "transcript",
    [
        Transcript(0, "fr", "test", ()),
        Transcript(9_000, "xx", "test", (Segment(0, Role.ADVISER, 0, 9_000, "...", None, (Word(0, 10, "..."),)),)),
        call((Role.ADVISER, 3_000, "un deux"), (Role.CUSTOMER, 3_000, "deux un"), (Role.ADVISER, 1_000, "trois un")),
    ],
    ids=["nothing", "no word", "overlapping"],
)
def test_any_transcript_is_searched_as_the_reference_does(transcript: Transcript) -> None:
    for written in ("un", "un then deux", "un ~2 deux", "un ~2s deux", "first 1s: not un", "last 1s: customer: un"):
        query = parse_query(written)
        finding = Searcher(transcript).find(query)
        shown = {(each.channel, each.start_ms, each.end_ms) for each in finding.evidence}
        assert (finding.found, shown) == answer(query, transcript)
