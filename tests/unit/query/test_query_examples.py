"""Every example of the reference holds."""

import pytest
from tests.unit.query.said import SharedWords, call, measures

from gardefou.kernel.measures import MeasureName
from gardefou.query.examples import CHAPTERS, LEXICON, MEASURED_LONGEST_SILENCE_MS, MISTAKES, Example
from gardefou.query.lexicon import Lexicon
from gardefou.query.match import Searcher
from gardefou.query.parse import QueryError, parse_query

EXAMPLES = [example for chapter in CHAPTERS for example in chapter.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{number} {each.query}" for number, each in enumerate(EXAMPLES)])
def test_an_example_holds(example: Example) -> None:
    transcript = call(example.said, example.language)
    known = measures({MeasureName.LONGEST_SILENCE: MEASURED_LONGEST_SILENCE_MS})
    searcher = Searcher(transcript, known, SharedWords(transcript))
    finding = searcher.find(parse_query(example.query, Lexicon(LEXICON)))
    assert finding.known
    assert finding.found is (example.found is not None)
    if finding.found:
        assert tuple(each.quote for each in finding.evidence if each.quote) == example.found


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_a_fix_that_can_be_read(mistake: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(mistake, Lexicon(LEXICON))
    assert caught.value.fix
    assert 1 <= caught.value.column <= len(mistake) + 1
    parse_query(caught.value.fix, Lexicon(LEXICON))
