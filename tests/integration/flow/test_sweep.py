"""What has to go in time goes: overdue sound, expired calls, and what dead workers left. Time is given by the test."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.installations import SimulatedInstallation, simulated_installation
from tests.integration.flow.outcome import database
from tests.integration.flow.small_calls import SmallEngines, calls_in_quarantine, receive_tone

from gardefou.adapters.vault.compartment import Compartment
from gardefou.adapters.vault.sounds import CallSounds
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.worker import Sweeping, work
from gardefou.flows.sweep import Swept
from gardefou.intake.model import Arrival
from gardefou.kernel.call import OriginalAudio
from gardefou.kernel.errors import ContentErased, StorageUnwritable

NOTHING = Swept(0, 0, 0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def made() -> Iterator[SimulatedInstallation]:
    with simulated_installation() as made:
        yield made


@pytest.fixture
def installation(made: SimulatedInstallation) -> Iterator[Installation]:
    """An installation without calls."""
    with made.opened() as installation:
        yield installation
        with database(installation) as connection:
            connection.execute("DELETE FROM gardefou.calls")
            connection.execute("DELETE FROM jobs.procrastinate_jobs")
        for call in list(calls_in_quarantine(installation)):
            installation.sounds.destroy_quarantined(call)


def sweep(installation: Installation, after: timedelta) -> Swept:
    """What a later sweep destroys; windows are left out, for the gate's own clock stands at today."""
    return replace(Sweeping(installation, lambda: datetime.now(UTC) + after).run(), windows=0)


def work_off(installation: Installation) -> None:
    for queue in ("speech", "desk"):
        work(installation, queue, lambda _: SmallEngines(), stop_when_idle=True)


def received(installation: Installation, name: str | None = None) -> UUID:
    call = receive_tone(installation, name).call
    assert call is not None
    return call


def states(installation: Installation) -> list[tuple[UUID, str, bool]]:
    with database(installation) as connection:
        rows = connection.execute("SELECT id, status, lost_at IS NOT NULL AS lost FROM gardefou.calls").fetchall()
    return [(row["id"], row["status"], row["lost"]) for row in rows]


def waiting_jobs(installation: Installation) -> list[tuple[str, str]]:
    with database(installation) as connection:
        rows = connection.execute("SELECT task_name, status FROM jobs.procrastinate_jobs ORDER BY id").fetchall()
    return [(row["task_name"], row["status"]) for row in rows]


def test_sound_that_waited_too_long_is_destroyed_and_its_call_comes_back_when_sent_again(
    installation: Installation,
) -> None:
    call = received(installation, "late")
    assert sweep(installation, timedelta(minutes=59)) == NOTHING
    assert sweep(installation, timedelta(minutes=61)) == Swept(1, 1, 0, 0, 0, 0, 0)
    assert sweep(installation, timedelta(minutes=61)) == NOTHING
    assert states(installation) == [(call, "drawn", True)]
    with pytest.raises(ContentErased):
        installation.sounds.quarantined(call)
    again = receive_tone(installation, "late")
    assert again.arrival is Arrival.KEPT
    work_off(installation)
    assert states(installation) == [(again.call, "offered", False)]


def test_a_call_heard_in_time_is_not_lost(installation: Installation) -> None:
    call = received(installation)
    work_off(installation)
    assert sweep(installation, timedelta(hours=3)) == NOTHING
    assert states(installation) == [(call, "offered", False)]


def test_sound_of_a_site_whose_charter_was_taken_away_is_destroyed_and_its_call_counts_as_lost(
    installation: Installation,
) -> None:
    call = received(installation)
    with database(installation) as connection:
        site = connection.execute("SELECT id, charter_digest FROM gardefou.sites").fetchone()
        assert site is not None
        connection.execute("UPDATE gardefou.sites SET charter_digest = NULL")
    try:
        assert sweep(installation, timedelta(minutes=59)) == NOTHING
        assert sweep(installation, timedelta(minutes=61)) == Swept(1, 1, 0, 0, 0, 0, 0)
    finally:
        with database(installation) as connection:
            connection.execute(
                "UPDATE gardefou.sites SET charter_digest = %s WHERE id = %s", (site["charter_digest"], site["id"])
            )
    assert states(installation) == [(call, "drawn", True)]


