"""S2: no ranking of people, no use for pay or discipline, no score of a manager: not there, and refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.installations import simulated_charter
from tests.spec.exports import exports
from tests.spec.names import planted, told_by, unexcused
from tests.spec.reviewing import Reviewing
from tests.spec.scene import MOST_ROLES, Scene
from tests.spec.scorecards import found_in

from gardefou.governance.actions import Action, Verb
from gardefou.governance.subjects import SiteWork

SITE = "hr"
EXCUSED = {
    "statuses.rank": "how far a call has come",
    "Taxonomy.phrase_bonus": "what a phrase counts for the reason of a call",
    "Dismiss.do": "an adviser puts a knowledge card aside",
    "Dismiss.card": "an adviser puts a knowledge card aside",
}
PEOPLE = r"(^|[^a-z])(person_id|adviser_id|manager_id|reviewer_id|adviser|person|name|number|team)([^a-z]|$)"
SCORES = r"(^|[^a-z])(score|scores|average|points|kappa|rate|share)([^a-z]|$)"
TOGETHER = """
SELECT name FROM (
    SELECT c.table_name AS name, string_agg(c.column_name, ' ') AS columns FROM information_schema.columns c
    WHERE c.table_schema = ANY (%s) GROUP BY 1
    UNION ALL SELECT p.proname, array_to_string(p.proargnames, ' ')
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY (%s)) relations
WHERE columns ~ %s AND columns ~ %s ORDER BY 1
"""


@pytest.fixture(scope="module")
def given_out(scene: Scene) -> Iterator[list[tuple[str, Any]]]:
    with exports(scene) as documents:
        yield documents


def test_s2_no_table_route_page_export_or_command_is_about_ranking_pay_or_discipline(
    scene: Scene, given_out: list[tuple[str, Any]]
) -> None:
    assert unexcused("S2", scene, EXCUSED, *given_out) == []


@pytest.mark.parametrize("word", ["ranking", "classement", "prime", "payroll", "sanction", "adviser score"])
def test_s2_one_that_were_is_found_wherever_it_is(scene: Scene, word: str, tmp_path: Path) -> None:
    assert {source for source, names in planted(scene, word, tmp_path).items() if not told_by("S2", names)} == set()


def test_s2_nothing_in_the_database_holds_a_person_beside_a_score(scene: Scene) -> None:
    """Scores are of calls, agreement is of the program: neither stands where somebody is named."""
    assert together(scene, "gardefou") == []
    scene.ask("CREATE SCHEMA scored")
    try:
        scene.ask("CREATE TABLE scored.teams (manager_id uuid, average double precision)")
        scene.ask(
            "CREATE FUNCTION scored.best() RETURNS TABLE (name text, score integer) LANGUAGE sql AS $$ SELECT 'a', 1 $$"
        )
        assert together(scene, "scored") == ["best", "teams"]
    finally:
        scene.ask("DROP SCHEMA scored CASCADE")


def together(scene: Scene, schema: str) -> list[str]:
    return [row["name"] for row in scene.ask(TOGETHER, [schema], [schema], PEOPLE, SCORES)]


@pytest.mark.parametrize("purpose", ["discipline", "pay", "ranking", "appraisal", "promotion", "Discipline", "prime"])
def test_s2_no_charter_can_name_such_a_purpose_and_asking_for_it_is_refused_and_logged(
    scene: Scene, purpose: str
) -> None:
    with pytest.raises(ValidationError, match="purposes"):
        simulated_charter(purposes=[purpose])
    people = scene.hire(f"{SITE}-m", "paris", *MOST_ROLES)
    for verb in (Verb.READ_TEAM, Verb.READ_AGREEMENT):
        entries = scene.logged(lambda v=verb: scene.refused(people, Action(v, purpose), SiteWork("paris"), role="web"))
        assert [(entry["purpose"], entry["refused_by"]) for entry in entries] == [(purpose, "S1")]


@pytest.mark.parametrize("verb", ["rank", "score_manager", "export_to_hr", "compare_people"])
def test_s2_no_verb_ranks_or_exports_people(scene: Scene, verb: Any) -> None:
    everything = scene.hire(f"{SITE}-all", "paris", *MOST_ROLES)
    assert verb not in list(Verb)
    assert scene.refused(everything, Action(verb), SiteWork("paris"), role="web") is not None


@pytest.mark.parametrize(
    ("code", "language", "question"),
    [
        ("ranking", "fr", "Fait-elle mieux que ses collègues ?"),
        ("ranking", "en", "Is this adviser's performance above the team's?"),
        ("person", "fr", "Le conseiller est-il compétent ?"),
        ("person", "en", "Is the adviser confident?"),
    ],
)
def test_s2_no_criterion_judges_a_person_or_ranks_them(code: str, language: str, question: str) -> None:
    assert code in found_in(question, language)
    assert (
        found_in("La personne dit-elle au revoir ?" if language == "fr" else "Does the adviser say goodbye?", language)
        == set()
    )


def test_s2_a_managers_figures_name_nobody_and_score_nobody(scene: Scene) -> None:
    people = Reviewing.at(scene, SITE, advisers=10)
    for index in range(10):
        scene.offered(SITE, f"of {index}", adviser=f"{SITE}-{index}")
    scene.ask(
        "UPDATE gardefou.reviews r SET state = 'queued', answered_at = now(), causes = '{sample}' FROM gardefou.calls c"
        " JOIN gardefou.people p ON p.id = c.adviser_id WHERE c.id = r.call_id AND p.number LIKE %s", f"{SITE}-%"
    )  # fmt: skip
    with scene.gate("web").transaction(people.manager, Action(Verb.READ_TEAM), SiteWork(SITE)) as tx:
        figures = tx.figures.figures(datetime(2020, 1, 1, tzinfo=UTC))
    told = repr(figures)
    assert figures and not any(f"{SITE}-{index}" in told for index in range(10))
