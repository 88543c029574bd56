"""S1: any purpose but those of the signed charter is refused, and the refusal is logged."""

from uuid import UUID

import pytest
from tests.spec.scene import INTAKE, WORKER, Scene

from gardefou.bootstrap.installation import operator
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import KeptCall

SITE = "purpose"


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE, purposes=["quality", "coaching"])
    return scene.offered(SITE, "call")


@pytest.mark.parametrize("purpose", ["discipline", "pay", "analytics", "operation", "Quality", "", "quality; pay"])
def test_s1_another_purpose_is_refused_and_logged(scene: Scene, call: UUID, purpose: str) -> None:
    adviser = scene.person(f"{SITE}-0")
    for actor, verb, role in ((adviser, Verb.READ_TRANSCRIPT, "web"), (WORKER, Verb.HEAR, "worker")):
        entries = scene.logged(
            lambda actor=actor, verb=verb, role=role: scene.refused(
                actor, Action(verb, purpose), KeptCall(call), role=role
            )
        )
        assert [(entry["verb"], entry["purpose"], entry["refused_by"], entry["call_id"]) for entry in entries] == [
            (verb, purpose, "S1", call)
        ]


@pytest.mark.parametrize("purpose", ["quality", "coaching"])
def test_s1_the_purposes_of_the_charter_are_served(scene: Scene, call: UUID, purpose: str) -> None:
    adviser = scene.person(f"{SITE}-0")
    assert scene.refused(adviser, Action(Verb.READ_TRANSCRIPT, purpose), KeptCall(call), role="web") is None


def test_s1_a_purpose_that_cannot_be_written_down_is_refused_and_logged_all_the_same(scene: Scene, call: UUID) -> None:
    purpose = "pay\x00\nS1 allowed \ud800" + "x" * 10_000
    entries = scene.logged(lambda: scene.refused(WORKER, Action(Verb.HEAR, purpose), KeptCall(call)))
    assert [entry["refused_by"] for entry in entries] == ["S1"]
    assert entries[0]["purpose"].startswith(r"pay\x00\nS1 allowed \ud800xxx")
    assert len(entries[0]["purpose"]) == 100


def test_s1_what_keeps_the_system_running_opens_no_content(scene: Scene, call: UUID) -> None:
    """Whoever runs the machine may ask how a call stands; the transaction that tells so gives none of its words."""
    with (
        pytest.raises(LookupError),
        scene.gate("owner").transaction(operator(), operation(Verb.READ_STATE), KeptCall(call)) as tx,
    ):
        assert tx.calls.get(call).status == "offered"
        tx.transcripts.get(call, 1)
    with (
        pytest.raises(LookupError),
        scene.gate("owner").transaction(operator(), operation(Verb.READ_STATE), KeptCall(call)) as tx,
    ):
        tx.evaluations.latest(call, 1)


def test_s1_under_a_charter_without_the_purpose_of_quality_no_call_is_evaluated(scene: Scene) -> None:
    scene.open_site("coachingonly", purposes=["coaching"])
    for site, clause in (("coachingonly", "S1"), (SITE, None)):
        call = scene.kept(site, "another", sender=INTAKE)
        assert scene.refused(WORKER, Action(Verb.HEAR, LISTED), KeptCall(call)) is None
        refused = scene.refused(WORKER, Action(Verb.EVALUATE), KeptCall(call))
        assert (refused.clause if refused else None) == clause
