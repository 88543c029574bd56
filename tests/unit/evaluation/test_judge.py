"""A language model's verdict counts only with what the adviser said, and only when its answers agree."""

import json
from collections.abc import Callable
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calls import transcript
from tests.unit.evaluation.judged import CRITERION, Model, Quoting, Remembered, judged, judged_all, reply, turns_of

from gardefou.evaluation.ports import Request
from gardefou.evaluation.rules import stands
from gardefou.kernel.errors import JudgeUnavailable
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.verdict import Verdict

CALL = transcript(
    ("adviser", 0, 3_000, "Orvane bonjour, que puis-je faire ?"),
    ("customer", 3_500, 6_000, "Je vous prie de m'excuser, plus d'internet."),
    ("adviser", 7_000, 11_000, "Je vous présente toutes nos excuses pour l'incident."),
    ("adviser", 12_000, 13_000, "Bonsoir."),
)
SORRY = "toutes nos excuses"


def test_met_quotes_the_adviser_in_whole_words_with_the_times_of_the_transcript() -> None:
    result = judged(CALL, Quoting("met", SORRY))
    assert result.verdict is Verdict.MET
    (quote,) = result.evidence
    assert quote.quote == SORRY
    assert stands(quote, CALL)
    assert result.by == "model-of-tests"


def test_not_met_shows_where_the_model_read_or_the_words_that_show_the_contrary() -> None:
    (searched,) = judged(CALL, Quoting("not_met")).evidence
    assert (searched.kind, searched.channel) == (EvidenceKind.SEARCHED, 0)
    assert "model-of-tests" in str(searched.how)
    (quoted,) = judged(CALL, Quoting("not_met", SORRY)).evidence
    assert quoted.quote == SORRY


def test_a_question_may_not_apply() -> None:
    result = judged(CALL, Quoting("not_applicable"))
    assert (result.verdict, result.by) == (Verdict.NOT_APPLICABLE, "model-of-tests")


def answer_with(**changes: object) -> Callable[[Request], str]:
    def answer(request: Request) -> str:
        turns = turns_of(request)
        good = json.loads(reply(turns, "met", (turns[0]["id"], "que puis-je faire")))
        return json.dumps({**good, **changes})

    return answer


def quoting(speaker: str, words: str) -> Callable[[Request], str]:
    def answer(request: Request) -> str:
        turns = turns_of(request)
        named = next((each["id"] for each in turns if each["speaker"] == speaker), "t1-00000000")
        return reply(turns, "met", (named, words))

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: "",
        lambda request: "The adviser did very well!",
        lambda request: "null",
        lambda request: "[" * 10_000,
        lambda request: answer_with()(request)[:-5],
        lambda request: answer_with()(request) * 2,
        lambda request: answer_with()(request) + " " * 30_000,
        answer_with(verdict="excellent"),
        answer_with(verdict=1),
        answer_with(score=100),
        answer_with(quotes=[]),
        answer_with(quotes=None),
        answer_with(quotes=[{"turn": "t0", "words": "que puis-je faire"}]),
        answer_with(first="t0"),
        answer_with(last=""),
        quoting("adviser", "nous sommes désolés"),
        quoting("adviser", "que puis je dire"),
        quoting("adviser", "nos excuses"),
        quoting("adviser", "ue puis-je fair"),
        quoting("adviser", "faire"),
        quoting("adviser", ""),
        quoting("adviser", "…?!"),
        quoting("customer", "je vous prie de m'excuser"),
    ],
)
def test_an_answer_that_is_not_shown_to_be_right_is_no_verdict(answer: Callable[[Request], str]) -> None:
    result = judged(CALL, Model(answer))
    assert result.verdict is Verdict.CANNOT_TELL
    assert not result.evidence
    assert str(result.why).startswith("The language model ")


@pytest.mark.parametrize("verdict", ["met", "not_met", "not_applicable"])
def test_one_invented_quote_is_enough_to_believe_nothing(verdict: str) -> None:
    def answer(request: Request) -> str:
        first = turns_of(request)[0]["id"]
        return reply(turns_of(request), verdict, (first, "que puis-je faire"), (first, "toutes nos excuses"))

    assert judged(CALL, Model(answer)).verdict is Verdict.CANNOT_TELL


def test_words_of_the_customer_show_nothing() -> None:
    model = Model(
        lambda request: (quoting("customer", "plus d'internet") if request.sample else answer_with())(request)
    )
    assert judged(CALL, model).verdict is Verdict.CANNOT_TELL
    assert len(model.asked) == 2


def test_the_answer_from_which_those_are_made_is_a_verdict() -> None:
    assert judged(CALL, Model(answer_with())).verdict is Verdict.MET


def test_a_turn_of_one_word_may_be_quoted_whole() -> None:
    assert [each.quote for each in judged(CALL, Quoting("met", "Bonsoir")).evidence] == ["Bonsoir."]


@pytest.mark.parametrize("around", ["```json\n{}\n```", "```\n{}\n```", "<think>Is it? {{}}</think>\n{}"])
def test_a_server_that_knows_no_schema_may_dress_the_answer(around: str) -> None:
    assert judged(CALL, Model(lambda request: around.format(answer_with()(request)))).verdict is Verdict.MET


