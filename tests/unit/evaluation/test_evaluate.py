"""What a person may rely on in an evaluation: each verdict has evidence that stands in the transcript."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.calls import transcript
from tests.embeddings import SharedWords

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.rules import HeardWords, checked, stands
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Role, Transcript
from gardefou.kernel.verdict import Verdict


def scorecard(*criteria: dict) -> Scorecard:
    text = {"fr": "Question ?", "en": "Question?"}
    filled = [{"question": text, "guidance": text, **criterion} for criterion in criteria]
    section = {"id": "all", "title": text, "criteria": filled}
    return Scorecard.model_validate({"id": "test", "version": "1", "title": text, "sections": [section]})


def evaluated(call: Transcript, *criteria: dict) -> Evaluation:
    return ScorecardEvaluator(scorecard(*criteria), Engines(SharedWords())).evaluate(call, measure(call))


CALL = transcript(
    ("adviser", 0, 4_000, "Orvane bonjour, Maud à votre écoute. Que puis-je faire ?"),
    ("customer", 4_500, 8_000, "Bonjour, je n'ai plus internet."),
    ("adviser", 9_000, 12_000, "Je suis vraiment désolée pour cette panne."),
    ("adviser", 60_000, 62_000, "Au revoir, bonne journée."),
)

PHRASE = {"id": "greeting", "kind": "phrase", "find": "adviser: first 10s: bonjour"}
ABSENT = {"id": "notice", "kind": "phrase", "find": "adviser: enregistr*"}
MEASURE = {"id": "silence", "kind": "measure", "measure": "longest_unannounced_silence", "at_most": "20s"}
EMPATHY = {"id": "empathy", "kind": "meaning", "exemplars": {"fr": ["Je suis vraiment désolée."]}}


def test_what_was_said_is_met_with_the_whole_sentence_as_its_quote() -> None:
    (result,) = evaluated(CALL, PHRASE).criteria
    assert result.verdict is Verdict.MET
    assert [each.quote for each in result.evidence] == ["Orvane bonjour, Maud à votre écoute."]
    assert result.evidence[0].start_ms == 0


def test_an_absence_cites_the_span_searched_and_how() -> None:
    (result,) = evaluated(CALL, ABSENT).criteria
    assert result.verdict is Verdict.NOT_MET
    (evidence,) = result.evidence
    assert evidence.kind is EvidenceKind.SEARCHED
    assert (evidence.channel, evidence.start_ms, evidence.end_ms) == (0, 0, 62_000)
    assert "enregistr*" in str(evidence.how)


def test_a_measure_past_its_limit_points_to_the_stretch() -> None:
    (result,) = evaluated(CALL, MEASURE).criteria
    assert result.verdict is Verdict.NOT_MET
    assert {(each.start_ms, each.end_ms) for each in result.evidence} == {(12_000, 60_000)}


@pytest.mark.parametrize(
    ("band", "verdict", "quotes"),
    [
        ({"met_from": 0.7, "not_met_below": 0.5}, Verdict.MET, 1),
        ({"met_from": 0.95, "not_met_below": 0.5}, Verdict.CANNOT_TELL, 1),
        ({"met_from": 0.95, "not_met_below": 0.9}, Verdict.NOT_MET, 0),
        ({"met_from": 0.7, "not_met_below": 0.5, "last_s": 5}, Verdict.NOT_MET, 0),
        (
            {"met_from": 0.7, "not_met_below": 0.5, "counter_exemplars": {"fr": [CALL.segments[2].text]}},
            Verdict.NOT_MET,
            0,
        ),
    ],
)
def test_meaning_has_a_band_where_it_cannot_tell(band: dict, verdict: Verdict, quotes: int) -> None:
    (result,) = evaluated(CALL, {**EMPATHY, **band}).criteria
    assert result.verdict is verdict
    assert sum(each.kind is EvidenceKind.QUOTE for each in result.evidence) == quotes


def test_a_question_that_does_not_apply_gives_its_weight_to_the_others() -> None:
    sale = {"id": "price", "kind": "phrase", "find": "euros", "applies_if": "customer: forfait", "weight": 7}
    result = evaluated(CALL, PHRASE, ABSENT, sale)
    assert [each.verdict for each in result.criteria] == [Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE]
    assert result.score == 50
    assert result.decided_share == 1


@pytest.mark.parametrize("call", [transcript(duration_ms=30_000), transcript(("customer", 0, 900, "allô ?"))])
def test_without_the_adviser_s_words_nothing_is_decided(call: Transcript) -> None:
    result = evaluated(call, PHRASE, ABSENT, MEASURE, EMPATHY)
    assert {each.verdict for each in result.criteria} == {Verdict.CANNOT_TELL}
    assert result.score is None


@given(data=st.data())
def test_every_decided_verdict_has_evidence_that_stands(data: st.DataObject) -> None:
    words = st.sampled_from(["bonjour,", "enregistré", "désolée.", "euh", "revoir", "panne", "forfait"])
    turn = st.tuples(
        st.sampled_from(["adviser", "customer"]),
        st.integers(0, 90_000),
        st.integers(100, 9_000),
        st.lists(words, min_size=1, max_size=9),
    ).map(lambda t: (t[0], t[1], t[1] + t[2], " ".join(t[3])))
    call = transcript(*data.draw(st.lists(turn, max_size=12)))
    for result in evaluated(call, PHRASE, ABSENT, MEASURE, EMPATHY).criteria:
        if result.verdict in {Verdict.MET, Verdict.NOT_MET}:
            assert result.evidence
            assert all(stands(each, call) for each in result.evidence)


QUOTE = Evidence(EvidenceKind.QUOTE, 0, 9_000, 12_000, CALL.segments[2].text)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(QUOTE, quote="Je suis vraiment désolé pour cette panne."),
        replace(QUOTE, quote=QUOTE.quote + " Pardon."),
        replace(QUOTE, channel=1),
        replace(QUOTE, start_ms=9_010),
        replace(QUOTE, end_ms=11_000),
        replace(QUOTE, end_ms=10_000_000),
    ],
)
def test_a_quote_that_does_not_stand_at_that_time_cannot_carry_a_verdict(wrong: Evidence) -> None:
    good = CriterionResult("empathy", Verdict.MET, 0.9, (QUOTE,), Message("Said."))
    assert checked(good, HeardWords(CALL), 0.4) == good
    spoilt = checked(replace(good, evidence=(QUOTE, wrong)), HeardWords(CALL), 0.4)
    assert spoilt.verdict is Verdict.CANNOT_TELL
    assert not spoilt.evidence
    assert checked(replace(good, evidence=()), HeardWords(CALL), 0.4).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    "criterion",
    [
        {"id": "x", "kind": "emotion"},
        {"id": "x", "kind": "measure", "measure": "speech_rate", "at_most": 1},
        {"id": "x", "kind": "measure", "measure": "holds"},
        {"id": "x", "kind": "meaning", "exemplars": {}},
        {"id": "x", "kind": "meaning", "exemplars": {"fr": ["a"]}, "met_from": 0.4, "not_met_below": 0.5},
        {"id": "X y", "kind": "phrase", "find": "bonjour"},
        {"id": "x", "kind": "phrase", "find": "(bonjour"},
        {"id": "x", "kind": "phrase", "find": "bonjour", "weight": 0},
    ],
)
def test_a_scorecard_refuses_what_it_cannot_or_may_not_ask(criterion: dict) -> None:
    with pytest.raises(ValidationError):
        scorecard(criterion)


def test_the_sentence_that_holds_all_the_words_is_quoted_alone() -> None:
    call = transcript(
        ("adviser", 0, 4_000, "Notre échange est enregistré."),
        ("adviser", 9_000, 12_000, "Je teste votre ligne."),
    )
    notice = {"id": "notice", "kind": "phrase", "find": "adviser: enregistr* & (echange | ligne)"}
    (result,) = evaluated(call, notice).criteria
    assert [each.quote for each in result.evidence] == ["Notre échange est enregistré."]


def test_what_was_not_to_be_said_is_quoted_when_it_was() -> None:
    never = {"id": "never", "kind": "phrase", "find": "not adviser: desolee"}
    (result,) = evaluated(CALL, never).criteria
    assert result.verdict is Verdict.NOT_MET
    assert [each.quote for each in result.evidence] == ["Je suis vraiment désolée pour cette panne."]


def test_the_quote_holds_the_words_even_when_turns_of_a_speaker_overlap() -> None:
    call = transcript(("adviser", 0, 10_000, "Je regarde votre dossier ."), ("adviser", 3_000, 4_000, "Hep au revoir"))
    (result,) = evaluated(call, {"id": "bye", "kind": "phrase", "find": '"au revoir"'}).criteria
    assert result.verdict is Verdict.MET
    assert "au revoir" in result.evidence[0].quote


@pytest.mark.parametrize(
    "criterion",
    [
        {"id": "x", "kind": "phrase", "find": "customer: facture"},
        {"id": "x", "kind": "phrase", "find": "bonjour", "applies_if": "customer: facture"},
    ],
)
def test_a_speaker_without_a_channel_of_their_own_cannot_be_judged_upon(criterion: dict) -> None:
    alone = replace(CALL, segments=CALL.of(Role.ADVISER), roles=(Role.ADVISER,))
    (result,) = evaluated(alone, criterion).criteria
    assert result.verdict is Verdict.CANNOT_TELL
    assert "channel of their own" in str(result.why)


@pytest.mark.parametrize(
    ("measure_name", "limit"),
    [("longest_silence", "20"), ("holds", "20s"), ("adviser_talk_share", "40"), ("longest_silence", "40%")],
)
def test_a_limit_has_the_unit_of_its_measure(measure_name: str, limit: str) -> None:
    with pytest.raises(ValidationError, match=f"the limit of {measure_name} is"):
        scorecard({"id": "x", "kind": "measure", "measure": measure_name, "at_most": limit})


def test_words_that_are_ruled_out_do_not_settle_a_criterion_of_meaning() -> None:
    said = {**EMPATHY, "met_from": 0.95, "not_met_below": 0.9, "phrases": "adviser: desolee not adviser: panne"}
    (result,) = evaluated(CALL, said).criteria
    assert result.verdict is Verdict.NOT_MET
