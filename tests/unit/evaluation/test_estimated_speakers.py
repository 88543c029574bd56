"""Verdicts where two people share one channel: less sure, and none that a wrong estimate would turn."""

from dataclasses import replace

import pytest
from tests.calls import transcript
from tests.embeddings import SharedWords

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.measures import MeasureName
from gardefou.kernel.transcript import ESTIMATED, Transcript
from gardefou.kernel.verdict import Verdict


def estimated(call: Transcript) -> Transcript:
    return replace(call, segments=tuple(replace(each, channel=0) for each in call.segments), speakers=ESTIMATED)


CALL = estimated(
    transcript(
        ("adviser", 0, 4_000, "Orvane bonjour, Maud à votre écoute. Que puis-je faire ?"),
        ("customer", 4_500, 8_000, "Bonjour, cet appel est enregistré, je crois."),
        ("adviser", 9_000, 12_000, "C'est vraiment nul, cette panne."),
        ("customer", 12_500, 14_000, "Un instant, je cherche."),
        ("adviser", 60_000, 62_000, "Au revoir, bonne journée."),
    )
)


def answer(call: Transcript, **criterion: object) -> CriterionResult:
    text = {"fr": "Question ?", "en": "Question?"}
    asked = {"id": "asked", "question": text, "guidance": text, **criterion}
    section = {"id": "all", "title": text, "criteria": [asked]}
    scorecard = Scorecard.model_validate({"id": "test", "version": "1", "title": text, "sections": [section]})
    (result,) = ScorecardEvaluator(scorecard, Engines(SharedWords())).evaluate(call, measure(call)).criteria
    return result


def test_words_found_are_met_with_little_confidence_and_stand_as_evidence() -> None:
    result = answer(CALL, kind="phrase", find='adviser: "à votre écoute"')
    assert (result.verdict, result.confidence) == (Verdict.MET, 0.6)
    assert [each.channel for each in result.evidence] == [0]


@pytest.mark.parametrize(
    ("find", "verdict"),
    [
        ("adviser: enregistr*", Verdict.CANNOT_TELL),
        ("not adviser: enregistr*", Verdict.CANNOT_TELL),
        ("not adviser: nul", Verdict.CANNOT_TELL),
        ("adviser: rappel*", Verdict.NOT_MET),
        ("not adviser: rappel*", Verdict.MET),
        ("not nul", Verdict.NOT_MET),
    ],
    ids=["said by the other", "not to be said, said by the other", "said", "nobody", "nobody either", "no matter who"],
)
def test_what_a_wrong_estimate_would_turn_cannot_be_told(find: str, verdict: Verdict) -> None:
    assert answer(CALL, kind="phrase", find=find).verdict is verdict


def test_words_held_against_somebody_stay_to_be_heard() -> None:
    result = answer(CALL, kind="phrase", find="not adviser: nul")
    assert "nul" in result.evidence[0].quote


def test_a_meaning_that_only_the_other_speaker_comes_near_cannot_be_told() -> None:
    exemplars = {"fr": ["Bonjour, cet appel est enregistré, je crois."]}
    assert answer(CALL, kind="meaning", exemplars=exemplars).verdict is Verdict.CANNOT_TELL


def test_a_question_does_not_apply_only_if_nobody_said_what_makes_it_apply() -> None:
    asked = {"kind": "phrase", "find": "adviser: bonjour"}
    assert answer(CALL, applies_if="customer: panne", **asked).verdict is Verdict.CANNOT_TELL
    assert answer(CALL, applies_if="customer: facture", **asked).verdict is Verdict.NOT_APPLICABLE


def test_one_voice_tells_nothing_of_the_other_speaker() -> None:
    said = tuple(replace(each, role=CALL.roles[0]) for each in CALL.segments)
    alone = replace(CALL, segments=said, roles=CALL.roles[:1])
    assert answer(alone, kind="phrase", find="customer: rappel*").verdict is Verdict.CANNOT_TELL


def test_sentences_do_not_run_from_one_speaker_into_the_other() -> None:
    talk = estimated(transcript(("adviser", 0, 2_000, "je regarde"), ("customer", 2_000, 3_000, "la panne")))
    (evidence,) = answer(talk, kind="phrase", find="adviser: regarde").evidence
    assert evidence.quote == "je regarde"


@pytest.mark.parametrize(
    "name",
    [
        MeasureName.ADVISER_TALK_SHARE,
        MeasureName.OVERLAPS,
        MeasureName.INTERRUPTIONS_BY_ADVISER,
        MeasureName.INTERRUPTIONS_BY_CUSTOMER,
    ],
)
def test_measures_of_who_speaks_when_are_not_taken(name: MeasureName) -> None:
    assert measure(CALL)[name].value is None


def test_silence_is_measured_but_not_as_unannounced_where_the_other_may_have_announced_it() -> None:
    assert measure(CALL)[MeasureName.LONGEST_SILENCE].value == 46_000
    assert measure(CALL)[MeasureName.LONGEST_UNANNOUNCED_SILENCE].value is None
    clear = replace(CALL, segments=tuple(each for each in CALL.segments if "instant" not in each.text))
    assert measure(clear)[MeasureName.LONGEST_UNANNOUNCED_SILENCE].value == 48_000
