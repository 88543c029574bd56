"""S17: no call is received, processed or read at a site without its charter, or under one of the other kind."""

from uuid import UUID, uuid4

import pytest
from tests.installations import notice
from tests.spec.scene import INTAKE, WORKER, Scene

from gardefou.bootstrap.installation import operator, process
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import ProcessName
from gardefou.governance.subjects import ArrivingCall, KeptCall
from gardefou.kernel.errors import Refused

SITE = "consulted"


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE)
    return scene.offered(SITE, "call")


@pytest.fixture
def without_charter(scene: Scene, call: UUID) -> None:
    scene.ask("UPDATE gardefou.sites SET charter_digest = NULL WHERE code = %s", SITE)


def test_s17_without_a_charter_nothing_about_calls_is_done(scene: Scene, call: UUID, without_charter: None) -> None:
    adviser = scene.person(f"{SITE}-0")
    new = notice("new", site=SITE)
    arriving = ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)
    asked = [
        *((INTAKE, verb, arriving, "worker") for verb in (Verb.RECEIVE, Verb.KEEP)),
        *((WORKER, verb, KeptCall(call), "worker") for verb in (Verb.HEAR, Verb.EVALUATE, Verb.OFFER)),
        *((adviser, verb, KeptCall(call), "web") for verb in (Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN)),
        (process(ProcessName.DEMONSTRATION), Verb.SHOW_SIMULATED, KeptCall(call), "worker"),
    ]
    for actor, verb, subject, role in asked:
        entries = scene.logged(lambda a=actor, v=verb, s=subject, r=role: scene.refused(a, Action(v), s, role=r))
        assert [(entry["verb"], entry["refused_by"], entry["charter_digest"]) for entry in entries] == [
            (verb, "S17", None)
        ]


def test_s17_without_a_charter_what_is_here_can_still_be_removed(
    scene: Scene, call: UUID, without_charter: None
) -> None:
    sweep = process(ProcessName.SWEEP)
    assert scene.refused(sweep, operation(Verb.EXPIRE), KeptCall(call)) is None
    assert scene.refused(operator(), operation(Verb.READ_STATE), KeptCall(call), role="owner") is None


def test_s17_real_calls_do_not_come_into_a_simulated_installation(scene: Scene) -> None:
    scene.open_site("real")
    with pytest.raises(Refused, match="S17"):
        scene.receive("real", "call", simulated=False)


def test_s17_a_charter_of_real_calls_does_not_serve_a_simulated_installation(scene: Scene) -> None:
    scene.open_site("other", simulated=False, draw={"rate": 0.1, "weekly_cap": 3})
    for simulated in (True, False):
        with pytest.raises(Refused, match="S17"):
            scene.receive("other", "call", simulated=simulated)
