"""S10: role by object, exhaustively: the adviser of a call sees it once it is offered, and nobody else does."""

from itertools import chain, combinations
from uuid import UUID, uuid4

import pytest
from tests.installations import notice
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import operator, process
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Actor, Person, ProcessName, Sender
from gardefou.governance.purposes import OPERATION
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import ArrivingCall, Installation, KeptCall, Subject
from gardefou.kernel.errors import Refused

SITE = "first"
SEEN = {Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN}
ROLE_SETS = list(chain.from_iterable(combinations(PersonRole, size) for size in range(len(PersonRole) + 1)))


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE, advisers=2)
    return scene.offered(SITE, "call")


@pytest.fixture(scope="module")
def waiting(scene: Scene, call: UUID) -> UUID:
    return scene.kept(SITE, "waiting")


def subjects(call: UUID) -> list[Subject]:
    new = notice("new", site=SITE)
    return [KeptCall(call), ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True), Installation()]


def opened(scene: Scene, actor: Actor, call: UUID, role: str) -> set[tuple[Verb, str, type[Subject]]]:
    """Everything that opens to somebody: each verb, for quality or for operation, about each kind of subject."""
    return {
        (verb, purpose, type(subject))
        for verb in Verb
        for purpose in ("quality", OPERATION)
        for subject in subjects(call)
        if scene.refused(actor, Action(verb, purpose), subject, role=role) is None
    }


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(roles) or "none")
def test_s10_nothing_of_anothers_call_opens_to_any_sum_of_roles(
    scene: Scene, call: UUID, roles: tuple[PersonRole, ...]
) -> None:
    other = Person(scene.person(f"{SITE}-1").id, frozenset(roles))
    assert not [verb for verb in Verb if scene.refused(other, Action(verb), KeptCall(call), role="web") is None]


def test_s10_the_adviser_sees_the_own_call_and_does_nothing_else_with_it(scene: Scene, call: UUID) -> None:
    adviser = scene.person(f"{SITE}-0")
    assert opened(scene, adviser, call, "web") == {(verb, "quality", KeptCall) for verb in SEEN}
    manager = Person(adviser.id, frozenset(set(PersonRole) - {PersonRole.ADVISER}))
    assert not opened(scene, manager, call, "web")


def test_s10_the_adviser_sees_a_call_when_every_step_is_done(scene: Scene, waiting: UUID) -> None:
    adviser = scene.person(f"{SITE}-0")
    for verb in SEEN:
        refused = scene.refused(adviser, Action(verb), KeptCall(waiting), role="web")
        assert refused and refused.clause == "S10"


def test_s10_whoever_runs_the_machine_sees_how_a_call_stands_and_removes_none(scene: Scene, call: UUID) -> None:
    assert opened(scene, operator(), call, "owner") == {
        (Verb.READ_STATE, OPERATION, KeptCall),
        (Verb.READ_STATE, OPERATION, Installation),
        (Verb.RETRY, OPERATION, KeptCall),
        (Verb.ADMINISTER, OPERATION, Installation),
    }


@pytest.mark.parametrize(
    ("part", "verbs"),
    [
        (ProcessName.INTAKE, {"receive", "keep"}),
        (ProcessName.WORKER, {"hear", "measure", "classify", "evaluate", "offer", "park", "lose"}),
        (ProcessName.SWEEP, {"lose", "expire"}),
        (ProcessName.DEMONSTRATION, {"show_simulated"}),
    ],
)
def test_s10_each_part_of_the_program_does_its_own_work(
    scene: Scene, call: UUID, part: ProcessName, verbs: set[str]
) -> None:
    assert {verb.value for verb, _, _ in opened(scene, process(part), call, "worker")} == verbs


def test_s10_a_token_sends_calls_of_its_own_site_and_does_nothing_else(scene: Scene, call: UUID) -> None:
    scene.open_site("second")
    own = Sender(uuid4(), "pbx", frozenset({SITE}))
    assert opened(scene, own, call, "worker") == {
        (Verb.RECEIVE, "quality", ArrivingCall),
        (Verb.KEEP, "quality", ArrivingCall),
    }
    elsewhere = notice("new", site="second")
    refused = scene.refused(own, Action(Verb.RECEIVE), ArrivingCall(uuid4(), elsewhere.key, elsewhere.started_at, True))
    assert refused and refused.clause == "S10"


def test_s10_the_transaction_of_one_call_gives_nothing_of_another(scene: Scene, call: UUID) -> None:
    """The gate decided about one call: the words of another stay closed, on any connection."""
    other = scene.offered(SITE, "other", adviser=f"{SITE}-1")
    worker = process(ProcessName.WORKER)
    with (
        pytest.raises(LookupError),
        scene.gate("worker").transaction(worker, Action(Verb.MEASURE), KeptCall(call)) as tx,
    ):
        assert tx.transcripts.get(call, 1).segments
        tx.transcripts.get(other, 1)
    with (
        pytest.raises((LookupError, Refused)),
        scene.gate("owner").transaction(operator(), operation(Verb.READ_STATE), Installation()) as tx,
    ):
        tx.transcripts.get(call, 1)
