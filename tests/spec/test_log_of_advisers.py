"""S16: advisers read, with names, who asked for what of their calls: what was refused, suspended or frozen as well."""

from uuid import UUID

import pytest
from tests.spec.reviewing import Reviewing
from tests.spec.scene import Scene

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.flows.erasure import Erasure
from gardefou.flows.freezing import Freezing
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.requests import AskedBy
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, OwnFile
from gardefou.review.model import LogLine

SITE = "logged"
Told = set[tuple[str, str, str | None]]


@pytest.fixture(scope="module")
def people(scene: Scene) -> Reviewing:
    return Reviewing.at(scene, SITE, advisers=2, erasure_by_adviser=True)


def log(people: Reviewing, person: Person) -> tuple[LogLine, ...]:
    with people.scene.gate("web").transaction(person, operation(Verb.READ_OWN_FILE), OwnFile(person.id)) as tx:
        return tx.own_file.log(1000)


def told(people: Reviewing, call: UUID) -> Told:
    """What the adviser's log says of a call that named people did, or asked for."""
    lines = log(people, people.adviser)
    return {(line.actor, line.verb, line.refused_by) for line in lines if line.call_id == call and line.roles}


def test_s16_what_was_read_and_what_was_refused_stands_there_with_names(people: Reviewing) -> None:
    call = people.scene.offered(SITE, "read")
    people.decided(call, people.contested(call))
    for verb in (Verb.READ_TRANSCRIPT, Verb.LISTEN):
        assert people.scene.refused(people.manager, Action(verb), KeptCall(call), role="web")
    found = told(people, call)
    name = f"Name {SITE}"
    assert {(f"{name}-q1", "take", None), (f"{name}-q1", "listen", None), (f"{name}-q1", "decide", None)} <= found
    assert {(f"{name}-m", "read_transcript", "S10"), (f"{name}-m", "listen", "S10")} <= found


def test_s16_what_was_asked_for_while_the_site_was_suspended_stands_there_too(people: Reviewing) -> None:
    scene, call = people.scene, people.scene.offered(SITE, "suspended")
    scene.ask("UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s", SITE)
    try:
        assert scene.refused(people.first, Action(Verb.TAKE), KeptCall(call), role="web")
        assert told(people, call) == {(f"Name {SITE}-q1", "take", "S18")}
    finally:
        scene.ask("UPDATE gardefou.sites SET state = 'open' WHERE code = %s", SITE)


def test_s16_a_freeze_and_what_was_asked_for_meanwhile_stand_there(people: Reviewing) -> None:
    scene, call = people.scene, people.scene.offered(SITE, "frozen")
    officer = scene.hire(f"{SITE}-o", SITE, PersonRole.DATA_PROTECTION_OFFICER)
    Freezing(scene.gate("web"), PublicHolidays()).freeze(officer, call, AskedBy.CUSTOMER)
    assert scene.refused(people.first, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web")
    found = told(people, call)
    assert (f"Name {SITE}-o", "freeze", None) in found
    assert {verb for actor, verb, refused in found if actor == f"Name {SITE}-q1" and refused} == {"read_transcript"}


def test_s16_of_an_erased_call_nothing_leads_to_its_adviser_and_the_entries_stay(people: Reviewing) -> None:
    """Whose it was is gone with the call: its lines stand in the log of the site, and in nobody's own."""
    scene, call = people.scene, people.scene.offered(SITE, "erased")
    people.draft(call)
    assert scene.refused(people.manager, Action(Verb.LISTEN), KeptCall(call), role="web")
    assert (f"Name {SITE}-m", "listen", "S10") in told(people, call)
    Erasure(scene.gate("web"), scene.installation.sounds, scene.installation.tombstones).own(people.adviser, call)
    assert call not in {line.call_id for line in log(people, people.adviser)}
    kept = {row["verb"] for row in scene.ask("SELECT verb FROM gardefou.audit WHERE call_id = %s", call)}
    assert {"read_evaluation", "listen", "erase"} <= kept


def test_s16_nobody_elses_calls_are_in_it(people: Reviewing) -> None:
    other = people.scene.person(f"{SITE}-1")
    call = people.scene.offered(SITE, "another's", adviser=f"{SITE}-1")
    assert people.scene.refused(people.manager, Action(Verb.LISTEN), KeptCall(call), role="web")
    assert call in {line.call_id for line in log(people, other)}
    assert call not in {line.call_id for line in log(people, people.adviser)}
