"""S5: calls are drawn by a public rule, nobody picks one, and a draw is final."""

import hmac
from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.installations import notice
from tests.spec.scene import INTAKE, WORKER, Scene, days_ago

from gardefou.bootstrap.installation import operator
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.charter import Draw
from gardefou.governance.draw import day_of, day_seed
from gardefou.governance.subjects import ArrivingCall, KeptCall
from gardefou.intake.model import Arrival

CALLS = 120


def test_s5_a_person_or_a_call_cannot_be_picked(scene: Scene) -> None:
    scene.open_site("picked")
    kept = scene.kept("picked", "call")
    adviser = scene.person("picked-0")
    new = notice("wished", site="picked")
    for actor in (adviser, WORKER, INTAKE, operator()):
        for action in (Action(Verb.PICK), operation(Verb.PICK)):
            for subject in (KeptCall(kept), ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)):
                entries = scene.logged(lambda a=actor, b=action, c=subject: scene.refused(a, b, c))
                assert [entry["verb"] for entry in entries] == ["pick"]
                assert entries[0]["refused_by"] in {"S5", "S1"}


def test_s5_an_outsider_recomputes_the_draw_from_seeds_names_and_published_rows(scene: Scene) -> None:
    """Nothing of gardefou is used but the seeds that it would reveal: the rule is written out once more."""
    rate, cap = 0.5, 3
    advisers = scene.open_site("outsider", advisers=4, draw=Draw(rate=rate, weekly_cap=cap, necessity="a test"))
    names = {}
    for index in range(CALLS):
        started_at = days_ago(2 + index % 9)
        given = {"adviser": advisers[index % 4], "started_at": started_at}
        arrival = scene.receive("outsider", f"{index}", **given).arrival
        names[f"{index}"] = (started_at, arrival)
    secret = scene.installation.secrets.draw
    seeds = {
        day_of(at, "Europe/Paris"): day_seed(secret, "outsider", day_of(at, "Europe/Paris")) for at, _ in names.values()
    }
    rows = scene.ask(
        "SELECT key_hash, day, pseudonym, drawn FROM gardefou.draws d JOIN gardefou.sites s ON s.id = d.site_id"
        " WHERE s.code = 'outsider'"
    )
    published = {bytes(row["key_hash"]): row for row in rows}
    assert len(published) == CALLS
    below = capped = 0
    weeks = Counter((bytes(row["pseudonym"]), row["day"].isocalendar()[:2]) for row in rows if row["drawn"])
    for name, (_, arrival) in names.items():
        triple = b"".join(len(part).to_bytes(4, "big") + part for part in (b"outsider", b"test", name.encode()))
        row = published[sha256(triple).digest()]
        ticket = int.from_bytes(hmac.digest(seeds[row["day"]], triple, "sha256")[:8], "big")
        if ticket < rate * 2**64:
            below += 1
            of_week = weeks[bytes(row["pseudonym"]), row["day"].isocalendar()[:2]]
            assert row["drawn"] or of_week == cap, "a call under the rate goes away only for the cap"
            capped += not row["drawn"]
        else:
            assert not row["drawn"]
        assert row["drawn"] == (arrival is Arrival.KEPT)
    assert 0.3 * CALLS < below < 0.7 * CALLS
    assert capped


@pytest.mark.parametrize("cap", [1, 3])
def test_s5_one_call_above_the_cap_of_a_week_is_not_kept(scene: Scene, cap: int) -> None:
    site = f"cap{cap}"
    scene.open_site(site, advisers=2, draw=Draw(rate=1.0, weekly_cap=cap, necessity="a test"))
    monday = datetime(2026, 3, 2, tzinfo=ZoneInfo("Europe/Paris"))
    monday += timedelta(weeks=(days_ago(21) - monday).days // 7)
    sunday_night, week = monday - timedelta(seconds=1), timedelta(days=7)
    found = [scene.receive(site, f"a{i}", started_at=monday + i * week / (cap + 2)).arrival for i in range(cap + 2)]
    assert found == [Arrival.KEPT] * cap + [Arrival.NOT_DRAWN] * 2
    assert scene.receive(site, "before", started_at=sunday_night).arrival is Arrival.KEPT
    assert scene.receive(site, "after", started_at=monday + week).arrival is Arrival.KEPT
    assert scene.receive(site, "other", started_at=monday, adviser=f"{site}-1").arrival is Arrival.KEPT


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_s5_the_ends_of_the_rate(scene: Scene, rate: float) -> None:
    site = f"rate{rate:.0f}"
    scene.open_site(site, draw=Draw(rate=rate, weekly_cap=1000, necessity="a test"))
    arrivals = {scene.receive(site, f"{index}").arrival for index in range(8)}
    assert arrivals == {Arrival.KEPT if rate else Arrival.NOT_DRAWN}


def test_s5_a_call_that_was_not_drawn_is_not_drawn_on_another_day_or_under_another_charter(scene: Scene) -> None:
    """Who sends it again until it is drawn would pick it."""
    site = "again"
    scene.open_site(site, draw=Draw(rate=0.5, weekly_cap=1000, necessity="a test"))
    lucky = [f"{index}" for index in range(12)]
    undrawn = [name for name in lucky if scene.receive(site, name).arrival is Arrival.NOT_DRAWN]
    assert undrawn
    for day in range(2, 8):
        for name in undrawn:
            assert scene.receive(site, name, started_at=days_ago(day)).arrival is Arrival.NOT_DRAWN
    scene.open_site(site, draw=Draw(rate=1.0, weekly_cap=1000, necessity="a test"))
    for name in undrawn:
        assert scene.receive(site, name).arrival is Arrival.NOT_DRAWN
    assert scene.receive(site, "new").arrival is Arrival.KEPT
