"""S33: a customer objects, before, during or after the call: nothing of it stays, whichever way the objection comes."""

import json
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from tests.integration.web.browsing import served
from tests.spec.scene import Scene

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import administration_of, operator, process
from gardefou.flows.erasure import Erasure
from gardefou.flows.freezing import Freezing
from gardefou.governance.actions import READING, Action, Verb, operation
from gardefou.governance.actors import Actor, Person, ProcessName, Sender
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, SiteWork
from gardefou.intake.model import Arrival
from gardefou.kernel.call import CallKey
from gardefou.kernel.erasure import Objection
from gardefou.kernel.errors import ContentErased, InputRefused, Refused

SITE = "objecting"


@pytest.fixture(scope="module")
def officer(scene: Scene) -> Person:
    scene.open_site(SITE)
    scene.open_site("objecting-elsewhere")
    return scene.hire(f"{SITE}-dpo", SITE, PersonRole.DATA_PROTECTION_OFFICER)


def sender_of(scene: Scene, site: str = SITE) -> Sender:
    with administration_of(scene.installation) as administration:
        administration.make_token(f"token of {site}", site)
    (row,) = scene.ask(
        "SELECT t.id FROM gardefou.tokens t JOIN gardefou.sites s ON s.id = t.site_id WHERE s.code = %s"
        " ORDER BY t.made_at DESC LIMIT 1",
        site,
    )
    return Sender(row["id"], "pbx", frozenset({site}))


def objected(scene: Scene, actor: Actor, external_id: str, site: str = SITE, source: str = "test") -> Objection:
    role = {Sender: "web", Person: "web"}.get(type(actor), "owner")
    erasure = Erasure(scene.gate(role), scene.installation.sounds, scene.installation.tombstones)
    return erasure.objected(actor, CallKey(site, source, external_id))


def actors(scene: Scene, officer: Person) -> dict[str, Actor]:
    return {"token": sender_of(scene), "officer": officer, "operator": operator()}


def files_of(scene: Scene, call: UUID) -> list[str]:
    """Every file with bytes in it that belongs to the call."""
    return [path.name for path in scene.directory.rglob(f"{call}*") if path.is_file() and path.stat().st_size]


@pytest.mark.parametrize("who", ["token", "officer", "operator"])
def test_s33_before_the_call_comes_it_is_never_kept(scene: Scene, officer: Person, who: str) -> None:
    actor = actors(scene, officer)[who]
    assert objected(scene, actor, f"to come {who}").call is None
    for _ in range(2):
        assert scene.receive(SITE, f"to come {who}").arrival is Arrival.NOT_DRAWN
    assert scene.receive(SITE, f"another {who}").arrival is Arrival.KEPT


@pytest.mark.parametrize("who", ["token", "officer", "operator"])
@pytest.mark.parametrize("stage", ["kept", "offered"])
def test_s33_of_a_call_that_is_here_sound_rows_and_keys_go(scene: Scene, officer: Person, who: str, stage: str) -> None:
    name = f"{stage} {who}"
    call: UUID = getattr(scene, stage)(SITE, name)
    sealed = scene.installation.sounds.seal(call, "transcript:1", b"words")
    assert files_of(scene, call)
    assert objected(scene, actors(scene, officer)[who], name).call == call
    assert not files_of(scene, call)
    assert not scene.ask("SELECT 1 FROM gardefou.calls WHERE id = %s", call)
    assert not scene.ask("SELECT 1 FROM gardefou.transcripts WHERE call_id = %s", call)
    with pytest.raises(ContentErased):
        scene.installation.sounds.unseal(call, "transcript:1", sealed)
    assert call in scene.installation.tombstones.calls()
    assert scene.receive(SITE, name).arrival is Arrival.NOT_DRAWN
    assert objected(scene, officer, name).call is None, "said again, it changes nothing"


def test_s33_during_its_reception_the_call_is_not_kept(scene: Scene, officer: Person) -> None:
    """The objection comes while the sound is still being sent: after the first draw, before the call is kept."""
    from tests.installations import notice
    from tests.spec.scene import INTAKE, sound

    def sending() -> object:
        objected(scene, officer, "while it is sent")
        yield sound()

    reception = scene.installation.receiving(scene.gate(), INTAKE)
    received = reception.receive(notice("while it is sent", site=SITE, adviser=f"{SITE}-0"), sending())  # type: ignore[arg-type]
    assert received.arrival is Arrival.NOT_DRAWN
    assert not scene.ask("SELECT 1 FROM gardefou.calls WHERE external_id = 'while it is sent'")


