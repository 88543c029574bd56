from collections.abc import Iterator

import pytest
from tests.installations import simulated_installation
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import Installation


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with simulated_installation() as made, Installation(made.settings) as installation:
        yield Scene(installation, made.directory)
