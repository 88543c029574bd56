"""S9: nobody's emotion, mood or stress is inferred, from voice or words: no place for it, and no way to plug it in."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.installations import simulated_charter
from tests.spec.names import planted, told_by, unexcused
from tests.spec.scene import Scene
from tests.spec.scorecards import PLAIN, found_in

from gardefou.evaluation.model import Scorecard
from gardefou.kernel.measures import MeasureName

KINDS = {"phrase", "measure", "meaning", "combination", "judge", "manual"}
MEASURES = {
    *("adviser_talk_share", "customer_talk_share", "longest_silence", "total_silence", "longest_unannounced_silence"),
    *("overlaps", "overlap_time", "interruptions_by_adviser", "interruptions_by_customer", "holds", "hold_time"),
    "card_numbers_spoken",
}


def test_s9_no_table_route_page_or_command_is_about_emotion(scene: Scene) -> None:
    assert unexcused("S9", scene, {}) == []


@pytest.mark.parametrize("word", ["emotion", "humeur", "stress", "sentiment", "pitch", "colère"])
def test_s9_one_that_were_is_found_wherever_it_is(scene: Scene, word: str, tmp_path: Path) -> None:
    assert {source for source, names in planted(scene, word, tmp_path).items() if not told_by("S9", names)} == set()


@pytest.mark.parametrize(
    ("code", "language", "question"),
    [
        ("emotion", "fr", "La personne reste-t-elle calme ?"),
        ("emotion", "fr", "Le client est-il en colère ?"),
        ("emotion", "en", "Is the adviser under stress?"),
        ("emotion", "en", "What mood is the caller in?"),
        ("tone", "fr", "Entend-on le sourire dans la voix ?"),
        ("tone", "en", "Is the tone of voice right?"),
        ("accent", "fr", "La personne parle-t-elle sans accent ?"),
        ("accent", "en", "Does the adviser have a strong accent?"),
    ],
)
def test_s9_no_criterion_asks_for_one(code: str, language: str, question: str) -> None:
    assert code in found_in(question, language)
    plain = "Demande-t-elle si tout va bien ?" if language == "fr" else "Does the adviser ask how it went?"
    assert found_in(plain, language) == set()


def test_s9_the_kinds_of_criteria_and_the_measures_are_closed_lists_of_what_is_said_and_counted() -> None:
    assert _kinds() == KINDS
    assert {each.value for each in MeasureName} == MEASURES


def _kinds() -> set[str]:
    parts = Scorecard.model_json_schema()["$defs"].values()
    kinds = [part["properties"]["kind"] for part in parts if "kind" in part.get("properties", {})]
    return {name for kind in kinds for name in [*kind.get("enum", ()), kind.get("const")] if name}


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "emotion"},
        {"kind": "voice", "model": "anger"},
        {"kind": "measure", "measure": "stress"},
        {"kind": "manual", "emotion": "joy"},
        {"kind": "judge", "sound": True},
    ],
)
def test_s9_a_scorecard_that_plugs_one_in_is_not_read(rule: dict[str, Any]) -> None:
    section = {"id": "all", "title": PLAIN, "criteria": [{"id": "one", "question": PLAIN, "guidance": PLAIN} | rule]}
    with pytest.raises(ValidationError):
        Scorecard.model_validate({"id": "asked", "version": "1", "title": PLAIN, "sections": [section]})


@pytest.mark.parametrize("field", [{"emotion": True}, {"alerts": "stress"}, {"purposes": ["wellbeing"]}])
def test_s9_no_charter_can_allow_it(field: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        simulated_charter(**field)
