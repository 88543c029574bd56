"""Every step may run twice, at once, out of order or late: it has one effect. On a real PostgreSQL and a real vault."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.installations import SimulatedInstallation, simulated_installation
from tests.integration.flow.outcome import database
from tests.integration.flow.small_calls import (
    REDACTED_MS,
    SmallEngines,
    calls_in_quarantine,
    receive_tone,
    silent_ms,
)

from gardefou.adapters.postgres.hearing_progress import HearingProgress
from gardefou.adapters.vault.compartment import Compartment
from gardefou.adapters.vault.sounds import CallSounds
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, operator, process
from gardefou.bootstrap.worker import Sweeping, work
from gardefou.flows.ports import Engines
from gardefou.flows.recorded_call import MOST_FAILURES, STEPS, RecordedCall, retry
from gardefou.governance.actors import ProcessName
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import StoreUnavailable

NAMES = [step.name for step in STEPS]
SECRET = "rappelez-moi au 06 12 34 56 78"
MADE = {
    "transcripts": "content",
    "measures": "document",
    "evaluations": "content",
}


@pytest.fixture(scope="module")
def made() -> Iterator[SimulatedInstallation]:
    with simulated_installation() as made:
        yield made


@pytest.fixture(scope="module")
def installation(made: SimulatedInstallation) -> Iterator[Installation]:
    with made.opened() as installation:
        yield installation


def flow(installation: Installation, engines: Engines | None = None) -> RecordedCall:
    return RecordedCall(
        installation.gate("worker"),
        installation.sounds,
        engines or SmallEngines(),
        process(ProcessName.WORKER),
        timedelta(0),
        PublicHolidays(),
        HearingProgress(installation.pool("worker")),
    )


def received(installation: Installation) -> UUID:
    call = receive_tone(installation).call
    assert call is not None
    return call


def row(installation: Installation, call: UUID) -> dict[str, Any]:
    with database(installation) as connection:
        found = connection.execute("SELECT * FROM gardefou.calls WHERE id = %s", (call,)).fetchone()
        assert found is not None
        return found


def at_once(acts: Sequence[Callable[[], object]]) -> None:
    """Do all of it at the same time, and raise what any of it raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def what_was_made(installation: Installation, call: UUID) -> dict[str, list[Any]]:
    with database(installation) as connection:
        return {
            table: [
                row[column]
                for row in connection.execute(
                    f"SELECT {column} FROM gardefou.{table} WHERE call_id = %s".encode(), (call,)
                )
            ]
            for table, column in MADE.items()
        }


def sounds_of(made: SimulatedInstallation, call: UUID) -> list[str]:
    return [
        path.name.removeprefix(f"{call}.")
        for path in (made.directory / "vault/objects/sound").glob(f"*/*/{call}*")
        if path.suffix != ".peaks"
    ]


def assert_sound_fits_transcript(installation: Installation, call: UUID) -> None:
    """What people hear is silent where the transcript that was kept says, and nowhere else."""
    with database(installation) as connection:
        spans = connection.execute(
            "SELECT start_ms, end_ms FROM gardefou.redactions WHERE call_id = %s", (call,)
        ).fetchall()
    silent = silent_ms(installation.sounds.silenced(call, row(installation, call)["sound_name"]))
    (span,) = [(span["start_ms"], span["end_ms"]) for span in spans]
    middle = range(span[0] + 30, span[1] - 30)
    assert set(middle) <= set(silent)
    assert len(silent) < REDACTED_MS + 100


together = st.lists(st.sampled_from([*NAMES, "sweep"]), min_size=1, max_size=3)


@settings(max_examples=12)
@given(rounds=st.lists(together, min_size=1, max_size=8))
def test_any_order_has_one_effect(
    made: SimulatedInstallation, installation: Installation, rounds: list[list[str]]
) -> None:
    call, steps = received(installation), flow(installation)

    def act(name: str) -> Callable[[], object]:
        return (lambda: Sweeping(installation).run()) if name == "sweep" else (lambda: steps.run(name, call))

    status, before = CallStatus.DRAWN, what_was_made(installation, call)
    for names in [*rounds, *([name, name] for name in NAMES), *([name] for name in NAMES)]:
        at_once([act(name) for name in names])
        now, after = CallStatus(row(installation, call)["status"]), what_was_made(installation, call)
        assert now.reached(status)
        assert all(after[table][: len(before[table])] == before[table] and len(after[table]) <= 1 for table in MADE)
        assert sounds_of(made, call) == [row(installation, call)["sound_name"]] * now.reached(CallStatus.HEARD)
        status, before = now, after
    assert status is CallStatus.OFFERED
    assert all(len(before[table]) == 1 for table in MADE)
    assert call not in calls_in_quarantine(installation)
    assert_sound_fits_transcript(installation, call)
    with database(installation) as connection:
        jobs = connection.execute(
            "DELETE FROM jobs.procrastinate_jobs WHERE args ->> 'call' = %s RETURNING task_name", (str(call),)
        ).fetchall()
    assert sorted(job["task_name"] for job in jobs) == sorted(NAMES)


def test_of_two_hearings_at_once_one_stays(made: SimulatedInstallation, installation: Installation) -> None:
    call, both = received(installation), threading.Barrier(2)
    steps = flow(installation, SmallEngines(lambda: both.wait(10) and None))
    at_once([lambda: steps.run("hear", call)] * 2)
    assert sounds_of(made, call) == [row(installation, call)["sound_name"]]
    assert_sound_fits_transcript(installation, call)
    assert row(installation, call)["failures"] == 0


