"""What the sides signed in time, in order and with which keys."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.unit.governance.example_charters import charter_with

from gardefou.governance.acts import Act, ActKind
from gardefou.governance.standing import Standing, effect
from gardefou.governance.terms.parties import Side
from gardefou.kernel.errors import Refused, Stop

START = datetime(2027, 6, 1, tzinfo=UTC)
CLAIRE, MALIK, ODILE, FEDERATION = (f"{number:064x}" for number in range(16, 20))
SITES = {"niort": {"features": ["recording"]}}


def side(*keys: str, recovery: str | None = None) -> dict[str, Any]:
    people = [{"name": key[-2:], "organisation": "A", "key": key} for key in keys]
    return {
        "required": 1,
        "signatories": people,
        "recovery": {"holder": "federation", "key": recovery} if recovery else None,
    }


PARTIES = {"employees": side(CLAIRE, MALIK, recovery=FEDERATION), "employer": side(ODILE)}
FIRST = charter_with(parties=PARTIES, sites=SITES)
EVERYBODY = frozenset({CLAIRE, MALIK, ODILE, FEDERATION})


def after(
    standing: Standing, kind: ActKind, document: Any, *signed: str, at: datetime = START + timedelta(hours=1)
) -> Standing:
    act = Act(uuid4(), UUID(int=1), "niort", kind, document)
    return effect(standing, act, frozenset(signed), at, simulated=False)


@pytest.fixture
def opened() -> Standing:
    return after(Standing(), ActKind.CHARTER, FIRST.document, *EVERYBODY, at=START)


@pytest.mark.parametrize("absent", sorted(EVERYBODY))
def test_the_first_charter_is_signed_with_every_key_it_names(absent: str) -> None:
    with pytest.raises(Refused, match="every key it names"):
        after(Standing(), ActKind.CHARTER, FIRST.document, *(EVERYBODY - {absent}))


def test_a_clock_a_little_behind_hinders_nothing_and_never_a_suspension(opened: Standing) -> None:
    tighter = charter_with(parties=PARTIES, sites=SITES, draw__rate=0.01).document
    little, far = START - timedelta(minutes=4), START - timedelta(days=300)
    assert after(opened, ActKind.CHARTER, tighter, CLAIRE, at=little).latest == START
    with pytest.raises(Refused, match="the clock"):
        after(opened, ActKind.CHARTER, tighter, CLAIRE, at=far)
    stopped = after(opened, ActKind.SUSPENSION, {"reason": "a test"}, CLAIRE, at=far)
    assert stopped.suspension and stopped.latest == START


def test_the_last_day_is_the_last_one_in_any_zone(opened: Standing) -> None:
    tighter = charter_with(parties=PARTIES, sites=SITES, draw__rate=0.01).document
    midnight = datetime(2028, 1, 4, tzinfo=UTC)
    assert after(opened, ActKind.CHARTER, tighter, CLAIRE, at=midnight + timedelta(hours=11)).charter != FIRST
    with pytest.raises(Refused, match="has expired"):
        after(opened, ActKind.CHARTER, tighter, CLAIRE, at=midnight + timedelta(days=1))


@pytest.mark.parametrize("gone", [MALIK, FEDERATION])
def test_a_key_that_is_left_out_never_comes_back_not_even_for_recovery(opened: Standing, gone: str) -> None:
    without = {"side": "employees", "party": side(CLAIRE)}
    shorter = after(opened, ActKind.SUCCESSION, without, CLAIRE)
    for party in (side(CLAIRE, gone), side(CLAIRE, recovery=gone)):
        with pytest.raises(Refused, match="given up"):
            after(shorter, ActKind.SUCCESSION, {"side": "employees", "party": party}, CLAIRE, gone)


def test_who_kept_the_recovery_key_may_be_elected_with_it(opened: Standing) -> None:
    elected = {"side": "employees", "party": side(CLAIRE, FEDERATION, recovery=MALIK)}
    again = after(opened, ActKind.SUCCESSION, elected, CLAIRE, FEDERATION)
    assert again.parties and again.parties.of(Side.EMPLOYEES).keys == {CLAIRE, FEDERATION}
    assert again.retired == frozenset()


def test_a_suspension_says_whose_it_is_until_both_go_on(opened: Standing) -> None:
    at = START + timedelta(days=1)
    stopped = after(opened, ActKind.SUSPENSION, {"reason": "no notice"}, MALIK, at=at)
    assert stopped.stop == Stop((Side.EMPLOYEES,), at, "no notice")
    resumption = {"suspension": str(stopped.suspension), "reason": "mended"}
    assert after(stopped, ActKind.RESUMPTION, resumption, CLAIRE, ODILE, at=at).stop is None


NESTED: dict[str, Any] = {}
for _ in range(50_000):
    NESTED = {"a": NESTED}


@pytest.mark.parametrize("kind", sorted(set(ActKind) - {ActKind.SUSPENSION}))
@pytest.mark.parametrize(
    "document",
    [
        *([], None, 3, "text", {"side": ["employer"], "party": 3}, {"side": "employer", "party": NESTED}, NESTED),
        {"digest": "1", "scorecard": {}, "models": [], "agreement": {"a": 10**400}},
    ],
)
def test_what_cannot_be_read_is_refused_whatever_it_is(opened: Standing, kind: ActKind, document: Any) -> None:
    with pytest.raises(Refused):
        after(opened, kind, document, *EVERYBODY)
    with pytest.raises(Refused):
        after(replace(opened, parties=None, charter=None), kind, document, *EVERYBODY)
