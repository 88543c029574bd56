"""The flow of recorded calls, from the reception to the offer, on a real PostgreSQL and a real vault."""

from collections.abc import Iterator

import pytest
from tests.installations import SimulatedInstallation, receive, simulated_installation

from gardefou.bootstrap.installation import Everything, Installation, operation, operator
from gardefou.bootstrap.samples import sample_calls
from gardefou.governance.actions import Verb
from gardefou.intake.model import Arrival

SAMPLES = sample_calls()[:3]


@pytest.fixture(scope="module")
def made() -> Iterator[SimulatedInstallation]:
    with simulated_installation() as made:
        yield made


@pytest.fixture(scope="module")
def installation(made: SimulatedInstallation) -> Iterator[Installation]:
    with made.opened() as installation:
        yield installation


def test_calls_go_through_every_step(made: SimulatedInstallation, installation: Installation) -> None:
    arrivals = [receive(installation, sample).arrival for sample in SAMPLES]
    assert arrivals == [Arrival.KEPT] * 3
    made.work_off(installation)
    gate = installation.gate("owner")
    with gate.transaction(operator(), operation(Verb.ADMINISTER), Everything()) as tx:
        standing = tx.administration.standing(30)
    assert standing.calls == {"offered": 3}
    assert not any(True for _ in installation.sounds.in_quarantine())
