"""One installation for every safeguard: each test file has sites of its own, under charters of its own."""

from collections.abc import Iterator

import pytest
from tests.installations import simulated_installation
from tests.integration.postgres.server_users import open_directory
from tests.spec.real_scene import RealScene
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import Settings
from gardefou.bootstrap.store import Store

CONNECTIONS = 10


@pytest.fixture(scope="session")
def scene() -> Iterator[Scene]:
    with simulated_installation() as made, Installation(made.settings, CONNECTIONS) as installation:
        yield Scene(installation, made.directory)


@pytest.fixture(scope="session")
def real_scene() -> Iterator[RealScene]:
    with open_directory() as directory:
        settings = Settings(data_directory=directory / "data", retry_after_s=0)
        with Store(settings, creating=True) as store:
            store.create(simulated=False)
        with Installation(settings, CONNECTIONS) as installation:
            yield RealScene(installation, directory / "data")
