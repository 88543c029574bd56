"""The whole flow after hearing, on what the real engine heard in the simulated calls (tests/data/heard)."""

import json
from functools import cache
from pathlib import Path

import pytest

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.evaluation.rules import stands
from gardefou.flows.laboratory_call import EvaluatedCall, LaboratoryCall
from gardefou.hearing.redaction import find_personal_data
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict

HEARD = Path(__file__).parents[1] / "data" / "heard"
STRUCTURED = {"phone", "email", "iban", "card", "number"}
TOLERANCE_MS = 1_000

pytestmark = pytest.mark.meaning
every_call = pytest.mark.parametrize("call", sample_calls(), ids=lambda call: call.id)


@cache
def flow() -> LaboratoryCall:
    laboratory = Laboratory(read_settings())
    return laboratory.call_flow(laboratory.scorecard(resource("scorecards/customer_relation.yaml")))


def heard(call: SampleCall) -> Transcript:
    return read_transcript(HEARD / f"{call.id}.json")


@cache
def made(call: SampleCall) -> EvaluatedCall:
    return flow().from_transcript(heard(call))


@every_call
def test_every_verdict_rests_on_evidence_that_stands_in_the_redacted_transcript(call: SampleCall) -> None:
    result = made(call)
    assert len(result.evaluation.criteria) == 15
    for criterion in result.evaluation.criteria:
        if criterion.verdict in {Verdict.MET, Verdict.NOT_MET}:
            assert criterion.evidence
            assert all(stands(each, result.transcript) for each in criterion.evidence)


@every_call
def test_no_personal_number_is_left_in_text_or_quotes(call: SampleCall) -> None:
    result = made(call)
    texts = [segment.text for segment in result.transcript.segments]
    texts += [each.quote for criterion in result.evaluation.criteria for each in criterion.evidence]
    assert not [span.kind for text in texts for span in find_personal_data(text)]


@every_call
def test_the_same_transcript_gives_the_same_evaluation(call: SampleCall) -> None:
    assert flow().from_transcript(heard(call)).evaluation == made(call).evaluation


def test_nine_of_ten_structured_numbers_are_removed() -> None:
    found = total = 0
    for call in sample_calls():
        removed = made(call).transcript.redactions
        for label in json.loads(call.labels.read_text("utf-8"))["personal"]:
            if label["kind"] in STRUCTURED:
                total += 1
                found += any(
                    each.channel == label["channel"]
                    and each.start_ms - TOLERANCE_MS < label["end_ms"]
                    and label["start_ms"] < each.end_ms + TOLERANCE_MS
                    for each in removed
                )
    assert found / total >= 0.9, f"{found} of {total}"


def test_prices_survive_redaction() -> None:
    said = " ".join(segment.text for call in sample_calls() for segment in made(call).transcript.segments)
    assert said.count("euros") + said.count("€") >= 10