def test_one_call_that_cannot_be_swept_holds_up_none_of_the_others(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = received(installation), received(installation)
    destroys = CallSounds.destroy_recording

    def fails_once(sounds: CallSounds, call: UUID) -> None:
        if call == bad:
            raise StorageUnwritable("/vault: cannot be used")
        destroys(sounds, call)

    monkeypatch.setattr(CallSounds, "destroy_recording", fails_once)
    swept = sweep(installation, timedelta(minutes=61))
    assert set(calls_in_quarantine(installation)) == {bad}
    assert (swept.lost, swept.failed) == (2, ("calls that failed: 1, storage_unwritable",))
    monkeypatch.undo()
    assert not sweep(installation, timedelta(minutes=61)).failed
    assert not {good, bad} & set(calls_in_quarantine(installation))


def test_sound_that_belongs_to_no_call_is_destroyed_after_an_hour(installation: Installation) -> None:
    stray = uuid4()
    with installation.sounds.quarantine(stray, OriginalAudio.QUARANTINE) as writer:
        writer.write(b"sound")
    assert sweep(installation, timedelta(minutes=59)) == NOTHING
    assert stray in calls_in_quarantine(installation)
    assert sweep(installation, timedelta(minutes=61)) == Swept(0, 1, 0, 0, 0, 0, 0)
    assert stray not in calls_in_quarantine(installation)


def test_what_a_dead_worker_left_of_a_heard_call_is_removed(
    made: SimulatedInstallation, installation: Installation
) -> None:
    """It died after its result was written down and before it cleared up."""
    call = received(installation)
    work_off(installation)
    with (
        installation.sounds.quarantine(call, OriginalAudio.QUARANTINE) as writer,
        installation.sounds._disk.writer(call, Compartment.SOUND, "call-interrupted") as other,
    ):
        writer.write(b"as it came")
        other.write(b"half a copy")
    assert sweep(installation, timedelta(0)) == Swept(0, 1, 0, 0, 0, 0, 0)
    assert call not in calls_in_quarantine(installation)
    with database(installation) as connection:
        row = connection.execute("SELECT sound_name FROM gardefou.calls WHERE id = %s", (call,)).fetchone()
    assert row is not None
    name = row["sound_name"]
    assert installation.sounds._disk.names(call, Compartment.SOUND) == {name, f"{name}.peaks"}
    assert list(installation.sounds.silenced(call, row["sound_name"]).blocks())


def test_an_expired_recording_goes_and_its_analyses_stay(installation: Installation) -> None:
    call = received(installation)
    work_off(installation)
    with database(installation) as connection:
        (name,) = connection.execute("SELECT sound_name FROM gardefou.calls").fetchone().values()  # type: ignore[union-attr]
    assert sweep(installation, timedelta(days=181)) == NOTHING
    assert sweep(installation, timedelta(days=183)) == Swept(0, 0, 1, 0, 0, 0, 0)
    assert sweep(installation, timedelta(days=183)) == NOTHING
    with pytest.raises(ContentErased):
        installation.sounds.silenced(call, name)
    with database(installation) as connection:
        content = connection.execute("SELECT content FROM gardefou.transcripts").fetchone()
    assert content is not None
    assert b"Bonjour" in installation.sounds.unseal(call, "transcript:1", bytes(content["content"]))


def test_an_expired_call_goes_with_everything(installation: Installation) -> None:
    call = received(installation)
    work_off(installation)
    with database(installation) as connection:
        content = connection.execute("SELECT content FROM gardefou.transcripts").fetchone()
    assert content is not None
    assert sweep(installation, timedelta(days=365)) == Swept(0, 0, 1, 1, 0, 0, 0)
    assert sweep(installation, timedelta(days=365)) == NOTHING
    assert states(installation) == []
    with pytest.raises(ContentErased):
        installation.sounds.unseal(call, "transcript:1", bytes(content["content"]))
    with database(installation) as connection:
        for table in ("transcripts", "redactions", "measures", "evaluations", "verdicts"):
            counted = connection.execute(f"SELECT count(*) AS n FROM gardefou.{table}".encode()).fetchone()
            assert counted == {"n": 0}


def test_a_job_of_a_dead_worker_is_taken_up_again(installation: Installation) -> None:
    call = received(installation)
    with database(installation) as connection:
        connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')")
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    for _ in range(2):
        sweep(installation, timedelta(0))
        assert waiting_jobs(installation) == [("hear", "todo")]
    work_off(installation)
    assert states(installation) == [(call, "offered", False)]


def test_a_job_of_a_living_worker_is_left_to_it(installation: Installation) -> None:
    received(installation)
    with database(installation) as connection:
        connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    sweep(installation, timedelta(0))
    assert waiting_jobs(installation) == [("hear", "doing")]


def test_a_dead_workers_job_that_was_enqueued_anew_is_dropped(installation: Installation) -> None:
    """It died after writing down that its step is to be tried again, and before its job was gone."""
    call = received(installation)
    with database(installation) as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        connection.execute("SELECT gardefou.enqueue('hear', 'speech', %s, NULL)", (call,))
    sweep(installation, timedelta(0))
    assert waiting_jobs(installation) == [("hear", "todo")]


def test_a_call_of_a_suspended_site_waits_and_goes_on_when_it_is_open_again(installation: Installation) -> None:
    call = received(installation)
    with database(installation) as connection:
        connection.execute("UPDATE gardefou.sites SET state = 'suspended'")
    try:
        work_off(installation)
        sweep(installation, timedelta(0))
        assert states(installation) == [(call, "drawn", False)]
    finally:
        with database(installation) as connection:
            connection.execute("UPDATE gardefou.sites SET state = 'open'")
            connection.execute("UPDATE gardefou.calls SET status_at = now() - interval '2 minutes'")
    sweep(installation, timedelta(0))
    work_off(installation)
    assert states(installation) == [(call, "offered", False)]


def test_a_call_that_lost_its_job_gets_one(installation: Installation) -> None:
    call = received(installation)
    with database(installation) as connection:
        connection.execute("DELETE FROM jobs.procrastinate_jobs")
    sweep(installation, timedelta(0))
    assert waiting_jobs(installation) == []
    for _ in range(2):
        sweep(installation, timedelta(seconds=61))
        assert waiting_jobs(installation) == [("hear", "todo")]
    work_off(installation)
    assert states(installation) == [(call, "offered", False)]


def test_files_of_interrupted_uploads_go_after_an_hour(made: SimulatedInstallation, installation: Installation) -> None:
    """A writer that was killed leaves an unfinished file; one that still writes keeps it."""
    folder = made.directory / "vault/objects/quarantine/unfinished"
    folder.mkdir(parents=True, exist_ok=True)
    left, fresh = folder / f"{uuid4()}.sound.00.part", folder / f"{uuid4()}.sound.01.part"
    for path in (left, fresh):
        path.write_bytes(b"ciphertext")
    past = time.time() - 3700
    os.utime(left, (past, past))
    sweep(installation, timedelta(0))
    assert (left.exists(), fresh.exists()) == (False, True)
    fresh.unlink()