def test_s33_a_lost_call_that_a_customer_objected_to_does_not_come_back(scene: Scene, officer: Person) -> None:
    call = scene.kept(SITE, "lost")
    scene.ask("UPDATE gardefou.calls SET lost_at = now() WHERE id = %s", call)
    assert objected(scene, officer, "lost").call == call
    assert scene.receive(SITE, "lost").arrival is Arrival.NOT_DRAWN


def test_s33_on_a_frozen_call_it_waits_and_nothing_uses_the_call_meanwhile(scene: Scene, officer: Person) -> None:
    call = scene.offered(SITE, "frozen")
    freezing = Freezing(scene.gate("web"), PublicHolidays())
    freezing.freeze(officer, call, AskedBy.CUSTOMER)
    assert objected(scene, sender_of(scene), "frozen").waits
    assert files_of(scene, call)
    (grave,) = [each for each in scene.installation.tombstones.all() if each.call == call]
    assert grave.waits, "a restored backup is told that it is still here"
    freezing.lift(officer, call)
    adviser = scene.person(f"{SITE}-0")
    for verb in READING - {Verb.LISTEN_ORIGINAL}:
        refused = scene.refused(adviser, Action(verb), KeptCall(call), role="web")
        assert refused and refused.clause == "S33", verb
    refused = scene.refused(officer, operation(Verb.EXPORT_FOR_SUBJECT), KeptCall(call), role="web")
    assert refused and refused.clause == "S33"
    sweep = Erasure(scene.gate(), scene.installation.sounds, scene.installation.tombstones)
    assert sweep.finish(process(ProcessName.SWEEP), scene.installation.lookout().unfinished_erasures()) == 1
    assert not files_of(scene, call)
    assert not scene.ask("SELECT 1 FROM gardefou.calls WHERE id = %s", call)


def test_s33_suspended_or_without_charter_a_site_still_honours_it(scene: Scene, officer: Person) -> None:
    call = scene.kept(SITE, "suspended")
    scene.ask("UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s", SITE)
    try:
        assert objected(scene, officer, "suspended").call == call
    finally:
        scene.ask("UPDATE gardefou.sites SET state = 'open' WHERE code = %s", SITE)


def test_s33_nobody_objects_for_another_site_and_nobody_else_does(scene: Scene, officer: Person) -> None:
    away = "objecting-elsewhere"
    for actor in (officer, sender_of(scene)):
        with pytest.raises(Refused, match="S10"):
            objected(scene, actor, "any", site=away)
    for role in set(PersonRole) - {PersonRole.DATA_PROTECTION_OFFICER}:
        other = scene.hire(f"{SITE}-other", SITE, role)
        for verb in (Verb.OBJECT, Verb.ANSWER_REQUESTS):
            refused = scene.refused(other, operation(verb), SiteWork(SITE), role="web")
            assert refused and refused.clause == "S10", role
    with pytest.raises(InputRefused):
        objected(scene, operator(), "any", site="nowhere")


def test_s33_over_http_a_telephone_system_says_it_with_its_token(scene: Scene, officer: Person) -> None:
    with administration_of(scene.installation) as administration:
        token = administration.make_token("pbx over http", SITE)
    call = scene.offered(SITE, "over http")
    body = {"site": SITE, "source": "test", "external_id": "over http"}
    with served(scene.installation) as url:
        say: Callable[..., httpx.Response] = lambda content, key=token: httpx.post(  # noqa: E731
            f"{url}/api/calls/objections", content=content, headers={"Authorization": f"Bearer {key}"}
        )
        assert (say(json.dumps(body), "wrong").status_code, bool(files_of(scene, call))) == (401, True)
        for wrong in (
            "",
            "{}",
            "[1]",
            '{"site": 1}',
            json.dumps(body | {"more": "x"}),
            json.dumps(body | {"source": "\n"}),
        ):
            assert say(wrong).status_code == 422, wrong
        assert say(json.dumps(body | {"site": "objecting-elsewhere"})).status_code == 403
        assert say("x" * 100_000).status_code == 413
        first, again = say(json.dumps(body)), say(json.dumps(body))
    assert (first.status_code, first.json()) == (200, {"objection": "erased"})
    assert (again.status_code, again.json()) == (202, {"objection": "noted"})
    assert not files_of(scene, call)
