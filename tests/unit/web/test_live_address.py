"""The way from the pages to the page beside a call: its own address where it has one, nothing behind a proxy."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.web.live_address import live_routes


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"live_port": 8009}, "http://127.0.0.1:8009/live/"),
        ({"live_host": "::1"}, "http://[::1]:8001/live/"),
        (
            {"web_address": "https://a.example", "live_address": "https://a.example:8443"},
            "https://a.example:8443/live/",
        ),
        ({"web_address": "https://a.example"}, None),
    ],
)
def test_the_way_to_the_live_process(given: dict[str, object], address: str | None) -> None:
    answer = TestClient(Starlette(routes=live_routes(Settings(**given)))).get("/live/")  # type: ignore[arg-type]
    assert (answer.status_code == 200) == (address is not None)
    assert address is None or f'url={address}"' in answer.text
