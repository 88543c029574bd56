"""The full form of a scorecard: what counts for how much, what is asked when, and what is better left untold."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.calls import transcript
from tests.embeddings import SharedWords

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import MOST_CRITERIA, Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.score import summed
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.measures import Reason
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict

TEXT = {"fr": "Question ?", "en": "Question?"}
MET, NOT_MET, NA, UNTOLD = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE, Verdict.CANNOT_TELL
CALL = transcript(
    ("adviser", 0, 4_000, "Orvane bonjour, que puis-je faire ?"),
    ("customer", 4_500, 8_000, "Bonjour, je voudrais la fibre."),
    ("adviser", 9_000, 14_000, "Elle coûte trente euros par mois pendant un an."),
    ("adviser", 60_000, 62_000, "Au revoir, bonne journée."),
)


def said(id_: str, query: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "phrase", "find": query, **more}


def part(id_: str, query: str) -> dict[str, Any]:
    return {"id": id_, "title": TEXT, "kind": "phrase", "find": query}


def section(id_: str, *criteria: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id_, "title": TEXT, "criteria": [{"question": TEXT, "guidance": TEXT, **c} for c in criteria], **more}


def card(*sections: dict[str, Any], **more: Any) -> Scorecard:
    return Scorecard.model_validate({"id": "test", "version": "1", "title": TEXT, "sections": sections, **more})


def evaluated(scorecard: Scorecard, call: Transcript = CALL, reason: Reason | None = None) -> Evaluation:
    return ScorecardEvaluator(scorecard, Engines(SharedWords())).evaluate(call, measure(call), reason)


def verdicts(*criteria: dict[str, Any], call: Transcript = CALL, reason: Reason | None = None) -> dict[str, Verdict]:
    results = evaluated(card(section("all", *criteria)), call, reason).criteria
    return {result.id: result.verdict for result in results}


HELLO, FIBRE, NOTICE = said("hello", "bonjour"), said("fibre", "fibre"), said("notice", "enregistr*")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"criterion": "hello"}, MET),
        ({"criterion": "hello", "verdict": "not_met"}, NA),
        ({"criterion": "notice"}, NA),
        ({"criterion": "notice", "verdict": "not_met"}, MET),
        ({"criterion": "untold"}, UNTOLD),
        ({"reasons": ["sale"]}, MET),
        ({"reasons": ["fault"]}, NA),
        ({"reasons": ["sale"], "criterion": "notice"}, NA),
    ],
)
def test_a_question_is_asked_only_where_its_condition_holds(condition: dict[str, Any], expected: Verdict) -> None:
    asked = said("asked", "euros", asked_if=condition)
    untold = said("untold", "bonjour", automation="off")
    found = verdicts(asked, HELLO, NOTICE, untold, reason=Reason("sale", 0.9))
    assert found["asked"] is expected


@pytest.mark.parametrize("reason", [None, Reason("sale", 0.1)])
def test_a_reason_that_is_not_clear_decides_of_nothing(reason: Reason | None) -> None:
    assert verdicts(said("asked", "euros", asked_if={"reasons": ["sale"]}), reason=reason) == {"asked": UNTOLD}


def test_conditions_may_follow_each_other_in_any_order_on_the_page() -> None:
    found = verdicts(
        said("third", "euros", asked_if={"criterion": "second"}),
        said("second", "fibre", asked_if={"criterion": "hello"}),
        HELLO,
    )
    assert found == {"third": MET, "second": MET, "hello": MET}


def test_what_a_person_answers_is_not_answered_by_the_program() -> None:
    (result,) = evaluated(card(section("all", said("hello", "bonjour", automation="off")))).criteria
    assert (result.verdict, result.evidence) == (UNTOLD, ())


PARTS = [part("amount", "euros"), part("period", '"par mois"'), part("notice", "enregistr*")]


@pytest.mark.parametrize(("needs", "expected"), [("all", NOT_MET), ("any", MET), (2, MET), (3, NOT_MET)])
def test_a_combination_holds_by_as_many_parts_as_it_needs(needs: object, expected: Verdict) -> None:
    (result,) = evaluated(
        card(section("all", {"id": "p", "kind": "combination", "needs": needs, "parts": PARTS}))
    ).criteria
    assert result.verdict is expected
    assert result.evidence, "a person must hear or read why"


def test_points_of_a_combination_go_by_the_parts_that_hold() -> None:
    criterion = {"id": "p", "kind": "combination", "points": 6, "parts": PARTS}
    evaluation = evaluated(card(section("all", criterion, said("hello", "bonjour", weight=4))))
    assert evaluation.score == pytest.approx(100 * (4 + 4) / 10)


def test_a_part_that_cannot_be_told_matters_only_where_it_would_change_the_verdict() -> None:
    unclear = {**part("near", "x"), "kind": "meaning", "exemplars": {"fr": ["elle coûte trente dollars chaque année"]}}
    del unclear["find"]
    unclear |= {"met_from": 0.99, "not_met_below": 0.01}
    needs_it = {"id": "p", "kind": "combination", "needs": "all", "parts": [PARTS[0], unclear]}
    does_not = {"id": "q", "kind": "combination", "needs": "any", "parts": [PARTS[0], unclear]}
    lost_anyway = {"id": "r", "kind": "combination", "needs": "all", "parts": [PARTS[2], unclear]}
    assert verdicts(needs_it, does_not, lost_anyway) == {"p": UNTOLD, "q": MET, "r": NOT_MET}


LEVELS = [
    {"id": "whole", "title": TEXT, "points": 4, "met": True, "at_least_parts": 3},
    {"id": "partly", "title": TEXT, "points": 3, "met": True, "at_least_parts": 2},
    {"id": "hardly", "title": TEXT, "points": 1, "met": False, "at_least_parts": 1},
    {"id": "not", "title": TEXT, "points": 0, "met": False},
]


def test_a_level_gives_its_points_and_counts_as_met_or_not() -> None:
    evaluation = evaluated(card(section("all", {"id": "p", "kind": "combination", "levels": LEVELS, "parts": PARTS})))
    (result,) = evaluation.criteria
    assert (result.level, result.verdict, evaluation.score) == ("partly", MET, 75.0)


def test_levels_may_go_by_a_measure() -> None:
    levels = [
        {**LEVELS[0], "at_least_parts": None, "keeps": {"measure": "longest_silence", "at_most": "10s"}},
        {**LEVELS[1], "at_least_parts": None, "keeps": {"measure": "longest_silence", "at_most": "60s"}},
        LEVELS[3],
    ]
    criterion = {"id": "m", "kind": "measure", "measure": "longest_silence", "at_most": "60s", "levels": levels}
    (result,) = evaluated(card(section("all", criterion))).criteria
    assert result.level == "partly"


def test_section_weights_are_what_a_section_counts_for() -> None:
    scorecard = card(
        section("first", HELLO, NOTICE, weight=80),
        section("second", FIBRE, weight=20),
    )
    evaluation = evaluated(scorecard)
    assert evaluation.score == pytest.approx(0.5 * 80 + 20)
    assert [(each.id, each.score) for each in evaluation.sections] == [("first", 50.0), ("second", 100.0)]


def test_a_section_without_a_question_that_applies_gives_its_weight_to_the_others() -> None:
    never = said("never", "euros", applies_if="resiliation")
    evaluation = evaluated(card(section("first", HELLO, weight=80), section("second", never, weight=20)))
    assert (evaluation.score, evaluation.decided_share) == (100.0, 1.0)


results = st.sampled_from(Verdict)


@given(st.lists(st.tuples(results, st.floats(0.1, 100), st.floats(0, 1)), min_size=1, max_size=8), st.booleans())
def test_a_score_is_a_share_and_what_does_not_apply_or_is_undecided_counts_for_nothing(
    given_: list[tuple[Verdict, float, float]], weighted: bool
) -> None:
    criteria = [said(f"c{i}", "bonjour", weight=weight) for i, (_, weight, _) in enumerate(given_)]
    sections = [section(f"s{i}", each, **({"weight": 10} if weighted else {})) for i, each in enumerate(criteria)]
    scorecard = card(*sections)
    answers = [
        CriterionResult(f"c{i}", verdict, 0.5, (), Message("because"), credit if verdict in {MET, NOT_MET} else None)
        for i, (verdict, _, credit) in enumerate(given_)
    ]
    evaluation = summed(scorecard, answers)
    decided = [each for each in answers if each.verdict in {MET, NOT_MET}]
    assert (evaluation.score is None) == (not decided)
    if decided:
        assert evaluation.score is not None and -1e-6 <= evaluation.score <= 100 + 1e-6
        credits = [100 * (each.credit or 0.0) for each in decided]
        assert min(credits) - 0.1 <= evaluation.score <= max(credits) + 0.1
    assert 0.0 <= evaluation.decided_share <= 1.0


def heard_with(confidence: float | None, role: str = "adviser") -> Transcript:
    def reheard(segment: Any) -> Any:
        if segment.role != role:
            return segment
        return replace(segment, words=tuple(replace(word, confidence=confidence) for word in segment.words))

    return replace(CALL, segments=tuple(reheard(segment) for segment in CALL.segments))


@pytest.mark.parametrize(("confidence", "decided"), [(0.9, True), (0.41, True), (0.39, False), (None, True)])
def test_what_was_heard_badly_cannot_be_told_be_it_there_or_absent(confidence: float | None, decided: bool) -> None:
    found = verdicts(
        said("there", 'adviser: "bonne journee"'), said("absent", "adviser: enregistr*"), call=heard_with(confidence)
    )
    assert set(found.values()) == ({MET, NOT_MET} if decided else {UNTOLD})


def test_a_badly_heard_customer_does_not_silence_a_well_heard_adviser() -> None:
    found = verdicts(
        said("there", 'adviser: "bonne journee"'), said("fibre", "customer: fibre"), call=heard_with(0.1, "customer")
    )
    assert found == {"there": MET, "fibre": UNTOLD}


def test_the_same_call_and_scorecard_give_the_same_draft() -> None:
    scorecard = card(section("all", HELLO, FIBRE, {"id": "p", "kind": "combination", "levels": LEVELS, "parts": PARTS}))
    assert evaluated(scorecard) == evaluated(Scorecard.model_validate_json(scorecard.model_dump_json()))


def test_what_a_document_leaves_out_does_not_change_its_digest() -> None:
    left_out, said_so = card(section("all", HELLO)), card(section("all", {**HELLO, "critical": False, "weight": 1.0}))
    assert left_out.digest == said_so.digest
    assert left_out.digest != card(section("all", {**HELLO, "critical": True})).digest


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ([section("s", HELLO, HELLO)], "hello stands twice"),
        ([section("s", HELLO), section("s", FIBRE)], "id of a section stands twice"),
        ([section("s", said("a", "x", asked_if={"criterion": "b"}))], "a is asked if b holds, which is no criterion"),
        ([section("s", said("a", "x", asked_if={"criterion": "a"}))], "wait for each other: a -> a"),
        (
            [section("s", said("a", "x", asked_if={"criterion": "b"}), said("b", "x", asked_if={"criterion": "a"}))],
            "wait for each other",
        ),
        ([section("s", HELLO, weight=50), section("t", FIBRE)], "the section t has no weight"),
        ([section("s", {**HELLO, "points": 3, "levels": LEVELS})], "points and levels exclude each other"),
        ([section("s", {**HELLO, "levels": LEVELS[:1]})], "two or more"),
        ([section("s", {**HELLO, "levels": LEVELS[::-1]})], "from most points to fewest"),
        ([section("s", {**HELLO, "levels": [LEVELS[0], {**LEVELS[3], "met": True}]})], "the last as not met"),
        ([section("s", {"id": "p", "kind": "combination", "needs": 4, "parts": PARTS})], "needs 4 of 3 parts"),
        (
            [section("s", {"id": "p", "kind": "combination", "parts": [PARTS[0], PARTS[0]]})],
            "id of a part stands twice",
        ),
        ([section("s", said("a", "x", asked_if={}))], "asked_if needs a criterion, reasons, or both"),
        ([section("s", said("a", "x", asked_if={"reasons": ["sale"], "verdict": "met"}))], "a verdict needs"),
        ([section("s", *(said(f"c{i}", "x") for i in range(5_000)))], f"at most {MOST_CRITERIA}"),
    ],
)
def test_a_scorecard_that_contradicts_itself_is_refused_and_told_why(sections: list[Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        card(*sections)


def test_a_query_may_ask_for_meaning_and_quotes_the_sentence_that_comes_near() -> None:
    near = said("price", 'adviser: meaning("elle coûte trente euros par mois", 0.7)')
    far = said("far", 'meaning("le colis est arrivé cassé", 0.7)')
    price, other = evaluated(card(section("all", near, far))).criteria
    assert (price.verdict, other.verdict) == (MET, NOT_MET)
    assert [each.quote for each in price.evidence] == ["Elle coûte trente euros par mois pendant un an."]


def test_a_query_may_ask_for_a_measure_and_shows_where_it_was_taken() -> None:
    found = evaluated(
        card(section("all", said("silent", "measure(longest_silence) > 20s"), said("cards", "measure(holds) > 5")))
    )
    silent, cards = found.criteria
    assert (silent.verdict, cards.verdict) == (MET, NOT_MET)
    assert silent.evidence


def test_a_scorecard_that_compares_meaning_is_not_made_ready_without_embeddings() -> None:
    for criterion in (
        said("a", 'meaning("bonjour")'),
        {"id": "b", "kind": "meaning", "exemplars": {"fr": ["Bonjour."]}},
    ):
        with pytest.raises(ValueError, match="needs sentence embeddings"):
            ScorecardEvaluator(card(section("all", criterion)), Engines())


GERMAN = (
    "Guten Tag, mein Name ist Maria, wie kann ich Ihnen helfen? Ich verstehe, dass das sehr ärgerlich ist. Wir "
    "schicken Ihnen morgen einen Techniker vorbei, sind Sie dann zu Hause? Vielen Dank für Ihren Anruf und auf "
    "Wiederhören, und melden Sie sich gern, wenn er bis zum Mittag nicht gekommen ist, wir sind den ganzen Tag für Sie "
    "da und rufen Sie dann gleich zurück."
)


@pytest.mark.parametrize(
    ("text", "known"), [(GERMAN, False), ("Guten Tag.", True), (4 * "je vous rappelle demain matin ", True)]
)
def test_a_call_in_another_language_cannot_be_told(text: str, known: bool) -> None:
    call = transcript(("adviser", 0, 60_000, text), ("customer", 61_000, 62_000, "Ja."))
    found = verdicts(said("hello", "adviser: bonjour"), call=call)
    assert found == {"hello": NOT_MET if known else UNTOLD}


def test_what_digests_leave_out_never_changes() -> None:
    kinds = [
        said("p", "x"),
        {"id": "m", "kind": "meaning", "exemplars": {"fr": ["x"]}},
        {"id": "c", "kind": "combination", "parts": PARTS},
        {"id": "j", "kind": "judge"},
    ]
    of = {each.id: each for each in card(section("all", *kinds)).criteria()}
    found = {
        "lowest_confidence": card(section("all", HELLO)).lowest_confidence,
        **{name: getattr(of["p"], name) for name in ("weight", "points", "critical", "automation")},
        **{name: getattr(of["m"], name) for name in ("met_from", "not_met_below", "first_s", "last_s", "learned")},
        **{name: getattr(of["j"], name) for name in ("samples", "agreement")},
        "needs": of["c"].needs,  # type: ignore[union-attr]
    }
    assert found == {
        "lowest_confidence": 0.4,
        **{"weight": 1.0, "points": None, "critical": False, "automation": "suggest"},
        **{"met_from": 0.62, "not_met_below": 0.5, "first_s": None, "last_s": None, "learned": None},
        **{"samples": 3, "agreement": 1.0},
        "needs": "all",
    }


@pytest.mark.parametrize("field", ["weight", "points"])
def test_yes_is_no_number(field: str) -> None:
    with pytest.raises(ValidationError):
        card(section("s", {**HELLO, field: True}))