def alternating(*verdicts: str) -> Model:
    def answer(request: Request) -> str:
        turns = turns_of(request)
        verdict = verdicts[request.sample]
        return reply(turns, verdict, *[(turns[0]["id"], "que puis-je faire")] if verdict == "met" else [])

    return Model(answer)


@pytest.mark.parametrize(
    ("verdicts", "agreement", "expected"),
    [
        (("met", "met", "met"), 1.0, Verdict.MET),
        (("met", "met", "not_met"), 1.0, Verdict.CANNOT_TELL),
        (("met", "met", "not_met"), 0.66, Verdict.MET),
        (("met", "not_met", "not_met"), 0.66, Verdict.CANNOT_TELL),
        (("cannot_tell", "met", "met"), 0.66, Verdict.CANNOT_TELL),
        (("met", "cannot_tell", "met"), 1.0, Verdict.CANNOT_TELL),
        (("not_met", "not_applicable", "not_met"), 1.0, Verdict.CANNOT_TELL),
        (("met", "met", "met", "met", "not_met"), 0.8, Verdict.MET),
    ],
)
def test_answers_have_to_agree(verdicts: tuple[str, ...], agreement: float, expected: Verdict) -> None:
    model = alternating(*verdicts)
    result = judged(CALL, model, samples=len(verdicts), agreement=agreement)
    assert result.verdict is expected


def test_no_question_is_asked_that_cannot_change_the_outcome() -> None:
    model = alternating("met", "not_met", "met")
    judged(CALL, model)
    assert len(model.asked) == 2


def test_without_a_model_it_cannot_be_told_and_nobody_wrote_it() -> None:
    result = judged(CALL, None)
    assert (result.verdict, result.by) == (Verdict.CANNOT_TELL, None)
    assert "No language model is configured" in str(result.why)


def fails(request: Request) -> str:
    raise JudgeUnavailable("the language model at 127.0.0.1:1 gave no answer")


def test_after_one_failure_a_call_waits_for_no_other_question() -> None:
    model = Model(fails)
    results = judged_all(CALL, model, None, CRITERION, {**CRITERION, "id": "other"})
    assert [result.verdict for result in results] == [Verdict.CANNOT_TELL] * 2
    assert len(model.asked) == 1
    judged(transcript(("adviser", 0, 1_000, "Orvane bonjour.")), model)
    assert len(model.asked) == 2


def test_a_call_waits_no_longer_than_its_time_for_all_answers() -> None:
    def answer(request: Request) -> str:
        sleep(0.02)
        return answer_with()(request)

    model = Model(answer)
    model.patience_s = 0.01
    assert judged(CALL, model).verdict is Verdict.CANNOT_TELL
    assert len(model.asked) == 1


def test_remembered_answers_give_the_same_result_without_asking() -> None:
    replies = Remembered()
    model = Quoting("met", SORRY)
    first = judged(CALL, model, replies)
    assert len(model.asked) == len(replies) == 3
    assert judged(CALL, Model(fails), replies) == first


def test_nonsense_is_remembered_so_that_nobody_asks_until_it_pleases() -> None:
    replies = Remembered()
    judged(CALL, Model(lambda request: "nonsense"), replies)
    assert judged(CALL, Quoting("met", SORRY), replies).verdict is Verdict.CANNOT_TELL


def test_what_did_not_come_is_not_remembered() -> None:
    replies = Remembered()
    judged(CALL, Model(fails), replies)
    assert not replies


@pytest.mark.parametrize(
    "changed",
    [{"question": {"fr": "Autre ?", "en": "Other?"}}, {"guidance": {"fr": "Autre.", "en": "Other."}}],
)
def test_another_question_is_asked_anew(changed: dict) -> None:
    replies = Remembered()
    judged(CALL, Quoting("met", SORRY), replies)
    model = Quoting("not_met")
    assert judged(CALL, model, replies, **changed).verdict is Verdict.NOT_MET


def test_another_model_is_asked_anew() -> None:
    replies = Remembered()
    judged(CALL, Quoting("met", SORRY), replies)
    other = Quoting("not_met")
    other.identity = "other"
    assert judged(CALL, other, replies).verdict is Verdict.NOT_MET


@pytest.mark.parametrize(("turns", "said"), [(75, "un deux trois " * 100), (1_500, "un deux")])
def test_a_call_too_long_to_read_is_not_sent(turns: int, said: str) -> None:
    call = transcript(*[("adviser", 100_000 * i, 100_000 * i + 90_000, said) for i in range(turns)])
    model = Quoting("met", "un deux")
    assert judged(call, model).verdict is Verdict.CANNOT_TELL
    assert not model.asked


def test_a_long_call_that_can_be_read_is_read() -> None:
    call = transcript(
        *[("adviser", 100_000 * i, 100_000 * i + 90_000, "vous avez un deux trois " * 12) for i in range(200)]
    )
    assert judged(call, Quoting("met", "un deux")).verdict is Verdict.MET


@given(st.text(max_size=300) | st.sampled_from(["QUE PUIS-JE", "puis... je faire", "l", "orvane"]))
def test_whatever_is_quoted_stands_in_the_transcript(words: str) -> None:
    result = judged(CALL, Model(quoting("adviser", words)), samples=1)
    assert all(stands(each, CALL) for each in result.evidence)
    assert (result.verdict is Verdict.MET) == bool(result.evidence)
