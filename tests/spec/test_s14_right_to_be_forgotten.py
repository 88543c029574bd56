"""S14: the clock is advanced; from its date on a call is refused, then destroyed."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.spec.scene import Scene, days_ago, transcript

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import process
from gardefou.flows.erasure import Erasure
from gardefou.flows.human_review import HumanReview
from gardefou.flows.sweep import Sweep
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import ProcessName
from gardefou.governance.charter import Retention
from gardefou.governance.subjects import KeptCall
from gardefou.intake.model import Arrival
from gardefou.kernel.errors import ContentErased, InputRefused, Refused

SITE = "forgotten"
KEPT = Retention(recordings_days=30, analyses_days=60)
TICK = timedelta(microseconds=1)
START = days_ago(1)


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE, retention=KEPT)
    return scene.offered(SITE, "call", started_at=START)


def refusal_at(scene: Scene, verb: Verb, call: UUID, now: datetime) -> str | None:
    refused = scene.refused(scene.person(f"{SITE}-0"), Action(verb), KeptCall(call), role="web", now=now)
    return refused.clause if refused else None


@pytest.mark.parametrize(("verb", "days"), [(Verb.LISTEN, 30), (Verb.READ_TRANSCRIPT, 60), (Verb.READ_EVALUATION, 60)])
def test_s14_from_the_very_moment_of_its_date_on_it_is_refused(scene: Scene, call: UUID, verb: Verb, days: int) -> None:
    end = START + timedelta(days=days)
    assert [refusal_at(scene, verb, call, now) for now in (end - TICK, end, end + TICK)] == [None, "S14", "S14"]


def test_s14_a_call_that_comes_too_late_is_not_received(scene: Scene, call: UUID) -> None:
    late = days_ago(KEPT.recordings_days) - timedelta(seconds=1)
    with pytest.raises(Refused, match="S14"):
        scene.receive(SITE, "late", started_at=late)
    assert scene.receive(SITE, "in time", started_at=days_ago(KEPT.recordings_days - 0.01)).arrival is Arrival.KEPT


def test_s14_a_charter_that_keeps_longer_does_not_lengthen_what_was_promised(scene: Scene) -> None:
    scene.open_site("promised", retention=KEPT)
    call = scene.offered("promised", "call", started_at=START)
    scene.open_site("promised", retention=Retention(recordings_days=183, analyses_days=365))
    adviser = scene.person("promised-0")
    end = START + timedelta(days=60)
    assert scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web", now=end)
    assert not scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web", now=end - TICK)


def test_s14_a_charter_that_keeps_less_shortens_what_is_here(scene: Scene) -> None:
    scene.open_site("shortened", retention=KEPT)
    call = scene.offered("shortened", "call", started_at=START)
    scene.open_site("shortened", retention=Retention(recordings_days=2, analyses_days=5))
    (row,) = scene.ask(
        "SELECT recording_expires_at AS r, analyses_expire_at AS a FROM gardefou.calls WHERE id = %s", call
    )
    assert (row["r"], row["a"]) == (START + timedelta(days=2), START + timedelta(days=5))
    adviser = scene.person("shortened-0")
    assert scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web", now=row["a"])


def test_s14_what_has_expired_is_destroyed(scene: Scene) -> None:
    """The sweep, with its clock advanced: first the recording, then everything with its key."""
    scene.open_site("swept", retention=KEPT)
    call = scene.offered("swept", "call", started_at=START)
    adviser = scene.person("swept-0")
    sealed = scene.installation.sounds.seal(call, "transcript:1", b"words")

    def sweep(now: datetime) -> None:
        gate, sweeper = scene.gate(now=now), process(ProcessName.SWEEP)
        review = HumanReview(gate, PublicHolidays())
        here = scene.installation
        erasure = Erasure(gate, here.sounds, here.tombstones)
        Sweep(gate, here.sounds, here.lookout(), erasure, review, sweeper, lambda: now).run()

    sweep(START + timedelta(days=30))
    now = START + timedelta(days=31)
    (row,) = scene.ask("SELECT recording_gone_at FROM gardefou.calls WHERE id = %s", call)
    assert row["recording_gone_at"]
    with scene.gate("web", now).transaction(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call)) as tx:
        assert tx.transcripts.get(call, 1) == transcript()
    sweep(START + timedelta(days=60))
    for table in ("transcripts", "measures", "evaluations", "redactions"):
        assert not scene.ask(f"SELECT 1 FROM gardefou.{table} WHERE call_id = %s", call)
    with pytest.raises(InputRefused):
        scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web", now=now)
    with pytest.raises(ContentErased):
        scene.installation.sounds.unseal(call, "transcript:1", sealed)
