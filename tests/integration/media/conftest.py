import pytest


@pytest.fixture(scope="module", autouse=True)
def quick_encoding() -> None:
    """Here sound is encoded as people get to hear it."""
