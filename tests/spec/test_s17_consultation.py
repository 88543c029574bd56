"""S17: no call is received, processed or read at a site without its charter, or under one of the other kind."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from psycopg import DatabaseError
from tests.installations import RecordedEngines, notice
from tests.spec.real_scene import BODY, DOCUMENTS, ZONE, RealScene
from tests.spec.scene import INTAKE, WORKER, Scene

from gardefou.adapters.postgres.hearing_progress import HearingProgress
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import administration_of, operator, process
from gardefou.flows.recorded_call import RecordedCall
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Actor, ProcessName
from gardefou.governance.register_documents import RECORDED_BY, EntryKind
from gardefou.governance.register_entries import Entry
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import ArrivingCall, KeptCall, OwnFile, Subject
from gardefou.kernel.errors import Refused

SITE, BARE = "consulted", "bare"
REAL = "real-calls"
WHO_LIFTS = {
    EntryKind.OPINION: "the representatives",
    EntryKind.IMPACT_ASSESSMENT: "the employer or the data-protection officer",
    EntryKind.RISK_REGISTER: "the employer",
    EntryKind.NOTICE: "the employer",
}


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE)
    return scene.offered(SITE, "call")


@pytest.fixture
def without_charter(scene: Scene, call: UUID) -> str:
    """A site for which nothing was ever signed, with a call, its adviser and a draw."""
    with administration_of(scene.installation) as administration:
        administration.add_site(BARE, ZONE)
    to_bare = f"SET site_id = (SELECT id FROM gardefou.sites WHERE code = '{BARE}')"
    scene.ask(f"UPDATE gardefou.calls {to_bare} WHERE id = %s", call)
    scene.ask(f"UPDATE gardefou.people {to_bare} WHERE number = %s", f"{SITE}-0")
    return BARE


def test_s17_without_a_charter_nothing_about_calls_is_done(scene: Scene, call: UUID, without_charter: str) -> None:
    adviser = scene.person(f"{SITE}-0")
    new = notice("new", site=without_charter)
    arriving = ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)
    asked: list[tuple[Actor, Verb, Subject, str]] = [
        *((INTAKE, verb, arriving, "worker") for verb in (Verb.RECEIVE, Verb.KEEP)),
        *((WORKER, verb, KeptCall(call), "worker") for verb in (Verb.HEAR, Verb.EVALUATE, Verb.OFFER)),
        *((adviser, verb, KeptCall(call), "web") for verb in (Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN)),
        (process(ProcessName.DEMONSTRATION), Verb.SHOW_SIMULATED, KeptCall(call), "worker"),
    ]
    for actor, verb, subject, role in asked:
        entries = scene.logged(partial(scene.refused, actor, Action(verb), subject, role=role))
        assert [(entry["verb"], entry["refused_by"], entry["charter_digest"]) for entry in entries] == [
            (verb, "S17", None)
        ]


def test_s17_without_a_charter_what_is_here_can_still_be_removed(
    scene: Scene, call: UUID, without_charter: str
) -> None:
    sweep = process(ProcessName.SWEEP)
    assert scene.refused(sweep, operation(Verb.EXPIRE), KeptCall(call)) is None
    assert scene.refused(operator(), operation(Verb.READ_STATE), KeptCall(call), role="owner") is None


def test_s17_real_calls_do_not_come_into_a_simulated_installation(scene: Scene) -> None:
    scene.open_site("real")
    with pytest.raises(Refused, match="S17"):
        scene.receive("real", "call", simulated=False)


def test_s17_a_charter_of_real_calls_does_not_serve_a_simulated_installation(scene: Scene) -> None:
    with pytest.raises(Refused, match="S17"):
        scene.open_site("other", simulated=False, agreement_floor=0.6, draw={"rate": 0.1, "weekly_cap": 3})
    for simulated in (True, False):
        with pytest.raises(Refused, match="S17"):
            scene.receive("other", "call", simulated=simulated)


@pytest.fixture(scope="module")
def recorded(real_scene: RealScene) -> RealScene:
    real_scene.open_site(REAL)
    real_scene.hire(f"{REAL}-q", REAL, PersonRole.QUALITY_ANALYST)
    real_scene.record_everything(REAL)
    real_scene.drawn(REAL)
    return real_scene


@pytest.fixture(scope="module")
def real_call(recorded: RealScene) -> UUID:
    call = recorded.drawn(REAL).call
    assert call
    return call


@pytest.mark.parametrize("kind", [each for each in EntryKind if each is not EntryKind.BASELINE])
def test_s17_without_one_record_nothing_new_is_done_at_a_real_site(
    recorded: RealScene, real_call: UUID, kind: EntryKind
) -> None:
    days = {EntryKind.NOTICE: 20}.get(kind, 0)
    lacking(recorded, kind)
    try:
        with pytest.raises(Refused, match=rf"S17.*{WHO_LIFTS[kind]}"):
            recorded.arrives(REAL)
        for verb in (Verb.HEAR, Verb.MEASURE, Verb.EVALUATE, Verb.OFFER):
            refused = recorded.refused(WORKER, Action(verb), KeptCall(real_call))
            assert refused and refused.clause == "S17" and refused.may_pass, verb
    finally:
        recorded.record(REAL, kind, days)
    assert recorded.refused(WORKER, Action(Verb.HEAR), KeptCall(real_call)) is None


def test_s17_a_record_is_missed_by_every_process_at_once(recorded: RealScene, real_call: UUID) -> None:
    others = [recorded.gate(now=datetime.now(UTC)) for _ in range(3)]
    for gate in others:
        with gate.transaction(WORKER, Action(Verb.HEAR), KeptCall(real_call)):
            pass
    lacking(recorded, EntryKind.RISK_REGISTER)
    try:
        for gate in others:
            with pytest.raises(Refused, match="S17"), gate.transaction(WORKER, Action(Verb.HEAR), KeptCall(real_call)):
                pass
    finally:
        recorded.record(REAL, EntryKind.RISK_REGISTER)


def test_s17_a_job_that_lacks_a_record_is_tried_later_and_parks_nothing(recorded: RealScene) -> None:
    call = recorded.drawn(REAL).call
    assert call
    recorded.ask("UPDATE gardefou.calls SET status = 'heard' WHERE id = %s", call)
    lacking(recorded, EntryKind.RISK_REGISTER)
    try:
        flow = RecordedCall(
            recorded.gate(),
            recorded.installation.sounds,
            RecordedEngines(recorded.installation.settings),
            WORKER,
            timedelta(0),
            PublicHolidays(),
            HearingProgress(recorded.installation.pool("worker")),
        )
        flow.run("measure", call)
    finally:
        recorded.record(REAL, EntryKind.RISK_REGISTER)
    (job,) = recorded.ask(
        "SELECT scheduled_at > now() + interval '1 minute' AS later FROM jobs.procrastinate_jobs"
        " WHERE args ->> 'call' = %s AND task_name = 'measure'",
        str(call),
    )
    (row,) = recorded.ask("SELECT parked_at, failures FROM gardefou.calls WHERE id = %s", call)
    assert (job["later"], row["parked_at"], row["failures"]) == (True, None, 0)


def test_s17_what_is_here_is_read_answered_and_removed_without_records(recorded: RealScene, real_call: UUID) -> None:
    entries = lacking(recorded, EntryKind.OPINION)
    try:
        adviser = recorded.person(f"{REAL}-0")
        own = recorded.refused(adviser, operation(Verb.READ_OWN_FILE), OwnFile(adviser.id), role="web")
        assert own is None
        early = recorded.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(real_call), role="web")
        assert early and early.clause == "S10", "it is not ready, and no record would make it so"
        assert recorded.refused(process(ProcessName.SWEEP), operation(Verb.EXPIRE), KeptCall(real_call)) is None
    finally:
        assert entries
        recorded.record(REAL, EntryKind.OPINION)


def test_s17_records_grow_too_old_by_the_days_of_the_sites_zone(recorded: RealScene, real_call: UUID) -> None:
    code = "ageing"
    recorded.open_site(code, records={"impact_assessment_days": 30, "risk_register_days": 366, "notice_days": 1})
    recorded.record_everything(code)
    recorded.record(code, EntryKind.IMPACT_ASSESSMENT)
    last = datetime.combine(recorded.today + timedelta(days=30), time(23, 59, 59), ZoneInfo(ZONE))
    recorded.arrives(code, now=last)
    with pytest.raises(Refused, match=r"S17.*renews it"):
        recorded.arrives(code, now=last + timedelta(seconds=1))


def test_s17_staff_are_told_so_many_days_before_the_first_call(recorded: RealScene) -> None:
    code = "told"
    recorded.open_site(code, records={"notice_days": 15})
    recorded.record_everything(code)
    recorded.record(code, EntryKind.NOTICE, days_ago=14)
    with pytest.raises(Refused, match=r"S17.*too lately"):
        recorded.arrives(code)
    recorded.arrives(code, now=datetime.now(UTC) + timedelta(days=1))


def test_s17_an_opinion_counts_for_its_feature_and_its_body_alone(recorded: RealScene) -> None:
    code = "two bodies".replace(" ", "-")
    recorded.open_site(code, records={"opinions": [BODY, "CSE central"]})
    recorded.record_everything(code)
    with pytest.raises(Refused, match=r"S17.*opinion"):
        recorded.arrives(code)
    recorded.record(code, EntryKind.OPINION, body="CSE central", features=["evaluation"])
    with pytest.raises(Refused, match=r"S17.*opinion"):
        recorded.arrives(code)
    recorded.record(code, EntryKind.OPINION, body="CSE central", features=["recording"])
    recorded.arrives(code)


@pytest.mark.parametrize("kind", EntryKind)
def test_s17_nobody_writes_down_what_is_others_to_say(recorded: RealScene, kind: EntryKind) -> None:
    for role in PersonRole:
        person = recorded.at_the_table(REAL, role)
        asked = partial(recorded.registers.record, person, REAL, kind, DOCUMENTS[kind], recorded.today)
        if role in RECORDED_BY[kind]:
            recorded.registers.withdraw(person, REAL, asked())
        else:
            with pytest.raises(Refused):
                asked()


def test_s17_an_entry_is_never_changed(recorded: RealScene) -> None:
    entry = recorded.record(REAL, EntryKind.RISK_REGISTER)
    for statement in ("UPDATE gardefou.register_entries SET on_day = now()", "DELETE FROM gardefou.register_entries"):
        with pytest.raises(DatabaseError):
            recorded.ask(f"{statement} WHERE id = %s", entry)


def test_s17_registers_are_kept_while_a_site_is_suspended(recorded: RealScene) -> None:
    code = "stopped"
    recorded.open_site(code)
    recorded.ask("UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s", code)
    recorded.record(code, EntryKind.RISK_REGISTER)
    with pytest.raises(Refused, match="S18"):
        recorded.arrives(code)


def lacking(scene: RealScene, kind: EntryKind) -> list[Entry]:
    """Withdraw every entry of a kind."""
    role = RECORDED_BY[kind][-1]
    person = scene.at_the_table(REAL, role)
    entries = [
        each for each in scene.registers.read(person, REAL).entries if each.kind is kind and each.withdrawn_at is None
    ]
    for each in entries:
        scene.registers.withdraw(person, REAL, each.id)
    return entries
