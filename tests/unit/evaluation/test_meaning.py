"""A criterion of meaning takes words as proof, and compares turn by turn."""

import numpy as np
import pytest
from pydantic import ValidationError
from tests.calls import transcript

from gardefou.analysis.rules import measure
from gardefou.evaluation.model import Scorecard
from gardefou.evaluation.preparation import Engines
from gardefou.evaluation.rules import stands
from gardefou.evaluation.steps import ScorecardEvaluator
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict


class Alike:
    """Embeddings by a table; a sentence that is not in it is like nothing else in it."""

    name = "alike"

    def __init__(self, **likeness: float) -> None:
        self.seen: list[str] = []
        self._likeness = {sentence.replace("_", " "): value for sentence, value in likeness.items()}

    def embed(self, sentences: list[str]) -> np.ndarray:
        self.seen.extend(sentences)
        cosines = [self._likeness.get(sentence.rstrip(".?"), 0.0) for sentence in sentences]
        return np.array([[cosine, np.sqrt(1 - cosine**2)] for cosine in cosines], np.float32).reshape(-1, 2)


EXEMPLAR = {"exemplar": 1.0}
CRITERION = {"id": "callback", "kind": "meaning", "exemplars": {"fr": ["exemplar"]}, "met_from": 0.6}
CALL = transcript(
    ("adviser", 0, 2_000, "ici le médecin"),
    ("customer", 2_100, 2_500, "oui rappelez nous"),
    ("adviser", 2_600, 4_000, "gardez la au chaud"),
    ("adviser", 20_000, 24_000, "Voilà. Si elle va plus mal vous nous rappelez. Au revoir."),
)


def answered(criterion: dict, embeddings: Alike, call: Transcript = CALL) -> CriterionResult:
    text = {"fr": "Question ?", "en": "Question?"}
    section = {"id": "all", "title": text, "criteria": [{"question": text, "guidance": text, **criterion}]}
    card = Scorecard.model_validate({"id": "test", "version": "1", "title": text, "sections": [section]})
    (result,) = ScorecardEvaluator(card, Engines(embeddings)).evaluate(call, measure(call)).criteria
    return result


def test_words_that_are_said_are_met_whatever_the_likeness() -> None:
    result = answered({**CRITERION, "phrases": 'adviser: "nous rappelez"'}, Alike(**EXEMPLAR))
    assert result.verdict is Verdict.MET
    assert [each.quote for each in result.evidence] == ["Si elle va plus mal vous nous rappelez."]
    assert stands(result.evidence[0], CALL)


@pytest.mark.parametrize(
    ("likeness", "verdict"), [(0.7, Verdict.MET), (0.55, Verdict.CANNOT_TELL), (0.4, Verdict.NOT_MET)]
)
def test_without_the_words_the_likeness_decides(likeness: float, verdict: Verdict) -> None:
    embeddings = Alike(**EXEMPLAR, gardez_la_au_chaud=likeness)
    result = answered({**CRITERION, "phrases": 'adviser: "refaites le"'}, embeddings)
    assert result.verdict is verdict


def test_words_of_the_customer_or_outside_their_window_prove_nothing() -> None:
    for phrases in ('adviser: "rappelez nous"', 'first 10s: adviser: "nous rappelez"'):
        result = answered({**CRITERION, "phrases": phrases}, Alike(**EXEMPLAR))
        assert result.verdict is Verdict.NOT_MET


def test_an_absence_says_which_words_were_searched_and_that_sentences_were_compared() -> None:
    criterion = {**CRITERION, "phrases": 'last 10s: adviser: "refaites le"'}
    words, sentences = answered(criterion, Alike(**EXEMPLAR)).evidence
    assert {words.kind, sentences.kind} == {EvidenceKind.SEARCHED}
    assert "refaites le" in str(words.how)
    assert words.start_ms == 14_000
    assert "compared" in str(sentences.how)
    assert sentences.start_ms == 0


def test_a_query_that_finds_without_a_quote_leaves_the_answer_to_meaning() -> None:
    result = answered({**CRITERION, "phrases": "not adviser: bonsoir"}, Alike(**EXEMPLAR))
    assert result.verdict is Verdict.NOT_MET


def test_sentences_are_compared_turn_by_turn() -> None:
    embeddings = Alike(**EXEMPLAR)
    answered(CRITERION, embeddings)
    assert {"ici le médecin", "gardez la au chaud"} <= set(embeddings.seen)


def test_words_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ValidationError):
        answered({**CRITERION, "phrases": "(bonjour"}, Alike(**EXEMPLAR))
