"""What the watcher makes of the ways in which its processes end."""

import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
from tests.installations import simulated_installation
from tests.integration.flow.outcome import database
from tests.integration.flow.small_calls import receive_tone
from tests.integration.postgres.server_users import wait_until

from gardefou.bootstrap.installation import Installation
from gardefou.entrypoints.worker.watcher import FIRST_PAUSE_S, Watcher

pytestmark = pytest.mark.alone

DIES = "import os, signal; os.pwrite(int(os.environ['GARDEFOU_UNDER_WAY']), b'hear {call}\\n\\0', 0); {death}"
ABORTS = "os.abort()"
IS_KILLED = "os.kill(os.getpid(), signal.SIGKILL)"
DEATHS = 4


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with simulated_installation() as made, made.opened() as installation:
        yield installation


def watch_until(installation: Installation, call: UUID, death: str) -> Watcher:
    """Watch over one process that dies while it hears a call, until it has done so some times."""
    started: list[str] = []

    def command(queue: str) -> list[str]:
        started.append(queue)
        return [sys.executable, "-c", DIES.format(call=call, death=death)]

    watcher = Watcher(installation, command)
    del watcher._children[1:]

    def died_so_often() -> bool:
        watcher._look(watcher._children[0])
        return len(started) == DEATHS and watcher._children[0].process is None

    wait_until(died_so_often, 60)
    return watcher


def state(installation: Installation, call: UUID) -> tuple[int, str | None]:
    with database(installation) as connection:
        row = connection.execute("SELECT failures, parked_reason FROM gardefou.calls WHERE id = %s", (call,)).fetchone()
    assert row is not None
    return row["failures"], row["parked_reason"]


def test_a_call_that_crashes_its_process_each_time_is_parked(installation: Installation) -> None:
    call = receive_tone(installation).call
    assert call is not None
    watcher = watch_until(installation, call, ABORTS)
    assert state(installation, call) == (3, "stopped the program")
    assert watcher._children[0].pause_s > FIRST_PAUSE_S


def test_a_call_whose_process_is_killed_from_outside_is_not_blamed(installation: Installation) -> None:
    call = receive_tone(installation).call
    assert call is not None
    watcher = watch_until(installation, call, IS_KILLED)
    assert state(installation, call) == (0, None)
    assert watcher._children[0].pause_s == FIRST_PAUSE_S
