"""S3: nothing is final without the adviser's window and a named person who was served the sound of the evidence."""

from uuid import UUID

import psycopg
import pytest
from tests.spec.reviewing import DISPUTED, SWEEPER, Reviewing, kept
from tests.spec.scene import MOST_ROLES, WORKER, Scene

from gardefou.bootstrap.installation import operator
from gardefou.governance.actions import READING, REVIEWING, Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import Refused
from gardefou.kernel.verdict import Verdict

SITE = "decided"


@pytest.fixture(scope="module")
def people(scene: Scene) -> Reviewing:
    return Reviewing.at(scene, SITE, advisers=2)


@pytest.fixture
def call(people: Reviewing, request: pytest.FixtureRequest) -> UUID:
    return people.scene.offered(SITE, request.node.name)


def clause_of(people: Reviewing, person: Person, call: UUID) -> str | None:
    refused = people.scene.refused(person, Action(Verb.TAKE), KeptCall(call), role="web")
    return refused.clause if refused else None


def test_s3_a_person_decides_after_the_adviser_could_answer(people: Reviewing, call: UUID) -> None:
    assert clause_of(people, people.first, call) == "S3"
    people.contested(call)
    assert clause_of(people, people.first, call) is None


def test_s3_the_date_of_a_window_that_is_still_open_closes_nothing(people: Reviewing, call: UUID) -> None:
    for days in (0, 4, 9):
        people.flow(days, "worker").close(SWEEPER, call)
        assert people.state(call) == "offered"


@pytest.mark.parametrize("roles", [{PersonRole.MANAGER}, {PersonRole.MANAGER, PersonRole.QUALITY_ANALYST}])
def test_s3_a_line_manager_does_not_decide_though_an_analyst_too(
    people: Reviewing, call: UUID, roles: set[PersonRole]
) -> None:
    people.contested(call)
    manager = people.scene.hire(f"{SITE}-m", SITE, *roles)
    for verb in REVIEWING:
        entries = people.scene.logged(
            lambda v=verb: people.scene.refused(manager, Action(v), KeptCall(call), role="web")
        )
        assert [entry["refused_by"] for entry in entries] in (["S3"], ["S10"])
    assert clause_of(people, manager, call) == ("S3" if PersonRole.QUALITY_ANALYST in roles else "S10")


def test_s3_the_adviser_does_not_decide_though_an_analyst_too(people: Reviewing, call: UUID) -> None:
    people.contested(call)
    both = Person(people.adviser.id, frozenset({PersonRole.ADVISER, PersonRole.QUALITY_ANALYST}))
    people.scene.hire(f"{SITE}-0", SITE, *both.roles)
    try:
        assert clause_of(people, both, call) == "S3"
    finally:
        people.scene.hire(f"{SITE}-0", SITE, PersonRole.ADVISER)


def test_s3_no_program_and_no_operator_decides(people: Reviewing, call: UUID) -> None:
    people.contested(call)
    for actor, role in ((WORKER, "worker"), (SWEEPER, "worker"), (operator(), "owner")):
        for verb in REVIEWING:
            refused = people.scene.refused(actor, Action(verb), KeptCall(call), role=role)
            assert refused and refused.clause == "S16"


def test_s3_a_decision_comes_after_its_evidence_was_served_to_whoever_decides(people: Reviewing, call: UUID) -> None:
    draft = people.contested(call)
    people.flow().take(people.first, call)
    people.hear(people.first, call, {DISPUTED}, draft)
    people.flow().hand_back(people.first, call)
    people.flow().take(people.second, call)
    with pytest.raises(Refused, match=r"S3.*not yet served"):
        people.flow().decide(people.second, call, kept(draft))
    assert people.state(call) == "in_review"
    people.hear(people.second, call, {DISPUTED}, draft)
    people.flow().decide(people.second, call, kept(draft))
    assert people.state(call) == "contested"


def test_s3_whoever_handed_it_back_decides_nothing_more(people: Reviewing, call: UUID) -> None:
    draft = people.contested(call)
    people.flow().take(people.first, call)
    people.flow().hand_back(people.first, call)
    with pytest.raises(Refused):
        people.flow().decide(people.first, call, kept(draft))
    assert clause_of(people, people.first, call) == "S3"


def test_s3_a_contest_is_not_decided_by_the_same_person_twice(people: Reviewing, call: UUID) -> None:
    people.decided(call, people.contested(call))
    assert people.state(call) == "contested"
    assert clause_of(people, people.first, call) == "S3"
    assert clause_of(people, people.second, call) is None


def test_s3_what_is_final_names_who_decided_and_keeps_what_the_draft_said(people: Reviewing, call: UUID) -> None:
    people.final(call)
    assert people.state(call) == "final"
    (row,) = people.scene.ask("SELECT * FROM gardefou.reviews WHERE call_id = %s", call)
    assert (row["reviewer_id"], row["second_reviewer_id"]) == (people.first.id, people.second.id)
    rows = people.scene.ask("SELECT * FROM gardefou.decisions WHERE call_id = %s AND criterion = %s", call, DISPUTED)
    assert {(each["round"], each["person_id"], each["before"], each["after"]) for each in rows} == {
        (1, people.first.id, "not_met", "not_met"),
        (2, people.second.id, "not_met", "met"),
    }
    with people.scene.gate("web").transaction(people.adviser, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
        assert tx.evaluations.verdicts(call)[1][DISPUTED] is Verdict.NOT_MET


def test_s3_the_database_knows_no_final_review_without_both_events(people: Reviewing, call: UUID) -> None:
    for change in ("state = 'final'", "state = 'final', answered_at = now()", "state = 'in_review'"):
        with pytest.raises(psycopg.DatabaseError):
            people.scene.ask(f"UPDATE gardefou.reviews SET {change} WHERE call_id = %s", call)


def test_s3_an_unreviewed_draft_is_shown_to_nobody_but_its_adviser(scene: Scene) -> None:
    people = Reviewing.at(
        scene, "unreviewed", review={"released_to_managers": True, "sample_per_month": 0, "window_days": 5}
    )
    call = scene.offered("unreviewed", "call")
    scene.ask("ALTER TABLE gardefou.verdicts DISABLE TRIGGER originals_stay")
    scene.ask(
        "UPDATE gardefou.verdicts v SET verdict = 'met' FROM gardefou.evaluations e"
        " WHERE e.id = v.evaluation_id AND e.call_id = %s",
        call,
    )
    scene.ask("ALTER TABLE gardefou.verdicts ENABLE TRIGGER originals_stay")
    people.flow(30, "worker").close(SWEEPER, call)
    assert people.state(call) == "unreviewed"
    others = [people.first, people.second, people.manager, scene.hire("unreviewed-all", "unreviewed", *MOST_ROLES)]
    for person in others:
        for verb in READING | REVIEWING:
            assert scene.refused(person, Action(verb), KeptCall(call), role="web"), (person, verb)
    for verb in (Verb.READ_EVALUATION, Verb.READ_TRANSCRIPT, Verb.LISTEN):
        assert scene.refused(people.adviser, Action(verb), KeptCall(call), role="web") is None
