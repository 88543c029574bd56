"""Whatever is killed at whatever moment, every call ends as if nothing had happened: kill -9, many times a run."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from tests.installations import SITE, SimulatedInstallation, simulated_installation
from tests.integration.flow.killing import Processes, Progress, Sender, at_moments
from tests.integration.flow.outcome import (
    CallOutcome,
    assert_left_nothing_behind,
    assert_statuses_went_forward,
    files_below,
    outcome,
    watch_statuses,
)
from tests.integration.postgres.server_users import wait_until

from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.worker import Sweeping

pytestmark = pytest.mark.alone

SAMPLES = sample_calls()[:12]
STEPS = 5 * len(SAMPLES)
KILLS = int(os.environ.get("GARDEFOU_TEST_KILLS", "2"))
"""`make crashes` kills thirty times."""
TWO_HOURS_S = 7200

Kill = Callable[[Processes, random.Random], None]


@contextmanager
def _run(seed: int) -> Iterator[tuple[SimulatedInstallation, Installation, Processes, Sender, Progress]]:
    """Twelve calls are sent to an installation that works."""
    choice = random.Random(seed)
    with simulated_installation() as made, made.opened() as installation:
        with administration_of(installation) as administration:
            token = administration.make_token("test", SITE)
        watch_statuses(installation)
        processes = Processes(made, installation)
        try:
            wait_until(processes.web_answers)
            sender = Sender(processes.address, token, SAMPLES, choice)
            yield made, installation, processes, sender, Progress(installation.store.server.dsn("owner"), len(SAMPLES))
        finally:
            processes.stop()


def _left_alone(sender: Sender, progress: Progress) -> None:
    sender.stop()
    assert sender.unexpected == []
    wait_until(progress.idle, 60)


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, CallOutcome]:
    """What the calls come to when nothing is killed."""
    with _run(0) as (made, installation, _, sender, progress):
        _left_alone(sender, progress)
        wait_until(lambda: not list(installation.sounds.in_quarantine()))
        assert_left_nothing_behind(made, installation, len(SAMPLES))
        assert_statuses_went_forward(installation)
        return outcome(installation)


@pytest.mark.parametrize(
    ("seed", "kill", "patience_s"),
    [(1, Processes.kill_worker, 2.2), (2, Processes.kill_web, 0.5), (3, Processes.kill_database, 1.0)],
    ids=["worker", "web", "database"],
)
def test_kills_change_nothing(undisturbed: dict[str, CallOutcome], seed: int, kill: Kill, patience_s: float) -> None:
    choice = random.Random(seed)
    with _run(seed) as (made, installation, processes, sender, progress):
        for _ in at_moments(choice, KILLS, progress.steps, STEPS, patience_s):
            kill(processes, choice)
            if kill is Processes.kill_web:
                wait_until(processes.web_answers)
        _left_alone(sender, progress)
        wait_until(lambda: _only_cut_uploads_wait(installation))
        _two_hours_later(made, installation)
        assert_left_nothing_behind(made, installation, len(SAMPLES))
        assert_statuses_went_forward(installation)
        assert outcome(installation) == undisturbed


def _only_cut_uploads_wait(installation: Installation) -> bool:
    """Whether the worker itself has cleared up after itself, so that what waits belongs to no call."""
    here = [call for call, _ in installation.sounds.in_quarantine()]
    return not installation.lookout().waiting(here)


def _two_hours_later(made: SimulatedInstallation, installation: Installation) -> None:
    """Uploads that were cut leave ciphertext that belongs to no call; the sweep removes what is older than an hour."""
    past = time.time() - TWO_HOURS_S
    for path in files_below(made.directory / "vault"):
        os.utime(path, (past, past))
    Sweeping(installation).run()
