"""What is shown holds everything that the verdict rests on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evaluation.spoken import adviser, call, customer, parts, quotes, result, said
from tests.unit.query.test_query_against_naive import queries, transcripts

from gardefou.evaluation.shown import MOST_QUOTES, in_sentences
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.passages import passages
from gardefou.kernel.transcript import Role, Transcript
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import Every, Grounds
from gardefou.query.match import Searcher
from gardefou.query.model import Query

TRANSFERS = call(
    *(adviser(5_000 * i, "je vous transfère maintenant.") for i in range(5)),
    adviser(40_000, "au revoir madame."),
    customer(45_000, "merci."),
)
LETTERS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")
SPELLED = call(*(adviser(9_000 * i, f"{word} dit.") for i, word in enumerate(LETTERS)), customer(99_000, "oui."))


@pytest.mark.parametrize(
    "query", ['transfère then "au revoir"', 'transfère & "au revoir"', 'transfère ~60s "au revoir"']
)
def test_each_side_that_had_to_be_said_is_quoted(query: str) -> None:
    shown = quotes(TRANSFERS, said(query))
    assert {"je vous transfère maintenant.", "au revoir madame."} <= set(shown)
    assert len(shown) <= 3


def test_a_word_said_often_in_one_sentence_does_not_hide_the_other_word() -> None:
    heard = call(adviser(0, "bonjour bonjour bonjour monsieur."), adviser(9_000, "merci et au revoir."))
    assert quotes(heard, said("adviser: (bonjour & merci)")) == [
        "bonjour bonjour bonjour monsieur.",
        "merci et au revoir.",
    ]


def test_as_many_quotes_as_a_query_needs_are_shown() -> None:
    assert len(quotes(SPELLED, said(" then ".join(LETTERS)))) == len(LETTERS)


@pytest.mark.parametrize("grouped", [LETTERS, ("alpha & bravo", "charlie", "delta", "echo & foxtrot", "golf", "hotel")])
def test_each_part_that_a_combination_relies_upon_is_shown(grouped: tuple[str, ...]) -> None:
    assert len(quotes(SPELLED, parts(*grouped, needs="all"))) == len(LETTERS)


def test_what_was_broken_is_shown_by_any_one_of_its_places() -> None:
    assert quotes(SPELLED, said("not alpha & not hotel")) == ["alpha dit.", "hotel dit."]


SILENT = call(adviser(0, "bonjour madame que puis je."), customer(5_000, "oui bonjour merci."))
WITHIN, BEYOND = ({"measure": "longest_silence", "at_most": most} for most in ("9s", "1s"))


def level(id_: str, points: float, met: bool, **more: object) -> dict[str, object]:
    return {"id": id_, "title": {"fr": "N", "en": "N"}, "points": points, "met": met, **more}


def test_a_measure_does_not_make_up_for_words_never_said() -> None:
    levels = [level("best", 5, True, keeps=WITHIN), level("worst", 0, False)]
    answer = result(SILENT, said("zut", levels=levels))
    assert (answer.verdict, answer.level) == (Verdict.NOT_MET, "worst")
    assert result(SILENT, said("bonjour", levels=levels)).level == "best"


def test_where_a_measure_decides_of_the_level_it_is_what_is_shown() -> None:
    levels = [level("best", 5, True, keeps=BEYOND), level("middle", 2, False, keeps=WITHIN), level("worst", 0, False)]
    answer = result(SILENT, said("bonjour", levels=levels))
    assert (answer.verdict, answer.level) == (Verdict.NOT_MET, "middle")
    assert str(answer.why) == "The measure passes its limit."
    assert {each.kind for each in answer.evidence} == {EvidenceKind.MEASURED}
    assert "longest_silence = 3.5 s" in str(answer.evidence[0].how)


def test_words_and_measure_are_shown_where_both_were_needed() -> None:
    levels = [level("best", 5, True, keeps=WITHIN), level("worst", 0, False)]
    kinds = {each.kind for each in result(SILENT, said("bonjour", levels=levels)).evidence}
    assert kinds == {EvidenceKind.QUOTE, EvidenceKind.MEASURED}


def test_a_level_without_enough_parts_shows_the_parts_that_failed() -> None:
    levels = [level("best", 5, True, at_least_parts=2), level("worst", 0, False)]
    answer = result(SILENT, parts("bonjour", "zut", needs="any", levels=levels))
    assert answer.verdict is Verdict.NOT_MET
    assert [str(each.how) for each in answer.evidence] == ["searched for: zut"] * 2


def test_a_combination_that_a_measure_lowers_shows_the_measure() -> None:
    levels = [level("best", 5, True, at_least_parts=1, keeps=BEYOND), level("worst", 0, False)]
    answer = result(SILENT, parts("bonjour", "zut", needs="any", levels=levels))
    assert (answer.verdict, str(answer.why)) == (Verdict.NOT_MET, "The measure passes its limit.")
    assert {each.kind for each in answer.evidence} == {EvidenceKind.MEASURED}


def test_a_measure_that_the_call_does_not_allow_leaves_open_whether_the_question_applies() -> None:
    alone = call(adviser(0, "bonjour madame."), roles=(Role.ADVISER,))
    answer = result(alone, said("bonjour", applies_when={"measure": "overlaps", "at_least": "1"}))
    assert (answer.verdict, str(answer.why)) == (
        Verdict.CANNOT_TELL,
        "The call does not allow this measure: overlaps.",
    )


def covered(grounds: Grounds, shown: tuple[Evidence, ...]) -> bool:
    if isinstance(grounds, Evidence):
        return any(
            each.channel == grounds.channel and each.span.contains(grounds.span) and grounds.quote in each.quote
            for each in shown
        )
    return (all if isinstance(grounds, Every) else any)(covered(part, shown) for part in grounds.parts)


@settings(deadline=None)
@given(transcripts(), queries, st.booleans())
def test_what_is_shown_holds_what_was_needed_and_little_more(heard: Transcript, query: Query, together: bool) -> None:
    finding = Searcher(heard).find(query)
    shown = in_sentences(finding.grounds, list(passages(heard, heard.segments)), together)
    assert bool(shown.evidence) == bool(finding.evidence)
    assert not finding.evidence or covered(finding.grounds, shown.evidence)
    assert set(shown.needed) <= set(shown.evidence)
    assert len(shown.evidence) <= max(MOST_QUOTES, len(shown.needed))
