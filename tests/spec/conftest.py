"""One installation for every safeguard: each test file has sites of its own, under charters of its own."""

from collections.abc import Iterator

import pytest
from tests.installations import simulated_installation
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import Installation

CONNECTIONS = 10


@pytest.fixture(scope="session")
def scene() -> Iterator[Scene]:
    with simulated_installation() as made, Installation(made.settings, CONNECTIONS) as installation:
        yield Scene(installation, made.directory)