class Overtaken:
    """A vault that takes long to write: meanwhile something else happens."""

    def __init__(self, vault: CallSounds, meanwhile: Callable[[], None]) -> None:
        self._vault = vault
        self._meanwhile = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vault, name)

    def write_silenced(self, *what: Any) -> None:
        self._meanwhile()
        with self._vault._disk.writer(what[0], Compartment.SOUND, what[3]) as writer:
            writer.write(b"from a file that was open already")


def test_a_hearing_overtaken_by_a_faster_one_removes_its_own_sound(
    made: SimulatedInstallation, installation: Installation
) -> None:
    """As after a worker was suspended so long that its job was given to another."""
    call, faster = received(installation), flow(installation)
    vault: Any = Overtaken(installation.sounds, lambda: faster.run("hear", call))
    gate, worker = installation.gate("worker"), process(ProcessName.WORKER)
    shares = HearingProgress(installation.pool("worker"))
    slower = RecordedCall(gate, vault, SmallEngines(), worker, timedelta(0), PublicHolidays(), shares)
    slower.run("hear", call)
    assert sounds_of(made, call) == [row(installation, call)["sound_name"]]
    assert_sound_fits_transcript(installation, call)


def test_a_hearing_that_ends_after_its_call_was_lost_leaves_nothing(
    made: SimulatedInstallation, installation: Installation
) -> None:
    call = received(installation)
    later = datetime.now(UTC) + timedelta(minutes=61)
    steps = flow(installation, SmallEngines(lambda: Sweeping(installation, lambda: later).run() and None))
    steps.run("hear", call)
    assert row(installation, call)["lost_at"]
    assert row(installation, call)["status"] == "drawn"
    assert sounds_of(made, call) == []
    assert call not in calls_in_quarantine(installation)
    assert what_was_made(installation, call)["transcripts"] == []


class Failing(SmallEngines):
    """Fails so many times, then works."""

    def __init__(self, times: int, error: BaseException) -> None:
        super().__init__(self._fail)
        self._left = times
        self._error = error

    def _fail(self) -> None:
        self._left -= 1
        if self._left >= 0:
            raise self._error


def test_a_step_that_keeps_failing_waits_for_a_person_who_takes_it_up_again(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    call = received(installation)
    engines = Failing(MOST_FAILURES, ValueError(SECRET))
    with caplog.at_level(logging.DEBUG):
        work(installation, "speech", lambda _: engines, stop_when_idle=True)
    with administration_of(installation) as administration:
        parked = {each["id"]: each["parked_reason"] for each in administration.standing(30).parked}
    assert parked[call] == "unforeseen: ValueError"
    assert SECRET not in caplog.text
    retry(installation.gate("owner"), operator(), call)
    for queue in ("speech", "desk"):
        work(installation, queue, lambda _: engines, stop_when_idle=True)
    assert row(installation, call)["status"] == "offered"
    assert row(installation, call)["parked_reason"] is None


def test_a_call_deleted_while_it_fails_is_let_go_without_a_word_of_it(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    call = received(installation)

    def delete_and_fail() -> None:
        with database(installation) as connection:
            connection.execute("DELETE FROM gardefou.calls WHERE id = %s", (call,))
        raise ValueError(SECRET)

    with caplog.at_level(logging.DEBUG):
        work(installation, "speech", lambda _: SmallEngines(delete_and_fail), stop_when_idle=True)
    assert SECRET not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    Sweeping(installation, lambda: datetime.now(UTC) + timedelta(hours=2)).run()
    assert call not in calls_in_quarantine(installation)


def test_a_database_that_goes_away_is_no_failure_of_the_step(installation: Installation) -> None:
    call = received(installation)
    steps = flow(installation, Failing(10, StoreUnavailable("the database", "does not answer")))
    for _ in range(10):
        with pytest.raises(StoreUnavailable):
            steps.run("hear", call)
    assert row(installation, call)["failures"] == 0
    steps.run("hear", call)
    assert row(installation, call)["status"] == "heard"


class Killed(BaseException):
    """Stands for the death of the process: no handler of the flow runs."""


def test_a_step_interrupted_any_number_of_times_is_not_parked(installation: Installation) -> None:
    call, steps = received(installation), flow(installation, Failing(25, Killed()))
    for _ in range(25):
        with pytest.raises(Killed):
            steps.run("hear", call)
    steps.run("hear", call)
    assert row(installation, call)["status"] == "heard"


def test_a_step_that_stops_its_program_each_time_is_parked(installation: Installation) -> None:
    call, steps = received(installation), flow(installation)
    for _ in range(MOST_FAILURES):
        steps.stopped_program("hear", call, place=0)
    assert row(installation, call)["parked_reason"] == "stopped the program"


def test_late_jobs_of_a_call_that_is_parked_or_lost_change_nothing(installation: Installation) -> None:
    call = received(installation)
    steps = flow(installation, Failing(MOST_FAILURES, ValueError()))
    for _ in range(MOST_FAILURES):
        steps.run("hear", call)
    before = row(installation, call)
    for name in NAMES:
        steps.run(name, call)
        steps.stopped_program(name, call, place=0)
    assert row(installation, call) == before


def test_calls_that_wait_are_heard_at_once_in_one_process(installation: Installation) -> None:
    calls = [received(installation) for _ in range(2)]
    together = threading.Barrier(2)
    work(installation, "speech", lambda _: SmallEngines(lambda: together.wait(30) and None), stop_when_idle=True)
    assert [row(installation, call)["failures"] for call in calls] == [0, 0]
    assert {row(installation, call)["status"] for call in calls} == {"heard"}
