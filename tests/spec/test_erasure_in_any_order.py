"""S14: in whatever order, and wherever it is stopped, what was erased stays so, and what is frozen stays."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import DatabaseError
from tests.spec.reviewing import Reviewing
from tests.spec.scene import Scene

from gardefou.adapters.backup.keys import BackupKeyFolder
from gardefou.adapters.vault.tombstones import TombstoneLog
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import process
from gardefou.bootstrap.retention import retention_run
from gardefou.flows.erasure import Erasure
from gardefou.flows.freezing import Freezing
from gardefou.flows.human_review import HumanReview
from gardefou.flows.retention_run import is_due
from gardefou.flows.sweep import Sweep
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.charter import Retention
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.intake.model import Arrival
from gardefou.kernel.call import CallKey
from gardefou.kernel.erasure import Tombstone
from gardefou.kernel.errors import ContentErased, InputRefused, Refused, StoreUnavailable

SITE = "erasing"
SWEEPER = process(ProcessName.SWEEP)
LATER = timedelta(days=400)
NUMBER = count()


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture(scope="module")
def people(scene: Scene) -> Reviewing:
    return Reviewing.at(scene, SITE, retention=Retention(recordings_days=30, analyses_days=60), erasure_by_adviser=True)


@pytest.fixture(scope="module")
def officer(people: Reviewing) -> Person:
    return people.scene.hire(f"{SITE}-dpo", SITE, PersonRole.DATA_PROTECTION_OFFICER)


def erasure(scene: Scene, role: str = "web", vault: object = None) -> Erasure:
    here = scene.installation
    return Erasure(scene.gate(role), vault or here.sounds, here.tombstones)  # type: ignore[arg-type]


def sweep(scene: Scene, now: datetime) -> None:
    gate, here = scene.gate(now=now), scene.installation
    done, review = Erasure(gate, here.sounds, here.tombstones), HumanReview(gate, PublicHolidays())
    Sweep(gate, here.sounds, here.lookout(), done, review, SWEEPER, lambda: now).run()


def is_here(scene: Scene, call: UUID) -> bool:
    return bool(scene.ask("SELECT 1 FROM gardefou.calls WHERE id = %s", call))


class Dying:
    """The vault of a process that ends while it destroys, before or after."""

    def __init__(self, vault: object, after: bool) -> None:
        self._vault = vault
        self._after = after

    def destroy_content(self, call: UUID) -> None:
        if self._after:
            self._vault.destroy_content(call)  # type: ignore[attr-defined]
        raise Killed


@pytest.mark.parametrize("after", [False, True], ids=["before the keys go", "between keys and commit"])
@pytest.mark.parametrize("who", ["adviser", "officer", "objection"])
def test_s14_stopped_anywhere_an_erasure_is_done_or_can_be_asked_again(
    people: Reviewing, officer: Person, who: str, after: bool
) -> None:
    scene = people.scene
    name = f"stopped {who} {after}"
    call = scene.offered(SITE, name)
    sealed = scene.installation.sounds.seal(call, "transcript:1", b"words")
    dying = erasure(scene, vault=Dying(scene.installation.sounds, after))
    acts: dict[str, Callable[[], object]] = {
        "adviser": lambda: dying.own(people.adviser, call),
        "officer": lambda: dying.for_subject(officer, call),
        "objection": lambda: dying.objected(officer, CallKey(SITE, "test", name)),
    }
    with pytest.raises(Killed):
        acts[who]()
    assert is_here(scene, call), "nothing was committed"
    assert call in scene.installation.tombstones.calls(), "a restored backup would be told already"
    if after:
        with pytest.raises(ContentErased):
            scene.installation.sounds.unseal(call, "transcript:1", sealed)
    overdue = scene.installation.lookout().unfinished_erasures(scene.installation.tombstones.calls())
    assert call in overdue
    assert erasure(scene, "worker").finish(SWEEPER, overdue) >= 1
    assert not is_here(scene, call)
    with pytest.raises(ContentErased):
        scene.installation.sounds.unseal(call, "transcript:1", sealed)
    assert scene.receive(SITE, name).arrival is Arrival.NOT_DRAWN


OPERATIONS = ("erase", "object", "freeze", "lift", "expire", "finish", "send again")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(OPERATIONS), min_size=2, max_size=6))
def test_s14_in_any_order_nothing_erased_is_shown_and_nothing_frozen_goes(
    people: Reviewing, officer: Person, steps: list[str]
) -> None:
    scene = people.scene
    name = f"any order {next(NUMBER)}"
    call = scene.offered(SITE, name)
    sealed = scene.installation.sounds.seal(call, "transcript:1", b"words")
    freezing = Freezing(scene.gate("web"), PublicHolidays())
    key = CallKey(SITE, "test", name)
    acts: dict[str, Callable[[], object]] = {
        "erase": lambda: erasure(scene).for_subject(officer, call),
        "object": lambda: erasure(scene).objected(officer, key),
        "freeze": lambda: freezing.freeze(officer, call, AskedBy.CUSTOMER),
        "lift": lambda: freezing.lift(officer, call),
        "expire": lambda: sweep(scene, datetime.now(UTC) + LATER),
        "finish": lambda: erasure(scene, "worker").finish(SWEEPER, scene.installation.lookout().unfinished_erasures()),
        "send again": lambda: scene.receive(SITE, name),
    }
    frozen = asked = gone = False
    for step in steps:
        if step == "send again" and not gone:
            continue  # it is here, with this sound
        was_here = is_here(scene, call)
        with suppress(InputRefused, Refused):
            acts[step]()
        frozen = {"freeze": was_here, "lift": False}.get(step, frozen)
        asked = asked or step == "object" or (step == "erase" and was_here and not frozen)
        gone = gone or not is_here(scene, call)
        assert is_here(scene, call) or not frozen, "a frozen call went"
        assert not (gone and is_here(scene, call)), "it came back"
        if not is_here(scene, call):
            with pytest.raises(ContentErased):
                scene.installation.sounds.unseal(call, "transcript:1", sealed)
            if asked:
                assert not scene.ask("SELECT 1 FROM gardefou.calls WHERE external_id = %s", name)
        if asked or frozen:
            with pytest.raises((Refused, InputRefused)):
                refused = scene.refused(people.adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web")
                raise refused or AssertionError("it is shown")


def test_s14_the_nightly_run_does_all_of_it_and_one_process_at_a_time(people: Reviewing, officer: Person) -> None:
    scene, here = people.scene, people.scene.installation
    call = scene.offered(SITE, "nightly")
    with pytest.raises(Killed):
        erasure(scene, vault=Dying(here.sounds, True)).for_subject(officer, call)
    folder = BackupKeyFolder(here.keys)
    old = folder.make(datetime.now(UTC) - timedelta(days=8), Path("/backups"))
    new = folder.make(datetime.now(UTC), Path("/backups"))
    run = retention_run(here)
    with run.maintenance.alone() as is_alone:
        assert is_alone and retention_run(here).run() is None
    report = run.run(everything=True)
    assert report and report.finished >= 1 and not is_here(scene, call)
    assert [key.id for key in folder.all()] == [new.id] and report.backup_keys == 1
    assert not (folder.folder / f"{old.id}.key").exists()
    assert "gardefou.calls" in report.maintained.tables and "gardefou.decisions" in report.maintained.tables
    assert report.failed == ()
    again = retention_run(here).run()
    assert again and again.finished == 0
    folder.destroy(new.id)


def test_s14_what_fails_at_night_holds_up_nothing_else_and_is_told(people: Reviewing, officer: Person) -> None:
    scene, here = people.scene, people.scene.installation
    call = scene.offered(SITE, "bad night")
    here.tombstones.add(Tombstone(b"\7" * 32, call, scene.ask("SELECT site_id FROM gardefou.calls")[0]["site_id"]))
    tombstones = here.tombstones.path.read_bytes()
    here.tombstones.path.write_bytes(b"garbage\n" + tombstones)
    keys = BackupKeyFolder(here.keys)
    bad = keys.folder / "20200101T000000Z-00000000.key"
    bad.mkdir(parents=True)
    old = keys.make(datetime.now(UTC) - timedelta(days=8), Path("/backups"))
    try:
        report = retention_run(here).run()
    finally:
        here.tombstones.path.write_bytes(tombstones)
        bad.rmdir()
    assert report and report.finished >= 1 and not is_here(scene, call)
    assert old.id not in [key.id for key in keys.all()]
    assert len(report.failed) == 2
    assert "20200101T000000Z" in report.failed[0] and "line 1 is no tombstone" in report.failed[1]
    (noted,) = scene.ask("SELECT document FROM gardefou.retention_runs ORDER BY began_at DESC LIMIT 1")
    assert len(noted["document"]["failed"]) == 2, "and it is not tried again before the next night"


def test_s14_the_log_is_kept_for_a_year_and_answered_requests_for_three(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    age = "clock_timestamp() - make_interval(months => %s, days => %s)"
    for verb, months, days in (("older", 12, 1), ("younger", 12, -2)):
        scene.ask(
            "INSERT INTO gardefou.audit (at, actor_kind, actor, verb, purpose)"
            f" SELECT {age}, 'process', 'sweep', %s, 'operation' RETURNING 1",
            *(months, days, f"test {verb}"),
        )
        scene.ask(
            "INSERT INTO gardefou.requests"
            " (site_id, kind, received_on, due_on, recorded_by, answered_on, answered_by, outcome)"
            f" SELECT p.site_id, 'access', d.day, d.day, p.id, d.day, p.id, 'granted' FROM gardefou.people p,"
            f" LATERAL (SELECT ({age})::date AS day) d WHERE p.id = %s RETURNING 1",
            *(months + 24, days, officer.id),
        )
    with pytest.raises(DatabaseError) as refused:
        scene.ask("DELETE FROM gardefou.audit WHERE verb = 'test younger' RETURNING 1")
    assert refused.value.sqlstate == "GF001"
    report = retention_run(scene.installation).run()
    assert report and (report.dropped.entries, report.dropped.requests) == (1, 1)
    assert [row["verb"] for row in scene.ask("SELECT verb FROM gardefou.audit WHERE verb LIKE 'test %%'")] == [
        "test younger"
    ]
    assert len(scene.ask("SELECT 1 FROM gardefou.requests WHERE received_on < now() - interval '2 years'")) == 1


PARIS, NOUMEA = "Europe/Paris", "Pacific/Noumea"


@pytest.mark.parametrize(
    ("zones", "last", "now", "expected"),
    [
        ([PARIS], "2026-11-21T10:00+00:00", "2026-11-22T00:59+00:00", False),
        ([PARIS], "2026-11-21T10:00+00:00", "2026-11-22T01:00+00:00", True),
        ([PARIS], "2026-11-22T01:00+00:00", "2026-11-22T23:00+00:00", False),
        ([PARIS, NOUMEA], "2026-11-22T01:00+00:00", "2026-11-22T15:00+00:00", True),
        ([], "2026-11-22T01:00+00:00", "2026-12-22T15:00+00:00", False),
        ([PARIS], "2026-03-01T10:00+00:00", "2026-03-29T01:30+00:00", True),
    ],
)
def test_s14_a_night_begins_in_the_zone_of_each_site(zones: list[str], last: str, now: str, expected: bool) -> None:
    assert is_due(zones, datetime.fromisoformat(last), datetime.fromisoformat(now)) is expected


def test_s14_tombstones_outlive_a_crash_in_the_middle_of_a_line(tmp_path: Path) -> None:
    log = TombstoneLog(tmp_path / "tombstones")
    assert list(log.all()) == []
    first, second = (Tombstone(bytes([n]) * 32, uuid4(), uuid4()) for n in (1, 2))
    unseen = Tombstone(b"\3" * 32, None, uuid4())
    log.add(first)
    with log.path.open("ab") as file:
        file.write(b"0202 cut sho")
    assert list(log.all()) == [first]
    log.add(second)
    log.add(unseen)
    assert list(log.all()) == [first, second, unseen]
    assert log.calls() == {first.call, second.call}
    log.path.write_bytes(log.path.read_bytes().replace(b"0101", b"01zz", 1))
    with pytest.raises(InputRefused, match="line 1"):
        list(log.all())


def test_s14_where_the_tombstone_cannot_be_written_nothing_is_erased(people: Reviewing, officer: Person) -> None:
    scene = people.scene
    call = scene.offered(SITE, "no room")

    class Full:
        def add(self, tombstone: Tombstone) -> None:
            raise StoreUnavailable("the disk", "is full")

    with pytest.raises(StoreUnavailable):
        Erasure(scene.gate("web"), scene.installation.sounds, Full()).for_subject(officer, call)
    assert is_here(scene, call)
    assert not scene.refused(people.adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web")
