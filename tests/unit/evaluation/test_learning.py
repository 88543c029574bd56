"""A criterion of meaning learns from calls that people labelled, and knows when it learned too little."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest
from tests.calls import transcript

from gardefou.analysis.rules import measure
from gardefou.evaluation.criteria import MeaningCriterion
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.learned_head import LearnedHead
from gardefou.evaluation.learning.features import Sentences
from gardefou.evaluation.learning.labelled import Exemplars, Heard, LabelledCall
from gardefou.evaluation.learning.scorecard import LearnedScorecard, learned_scorecard
from gardefou.evaluation.learning.training import FEWEST_CALLS, folds, trained
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.rules import stands
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.embeddings import Vectors
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict

TEXT = {"fr": "Question ?", "en": "Question?"}
CRITERION = {
    "id": "address",
    "kind": "meaning",
    "question": TEXT,
    "guidance": TEXT,
    "exemplars": {"fr": ["quelle est votre adresse"]},
    "counter_exemplars": {"fr": ["où avez vous mal"]},
}
OTHER = {**CRITERION, "id": "farewell", "exemplars": {"fr": ["au revoir madame"]}}
ASKED = ("dans quelle rue habitez vous", "vous habitez dans quelle rue monsieur", "et la rue c'est laquelle")
SAID = ("depuis quand a t il mal", "est ce qu'il respire", "il a pris quel médicament", "calmez vous je vous écoute")


class Letters:
    """Embeddings of three letters in a row: alike where words share letters."""

    def __init__(self, name: str = "letters") -> None:
        self.name = name

    def embed(self, sentences: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(sentences), 64), np.float32)
        for row, sentence in enumerate(sentences):
            vectors[row, 0] = 0.1
            for i in range(len(sentence) - 2):
                vectors[row, crc32(sentence[i : i + 3].encode()) % 64] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def scorecard(**changes: object) -> Scorecard:
    section = {"id": "all", "title": TEXT, "criteria": [{**CRITERION, **changes}, OTHER]}
    return Scorecard.model_validate({"id": "test", "version": "1", "title": TEXT, "sections": [section]})


def call(number: int, asks: bool) -> CallUnderEvaluation:
    turns = [("adviser", 5_000 * i, 5_000 * i + 3_000, f"{SAID[(number + i) % 4]} .") for i in range(4)]
    turns.append(("customer", 20_000, 22_000, "dans quelle rue habitez vous ."))
    if asks:
        turns.append(("adviser", 25_000, 28_000, f"{ASKED[number % 3]} ?"))
    said = transcript(*turns)
    return CallUnderEvaluation(said, measure(said), Letters())


def labelled(number: int, asks: bool) -> LabelledCall:
    evidence = (Span(25_000, 28_000),) if asks else ()
    return LabelledCall(call(number, asks), f"speaker {number % 3}", Verdict.MET if asks else Verdict.NOT_MET, evidence)


def lessons(asked: int, not_asked: int) -> list[LabelledCall]:
    return [labelled(i, True) for i in range(asked)] + [labelled(i, False) for i in range(not_asked)]


def learned(calls: list[LabelledCall], **changes: object) -> LearnedScorecard:
    return learned_scorecard(scorecard(**changes), {"address": calls}, "2", Letters())


def answered(card: Scorecard, asked: CallUnderEvaluation) -> CriterionResult:
    evaluator = ScorecardEvaluator(card, Engines(Letters()))
    return evaluator.evaluate(asked.transcript, asked.measures).criteria[0]


def test_a_criterion_learns_words_that_no_exemplar_has() -> None:
    taught = learned(lessons(9, 9)).scorecard
    asked = call(1, True)
    result = answered(taught, asked)
    assert result.verdict is Verdict.MET
    assert result.confidence >= 0.7
    assert "vous habitez dans quelle rue monsieur ?" in [each.quote for each in result.evidence]
    assert all(stands(each, asked.transcript) for each in result.evidence)


def test_what_only_the_customer_says_is_not_met_and_tells_where_was_searched() -> None:
    result = answered(learned(lessons(9, 9)).scorecard, call(2, False))
    assert result.verdict is Verdict.NOT_MET
    assert {each.kind for each in result.evidence} == {EvidenceKind.SEARCHED}


def test_the_same_calls_teach_the_same() -> None:
    first, second = (learned(lessons(9, 9)).scorecard for _ in range(2))
    assert first.digest == second.digest
    assert first.version == "2"


def test_too_few_calls_teach_nothing_and_are_counted() -> None:
    result = learned(lessons(4, 3))
    lesson = result.lessons[0]
    assert lesson.head is None
    assert lesson.missing.calls == FEWEST_CALLS - 7
    assert answered(result.scorecard, call(1, True)) == answered(scorecard(), call(1, True))
    with pytest.raises(ValueError, match=r"address needs 10 labelled calls"):
        trained(_criterion(), list(scorecard().criteria()), lessons(4, 3), Letters())


def test_a_verdict_that_was_never_seen_is_not_given_lightly() -> None:
    lesson = learned(lessons(12, 0)).lessons[0]
    assert lesson.missing.not_met == 3
    assert lesson.head is not None
    never = learned(lessons(0, 12)).lessons[0].head
    assert never is not None
    assert lesson.head.calibration == never.calibration, "calls of one verdict say nothing about the other"
    assert lesson.head.not_met_below < never.not_met_below


def test_calls_without_evidence_still_count_for_the_calibration() -> None:
    bare = [LabelledCall(each.call, each.group, each.verdict) for each in lessons(9, 9)]
    head = learned(bare).lessons[0].head
    assert head is not None
    assert (head.met_calls, head.not_met_calls, head.groups) == (9, 9, 3)


def test_words_that_were_said_are_never_not_met() -> None:
    head = learned(lessons(9, 9)).lessons[0].head
    assert head is not None
    unmoved = head.model_copy(update={"calibration": head.calibration.model_copy(update={"words": 0.0})})
    silent = answered(scorecard(learned=unmoved.model_dump()), call(2, False))
    assert silent.verdict is Verdict.NOT_MET
    result = answered(scorecard(learned=unmoved.model_dump(), phrases='adviser: "il respire"'), call(2, False))
    assert result.verdict is Verdict.CANNOT_TELL
    assert any("il respire" in each.quote for each in result.evidence)


def test_the_curve_starts_from_exemplars_and_grows_to_all_other_calls() -> None:
    head = learned(lessons(12, 12)).lessons[0].head
    assert head is not None
    assert [point.calls for point in head.curve] == [0, 10, 16]
    assert head.curve[-1].right == 1.0
    assert head.curve[-1].decided > head.curve[0].decided


def test_the_curve_does_not_know_what_only_one_speaker_says() -> None:
    words = ("wawo wawawo", "kykyk yky kyk", "zuzu zuzuzu", "bob bobbob", "fefi fifefi", "gog gogga gog")
    calls = [_saying(words[i % 6], i % 2 == 1, f"speaker {i % 3}") for i in range(24)]
    head = learned(calls).lessons[0].head
    assert head is not None
    last = head.curve[-1]
    assert (last.right or 0.0) * last.decided < 0.9


def test_an_exemplar_that_two_criteria_share_counts_against_neither() -> None:
    shared = scorecard(exemplars={"fr": ["au revoir madame"]})
    criterion = next(shared.criteria())
    assert isinstance(criterion, MeaningCriterion)
    assert len(Exemplars.of(criterion, list(shared.criteria()), Letters()).of_others) == 0


def test_no_group_is_learned_from_and_answered() -> None:
    heard = [_heard(group) for group in "abcabcdefg"]
    lots = folds(heard)
    assert sorted(i for lot in lots for i in lot) == list(range(len(heard)))
    for lot in lots:
        inside = {heard[i].group for i in lot}
        assert not inside & {each.group for i, each in enumerate(heard) if i not in lot}


def test_what_was_learned_with_other_embeddings_is_refused() -> None:
    taught = learned(lessons(9, 9)).scorecard
    others = Letters("others")
    with pytest.raises(ValueError, match=r"address cannot use what it learned: .*letters.*others"):
        ScorecardEvaluator(taught, Engines(others))


def test_exemplars_alone_teach_where_they_are_to_suffice() -> None:
    result = learned_scorecard(scorecard(), {}, "2", Letters(), exemplars_suffice=True)
    head = result.lessons[0].head
    assert head is not None
    assert head.met_calls == 0
    assert answered(result.scorecard, call(2, False)).verdict is not Verdict.MET


def test_no_word_of_a_call_can_be_read_in_what_was_learned() -> None:
    written = learned(lessons(9, 9)).scorecard.model_dump_json(exclude={"sections": {"__all__": {"title"}}})
    for word in ("habitez", "respire", "médicament"):
        assert word not in written


def _saying(text: str, met: bool, group: str) -> LabelledCall:
    said = transcript(("adviser", 0, 2_000, "je vous écoute ."), ("adviser", 4_000, 6_000, f"{text} ."))
    ready = CallUnderEvaluation(said, measure(said), Letters())
    return LabelledCall(ready, group, Verdict.MET if met else Verdict.NOT_MET, (Span(4_000, 6_000),) if met else ())


def _criterion() -> MeaningCriterion:
    criterion = next(scorecard().criteria())
    assert isinstance(criterion, MeaningCriterion)
    return criterion


def _heard(group: str) -> Heard:
    sentences = Sentences.of(["bonjour"], Letters().embed(["bonjour"]))
    return Heard(group, met=True, said=False, sentences=sentences, shows=np.array([True]))


def test_a_head_survives_being_written_and_read() -> None:
    head = learned(lessons(9, 9)).lessons[0].head
    assert head is not None
    again = LearnedHead.model_validate_json(head.model_dump_json())
    assert again.digest == head.digest
    exemplars = Exemplars.of(_criterion(), list(scorecard().criteria()), Letters())
    assert len(exemplars.of_others) == 1
