"""A site whose rows cannot be read is altered and closed; nothing of them is logged."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from gardefou.adapters.postgres.standings import Standings
from gardefou.governance.subjects import SiteState

AT = datetime(2026, 1, 1, tzinfo=UTC)
ACT = {"id": uuid4(), "kind": "charter", "document": {}, "effected_at": AT, "keys": [], "signatures": []}
SITE = {
    **{"site_id": uuid4(), "code": "niort", "zone": "Europe/Paris", "state": "open", "charter_digest": None},
    **{"is_own": True, "revision": 1, "seen_at": AT, "closures": []},
}


class Rows:
    """The acts of one site, as rows of the database."""

    def __init__(self, *acts: dict[str, Any]) -> None:
        self._acts = acts

    def sole(self, name: str) -> dict[str, Any]:
        return {"id": uuid4()}

    def all(self, name: str, **values: Any) -> list[dict[str, Any]]:
        return list(self._acts)


@pytest.mark.parametrize(
    "act",
    [
        {"kind": "a secret kind"},
        {"document": "a secret text"},
        {"kind": "resumption", "document": ["a secret text"]},
        {"keys": ["a secret key"]},
        {"keys": ["a secret key"], "signatures": ["not hexadecimal"]},
        {"document": {"a secret number": 10**400}},
    ],
)
def test_whatever_cannot_be_verified_is_altered(act: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    site = Standings(simulated=False).site(Rows(ACT | act), SITE)  # type: ignore[arg-type]
    assert site.is_altered and site.standing.charter is None
    assert "secret" not in caplog.text


def test_what_closed_a_site_without_an_act_keeps_it_closed_whatever_its_row_says() -> None:
    closure = uuid4()
    site = Standings(simulated=False).site(Rows(), SITE | {"closures": [closure]})  # type: ignore[arg-type]
    assert site.state is SiteState.SUSPENDED and site.standing.stopped_by == closure
