"""S14: a frozen call is neither used nor erased, and its windows stand still, until that is lifted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.installations import RecordedEngines
from tests.spec.reviewing import Reviewing
from tests.spec.scene import Scene

from gardefou.adapters.postgres.erasures import unless_frozen
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import process
from gardefou.bootstrap.worker import flow
from gardefou.flows.erasure import Erasure
from gardefou.flows.freezing import Freezing, moved
from gardefou.flows.human_review import HumanReview
from gardefou.flows.recorded_call import STEP_AFTER
from gardefou.flows.sweep import Sweep, Swept
from gardefou.governance.actions import PROCESSING, READING, REVIEW, Action, Verb, operation
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.charter import Retention
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, OwnFile
from gardefou.kernel.errors import InputRefused, Refused

SITE = "freezing"
KEPT = Retention(recordings_days=30, analyses_days=60)
SWEEPER = process(ProcessName.SWEEP)
OVER = timedelta(days=90)


@pytest.fixture(scope="module")
def people(scene: Scene) -> Reviewing:
    return Reviewing.at(scene, SITE, retention=KEPT, erasure_by_adviser=True)


@pytest.fixture(scope="module")
def officer(people: Reviewing) -> Person:
    return people.scene.hire(f"{SITE}-dpo", SITE, PersonRole.DATA_PROTECTION_OFFICER)


def freezing(scene: Scene, now: datetime | None = None) -> Freezing:
    return Freezing(scene.gate("web", now), PublicHolidays())


def erasure(scene: Scene, role: str = "web") -> Erasure:
    return Erasure(scene.gate(role), scene.installation.sounds, scene.installation.tombstones)


def sweep(scene: Scene, now: datetime) -> Swept:
    gate, here = scene.gate(now=now), scene.installation
    review = HumanReview(gate, PublicHolidays())
    done = Erasure(gate, here.sounds, here.tombstones)
    return Sweep(gate, here.sounds, here.lookout(), done, review, SWEEPER, lambda: now).run()


def is_here(scene: Scene, call: UUID) -> bool:
    return bool(scene.ask("SELECT 1 FROM gardefou.calls WHERE id = %s", call))


def test_s14_a_frozen_call_is_used_by_nobody_and_erased_by_nobody(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    call = scene.offered(SITE, "frozen")
    freezing(scene).freeze(officer, call, AskedBy.ADVISER)
    adviser = people.adviser
    for verb in (READING | REVIEW) - {Verb.LISTEN_ORIGINAL, Verb.CLOSE_WINDOW, Verb.LAPSE, Verb.TAKE}:
        assert scene.refused(adviser, Action(verb), KeptCall(call), role="web"), verb
    for verb in READING - {Verb.LISTEN_ORIGINAL}:
        refused = scene.refused(adviser, Action(verb), KeptCall(call), role="web")
        assert refused and refused.clause == "S14", verb
    for verb in PROCESSING:
        refused = scene.refused(process(ProcessName.WORKER), Action(verb), KeptCall(call))
        assert refused and refused.clause == "S14", verb
    with pytest.raises(Refused, match="S14"):
        erasure(scene).own(adviser, call)
    with pytest.raises(Refused, match="S14"):
        erasure(scene).for_subject(officer, call)
    assert erasure(scene).all_for_subject(officer, [call]) == (0, 1)
    with pytest.raises(InputRefused, match="already"):
        freezing(scene).freeze(officer, call, AskedBy.ADVISER)
    freezing(scene).lift(officer, call)
    assert not scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web")
    erasure(scene).for_subject(officer, call)
    assert not is_here(scene, call)


def test_s14_its_date_waits_until_the_freeze_is_lifted(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    frozen, waiting = scene.offered(SITE, "by date"), scene.kept(SITE, "in quarantine")
    for call in (frozen, waiting):
        freezing(scene).freeze(officer, call, AskedBy.CUSTOMER)
    sealed = scene.installation.sounds.seal(frozen, "transcript:1", b"words")
    later = datetime.now(UTC) + OVER
    sweep(scene, later)
    assert is_here(scene, frozen) and is_here(scene, waiting)
    assert scene.installation.sounds.unseal(frozen, "transcript:1", sealed) == b"words"
    for call in (frozen, waiting):
        freezing(scene).lift(officer, call)
    sweep(scene, later)
    assert not is_here(scene, frozen) and not is_here(scene, waiting)
    assert waiting not in dict(scene.installation.sounds.in_quarantine())


@pytest.mark.parametrize("heard", [False, True])
def test_s14_a_freeze_keeps_no_sound_as_it_came(people: Reviewing, officer: Person, heard: bool) -> None:
    """It may hold card data, which is not kept after authorisation: heard or not, it goes in its time."""
    scene = people.scene
    call = scene.kept(SITE, f"raw {heard}")
    if heard:
        scene.ask("UPDATE gardefou.calls SET status = 'heard' WHERE id = %s", call)
    freezing(scene).freeze(officer, call, AskedBy.CUSTOMER)
    sweep(scene, datetime.now(UTC) + timedelta(minutes=61))
    assert call not in dict(scene.installation.sounds.in_quarantine())
    (row,) = scene.ask("SELECT lost_at IS NOT NULL AS lost FROM gardefou.calls WHERE id = %s", call)
    assert row["lost"] is not heard
    with pytest.raises(Refused, match="S14"):
        erasure(scene).for_subject(officer, call)


def test_s14_processing_stops_without_being_given_up_and_goes_on_where_it_stopped(
    people: Reviewing, officer: Person
) -> None:
    scene = people.scene
    call = scene.kept(SITE, "being processed")
    freezing(scene).freeze(officer, call, AskedBy.CUSTOMER)
    recorded = flow(scene.installation, RecordedEngines)
    recorded.run("hear", call)
    (row,) = scene.ask("SELECT status, parked_at, failures FROM gardefou.calls WHERE id = %s", call)
    assert (row["status"], row["parked_at"], row["failures"]) == ("drawn", None, 0)
    with scene.installation.pool("owner").connection() as connection, connection.transaction():
        connection.execute("SET LOCAL search_path = jobs, pg_catalog")
        connection.execute("DELETE FROM procrastinate_jobs WHERE args ->> 'call' = %s", (str(call),))
    later = datetime.now(UTC) + timedelta(hours=1)
    scene.installation.lookout().rescue(STEP_AFTER, 60, later)
    assert not jobs_of(scene, call), "nobody takes it up while it is frozen"
    freezing(scene).lift(officer, call)
    scene.installation.lookout().rescue(STEP_AFTER, 60, later)
    assert jobs_of(scene, call) == ["hear"]


def jobs_of(scene: Scene, call: UUID) -> list[str]:
    statement = "SELECT task_name AS name FROM jobs.procrastinate_jobs WHERE args ->> 'call' = %s AND status = 'todo'"
    return [row["name"] for row in scene.ask(statement, str(call))]


def test_s14_no_role_of_the_database_removes_a_frozen_call(people: Reviewing, officer: Person) -> None:
    """A freeze may come between the decision and the act: the row itself refuses."""
    scene = people.scene
    call = scene.offered(SITE, "at once")
    with scene.gate().transaction(SWEEPER, operation(Verb.EXPIRE), KeptCall(call)) as tx:
        freezing(scene).freeze(officer, call, AskedBy.CUSTOMER)
        for act in (tx.calls.forget, tx.calls.recording_gone):
            with pytest.raises(Refused, match="S14"), tx._records._connection.transaction(), unless_frozen():
                act(call)
    assert is_here(scene, call)


def test_s14_windows_stand_still_meanwhile(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    call = scene.offered(SITE, "window")
    contested = scene.offered(SITE, "contest")
    people.contested(contested)
    for each in (call, contested):
        freezing(scene).freeze(officer, each, AskedBy.ADVISER)
    before = {row["call_id"]: row for row in days(scene, call, contested)}
    in_time = datetime.now(UTC) + timedelta(days=50)
    sweep(scene, in_time)
    assert (people.state(call), people.state(contested)) == ("offered", "queued")
    for each in (call, contested):
        freezing(scene, in_time).lift(officer, each)
    after = {row["call_id"]: row for row in days(scene, call, contested)}
    assert after[call]["closes_on"] >= before[call]["closes_on"] + timedelta(days=45)
    assert after[contested]["due_on"] >= before[contested]["due_on"] + timedelta(days=45)
    sweep(scene, in_time)
    assert (people.state(call), people.state(contested)) == ("offered", "queued")


def days(scene: Scene, *calls: UUID) -> list[dict[str, Any]]:
    return scene.ask("SELECT call_id, closes_on, due_on FROM gardefou.reviews WHERE call_id = ANY (%s)", list(calls))


@pytest.mark.parametrize(
    ("since", "lifted", "last", "expected"),
    [
        ("2026-11-02", "2026-11-09", "2026-11-06", "2026-11-16"),  # five worked days again; the eleventh is a holiday
        ("2026-11-06", "2026-11-21", "2026-11-06", "2026-11-23"),  # one is left: after the weekend
        ("2026-11-10", "2026-11-12", "2026-11-06", "2026-11-06"),  # it was over before
    ],
)
def test_s14_what_was_left_of_a_window_is_left_again(since: str, lifted: str, last: str, expected: str) -> None:
    worked = PublicHolidays().worked_days("FR")
    given = (date.fromisoformat(each) for each in (since, lifted, last))
    assert moved(worked, *given) == date.fromisoformat(expected)


def test_s14_a_freeze_is_for_the_officer_of_the_site_alone(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    scene.open_site("freezing-away")
    call = scene.offered(SITE, "whose")
    away = scene.hire("freezing-away-dpo", "freezing-away", PersonRole.DATA_PROTECTION_OFFICER)
    others = [
        scene.hire(f"{SITE}-{role}", SITE, role) for role in set(PersonRole) - {PersonRole.DATA_PROTECTION_OFFICER}
    ]
    for verb in (Verb.FREEZE, Verb.LIFT, Verb.ERASE_FOR_SUBJECT, Verb.EXPORT_FOR_SUBJECT):
        for person in (away, *others):
            refused = scene.refused(person, operation(verb), KeptCall(call), role="web")
            assert refused and refused.clause in {"S10", "S1"}, verb
    with scene.gate("web").transaction(away, operation(Verb.READ_OWN_FILE), OwnFile(away.id)) as tx:
        assert not tx.freezes.freeze(call, AskedBy.ADVISER)
        assert tx.erasures.at_request(call) is None
        assert tx.requests.transcript(call) is None
    assert is_here(scene, call)


def test_s14_suspended_a_site_freezes_lifts_and_erases_all_the_same(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    call = scene.offered(SITE, "while suspended")
    scene.ask("UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s", SITE)
    try:
        freezing(scene).freeze(officer, call, AskedBy.CUSTOMER)
        freezing(scene).lift(officer, call)
        erasure(scene).for_subject(officer, call)
    finally:
        scene.ask("UPDATE gardefou.sites SET state = 'open' WHERE code = %s", SITE)
    assert not is_here(scene, call)
