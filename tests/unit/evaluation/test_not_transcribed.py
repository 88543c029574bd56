"""What nobody could transcribe may hold the answer: nothing is not met, or met, because it was not found there."""

from dataclasses import replace

import pytest
from tests.calls import transcript
from tests.unit.evaluation.judged import Quoting, judged
from tests.unit.evaluation.spoken import adviser, call, customer, parts, result, said
from tests.unit.evaluation.test_learning import answered as answered_by_learning
from tests.unit.evaluation.test_learning import call as call_to_learn
from tests.unit.evaluation.test_learning import learned, lessons
from tests.unit.evaluation.test_meaning import CALL, CRITERION, EXEMPLAR, Alike, answered

from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.transcript import ESTIMATED, Role, SoundQuality, Transcript, Unheard
from gardefou.kernel.verdict import Verdict

OF_THE_ADVISER = call(
    adviser(4_000, "oui je vous écoute."),
    customer(8_000, "bonjour madame."),
    adviser(12_000, "c'est noté au revoir."),
    unheard=(Unheard(0, 1_000, 3_000),),
)
DEAD, LOUD = SoundQuality(1, -70.0, 0.0, 20.0), SoundQuality(0, -22.0, 0.0, 30.0)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("adviser: orvane", Verdict.CANNOT_TELL),
        ("first 3s: orvane", Verdict.CANNOT_TELL),
        ("orvane ~3 bonjour", Verdict.CANNOT_TELL),
        ("not adviser: zut", Verdict.CANNOT_TELL),
        ("noté & adviser: orvane", Verdict.CANNOT_TELL),
        ("last 5s: orvane", Verdict.NOT_MET),
        ("customer: orvane", Verdict.NOT_MET),
        ("customer: orvane & adviser: merci", Verdict.NOT_MET),
        ("not adviser: noté", Verdict.NOT_MET),
        ("not customer: zut", Verdict.MET),
        ("adviser: noté", Verdict.MET),
        ("adviser: orvane | adviser: noté", Verdict.MET),
    ],
)
def test_words_that_may_lie_in_an_unheard_passage_cannot_be_told(query: str, expected: Verdict) -> None:
    answer = result(OF_THE_ADVISER, said(query))
    assert answer.verdict is expected
    if expected is Verdict.CANNOT_TELL:
        assert "could not be transcribed" in str(answer.why)


def test_whether_a_question_applies_may_lie_there_too() -> None:
    asked = said("adviser: noté", applies_if="adviser: carte")
    assert result(OF_THE_ADVISER, asked).verdict is Verdict.CANNOT_TELL
    assert result(replace(OF_THE_ADVISER, unheard=()), asked).verdict is Verdict.NOT_APPLICABLE


def test_parts_that_hold_suffice_and_those_that_are_open_do_not() -> None:
    assert result(OF_THE_ADVISER, parts("adviser: noté", "adviser: orvane", needs="any")).verdict is Verdict.MET
    assert result(OF_THE_ADVISER, parts("adviser: noté", "adviser: orvane")).verdict is Verdict.CANNOT_TELL


def test_a_voice_that_shares_the_channel_may_be_anybodys() -> None:
    shared = replace(
        OF_THE_ADVISER,
        segments=tuple(replace(each, channel=0) for each in OF_THE_ADVISER.segments),
        speakers=ESTIMATED,
    )
    assert result(shared, said("customer: orvane")).verdict is Verdict.CANNOT_TELL


def test_on_an_inaudible_channel_nothing_is_missing_for_certain() -> None:
    heard = replace(OF_THE_ADVISER, unheard=(), quality=(LOUD, DEAD))
    answer = result(heard, said("customer: merci"))
    assert (answer.verdict, "inaudible" in str(answer.why)) == (Verdict.CANNOT_TELL, True)
    assert result(heard, said("customer: bonjour")).verdict is Verdict.MET
    assert result(heard, said("adviser: merci")).verdict is Verdict.NOT_MET


def test_a_channel_with_words_is_not_dead_whatever_was_measured() -> None:
    heard = replace(OF_THE_ADVISER, unheard=(), quality=(SoundQuality(1, None, 0.0, None),))
    assert result(heard, said("customer: merci")).verdict is Verdict.NOT_MET
    silent = replace(heard, segments=heard.of(Role.ADVISER))
    assert result(silent, said("customer: merci")).verdict is Verdict.CANNOT_TELL


def with_unheard(heard: Transcript, channel: int, start_ms: int = 5_000) -> Transcript:
    return replace(heard, unheard=(Unheard(channel, start_ms, start_ms + 2_000),))


def test_meaning_that_may_lie_there_cannot_be_told() -> None:
    def verdict(heard: Transcript, **more: object) -> Verdict:
        return answered({**CRITERION, **more}, Alike(**EXEMPLAR), heard).verdict

    assert verdict(CALL) is Verdict.NOT_MET
    assert verdict(with_unheard(CALL, 0)) is Verdict.CANNOT_TELL
    assert verdict(with_unheard(CALL, 1)) is Verdict.NOT_MET
    assert verdict(with_unheard(CALL, 0), last_s=6.0) is Verdict.NOT_MET
    near = Alike(**EXEMPLAR, ici_le_médecin=0.9)
    assert answered(CRITERION, near, with_unheard(CALL, 0)).verdict is Verdict.MET


def test_what_was_learned_finds_nothing_there_either() -> None:
    card, asked = learned(lessons(9, 9)).scorecard, call_to_learn(2, False)
    assert answered_by_learning(card, asked).verdict is Verdict.NOT_MET
    asked.transcript = with_unheard(asked.transcript, 0, 21_000)
    assert answered_by_learning(card, asked).verdict is Verdict.CANNOT_TELL


def test_a_language_model_read_what_was_transcribed_only() -> None:
    spoken = transcript(("adviser", 0, 3_000, "Orvane bonjour."), ("adviser", 7_000, 9_000, "Pas question."))
    missing = with_unheard(spoken, 1)
    assert judged(spoken, Quoting("not_met")).verdict is Verdict.NOT_MET
    assert judged(missing, Quoting("not_met")).verdict is Verdict.CANNOT_TELL
    assert judged(missing, Quoting("not_applicable")).verdict is Verdict.CANNOT_TELL
    contrary = judged(missing, Quoting("not_met", "Pas question"))
    assert contrary.verdict is Verdict.NOT_MET
    assert [each.kind for each in contrary.evidence] == [EvidenceKind.QUOTE]
