"""S11: calls have a reason; people have no category."""

from pathlib import Path

import pytest
from tests.spec.names import planted, told_by, unexcused
from tests.spec.scene import Scene
from tests.spec.scorecards import found_in

EXCUSED = {
    "scorecard_columns.category": "what other tools call a section of a scorecard",
    "scorecard_columns.catégorie": "the same",
}
OF_A_PERSON = {"id", "number", "name", "email", "language", "site_id", "team", "roles"}
REASONS = {
    "calls": {"reason", "reason_confidence", "reason_start_ms", "reason_end_ms", "parked_reason"},
}
"""Every column of a reason: why the customer called, where that is heard, and why a step failed."""


def test_s11_no_table_route_page_or_command_has_a_category_of_people(scene: Scene) -> None:
    assert unexcused("S11", scene, EXCUSED) == []


@pytest.mark.parametrize("word", ["gender", "sexe", "categorie", "client segment", "personality", "syndicat", "accent"])
def test_s11_one_that_were_is_found_wherever_it_is(scene: Scene, word: str, tmp_path: Path) -> None:
    assert {source for source, names in planted(scene, word, tmp_path).items() if not told_by("S11", names)} == set()


def test_s11_of_a_person_nothing_is_kept_but_who_they_are_and_where_they_work(scene: Scene) -> None:
    found = scene.ask(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'gardefou' AND table_name = 'people'"
    )
    assert {row["column_name"] for row in found} == OF_A_PERSON
    absences = scene.ask(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'gardefou' AND table_name = 'absences'"
    )
    assert {row["column_name"] for row in absences} == {"person_id", "first_day", "last_day"}, "no cause of an absence"


def test_s11_a_reason_belongs_to_a_call_and_to_nobody(scene: Scene) -> None:
    found = scene.ask(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'gardefou' AND column_name LIKE '%%reason%%'"
    )
    assert {row["table_name"]: {each["column_name"] for each in found} for row in found} == REASONS
    group = scene.ask(
        "SELECT proname FROM pg_proc WHERE proargnames && ARRAY['reason'] AND proargnames && ARRAY['adviser_id']"
    )
    assert group == []


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Quel est l'âge du conseiller ?"),
        ("fr", "Le client est-il âgé ?"),
        ("en", "Is the customer elderly?"),
        ("en", "Does the adviser's personality help?"),
    ],
)
def test_s11_no_criterion_sorts_people(language: str, question: str) -> None:
    assert "person" in found_in(question, language)
