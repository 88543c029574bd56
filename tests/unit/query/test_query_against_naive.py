"""The matcher gives what the naive reference gives."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.query.naive import answer

from gardefou.kernel.transcript import Role, Segment, Transcript, Word
from gardefou.query.describe import describe
from gardefou.query.match import Searcher
from gardefou.query.model import AllOf, AnyOf, ByRole, InWindow, NearTime, NearWords, Not, Phrase, Query, Then
from gardefou.query.parse import parse_query

WORDS = ("ab", "cd", "ef")
ROLES = (Role.ADVISER, Role.CUSTOMER)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    segments = []
    for channel in draw(st.lists(st.sampled_from((0, 1)), max_size=5)):
        start = draw(st.integers(0, 8)) * 700
        words = []
        for text in draw(st.lists(st.sampled_from((*WORDS, "ab-cd", "?")), min_size=1, max_size=5)):
            start += draw(st.sampled_from((0, 300, 300, 300, 2900)))
            words.append(Word(start, start + 250, text))
        said = " ".join(word.text for word in words)
        end = max(word.end_ms for word in words)
        segments.append(Segment(channel, ROLES[channel], words[0].start_ms, end, said, None, tuple(words)))
    segments.sort(key=lambda each: each.start_ms)
    return Transcript(100_000, "fr", "test", tuple(segments))


phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda words: Phrase(tuple(words)))


def _scopes(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.one_of(
        st.builds(ByRole, st.sampled_from(ROLES), parts),
        st.builds(InWindow, st.sampled_from(("first", "last")), st.integers(0, 6).map(lambda n: n * 1000), parts),
        st.lists(parts, min_size=2, max_size=3).map(lambda each: AnyOf(tuple(each))),
    )


said_things = st.recursive(
    phrases,
    lambda parts: st.one_of(
        _scopes(parts),
        st.builds(NearWords, parts, parts, st.integers(1, 4)),
        st.builds(NearTime, parts, parts, st.sampled_from((500, 1000, 3000))),
        st.builds(Then, parts, parts),
    ),
    max_leaves=6,
)
queries = st.recursive(
    said_things,
    lambda parts: st.one_of(
        _scopes(parts), st.builds(Not, parts), st.lists(parts, min_size=2, max_size=3).map(lambda p: AllOf(tuple(p)))
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(transcripts(), queries)
def test_finds_what_the_reference_finds(transcript: Transcript, query: Query) -> None:
    finding = Searcher(transcript).find(query)
    shown = {(each.channel, each.start_ms, each.end_ms) for each in finding.evidence}
    assert (finding.found, shown) == answer(query, transcript)


@given(queries)
def test_a_query_written_out_is_the_same_query(query: Query) -> None:
    assert parse_query(describe(query)) == query
