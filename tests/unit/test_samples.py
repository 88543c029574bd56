"""The simulated calls: their labels do not move with the criteria, and match their sound."""

import hashlib
import json

import pytest

from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.resources import checkout
from gardefou.bootstrap.samples import SampleCall, sample_calls

ROOT = checkout()
LABELS_SHA256 = "dab1606c1f0c8e59767be6ec93f7a8a29a07bdf2b408dab875c8796a129806dc"
LENGTH_TOLERANCE_MS = 100
LENGTHS_MS = range(90_000, 250_000)


def test_labels_are_those_written_before_the_criteria() -> None:
    digest = hashlib.sha256()
    for script in sorted((ROOT / "samples" / "scripts").glob("*.yaml")):
        digest.update(script.read_bytes())
    assert digest.hexdigest() == LABELS_SHA256, "labels of samples changed: evaluations before and after do not compare"


def test_there_are_enough_calls_in_both_languages() -> None:
    languages = [json.loads(call.labels.read_text("utf-8"))["language"] for call in sample_calls()]
    assert languages.count("fr") >= 12
    assert languages.count("en") >= 2
    assert {call.part for call in sample_calls()} == {"development", "evaluation"}


@pytest.mark.parametrize("call", sample_calls(), ids=lambda call: call.id)
def test_sound_and_labels_tell_of_the_same_simulated_call(call: SampleCall) -> None:
    labels = json.loads(call.labels.read_text("utf-8"))
    sound = open_sound(call.sound)
    assert labels["simulated"] is True
    assert sound.properties.channels == 2
    assert abs(sound.properties.duration_ms - labels["duration_ms"]) <= LENGTH_TOLERANCE_MS
    assert labels["duration_ms"] in LENGTHS_MS
    for turn in labels["turns"]:
        assert 0 <= turn["start_ms"] < turn["end_ms"] <= labels["duration_ms"]
    for verdict in labels["verdicts"].values():
        assert verdict["verdict"] in {"met", "not_met", "not_applicable"}
        assert all(labels["turns"][each["turn"]]["start_ms"] == each["start_ms"] for each in verdict["evidence"])
