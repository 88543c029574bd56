"""Long chains of ~ and then stay as small as the call, and find what short ones find."""

import pytest

from gardefou.kernel.transcript import Role, Segment, Transcript, Word
from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query
from gardefou.query.spans import MOST_PER_WORD, Match, near_time, near_words, shortest, then


def talking(words: int) -> Transcript:
    """Two speakers who say one word each, again and again, at the same time."""

    def repeated(channel: int, role: Role, text: str) -> Segment:
        said = tuple(Word(100 * i, 100 * i + 100, text) for i in range(words))
        return Segment(channel, role, 0, 100 * words, text, None, said)

    segments = repeated(0, Role.ADVISER, "je"), repeated(1, Role.CUSTOMER, "oui")
    return Transcript(100 * words + 1_000, "fr", "test", segments)


@pytest.mark.parametrize("operator", [" ~600s ", " ~50 ", " then "])
def test_a_chain_has_as_few_matches_as_the_call_has_words(operator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, handed = talking(60), []

    def counted(how):
        def counting(*args):
            handed.extend(len(each) for each in args if isinstance(each, list))
            return how(*args)

        return counting

    for how in (near_time, near_words, then):
        monkeypatch.setattr(f"gardefou.query.match.{how.__name__}", counted(how))
    words = ["je", "je"] if operator == " ~50 " else ["je", "oui"]
    assert Searcher(call).find(parse_query(operator.join((words * 10)[:20]))).found
    assert len(handed) == 2 * 19
    assert max(handed) <= MOST_PER_WORD * 120


def test_of_matches_from_or_to_one_word_the_shortest_stays() -> None:
    short, late, early, long = (Match(a, b, ((a, b),)) for a, b in [(2, 3), (3, 9), (0, 3), (2, 9)])
    assert shortest([long, early, late, short]) == sorted([short, late, early])
