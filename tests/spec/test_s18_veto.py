"""S18: each side stops a site by its own signature, no side goes on alone, and no work keeps a suspension waiting."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from tests.installations import notice
from tests.spec.negotiating import EMPLOYEES, EMPLOYER, ENOUGH, Table
from tests.spec.reviewing import Reviewing
from tests.spec.scene import INTAKE, WORKER, Scene

from gardefou.adapters.postgres.queries import query
from gardefou.bootstrap.installation import operator, process
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import ProcessName
from gardefou.governance.acts import ActKind
from gardefou.governance.subjects import ArrivingCall, KeptCall, OwnFile, SiteWork
from gardefou.governance.terms.parties import Side
from gardefou.intake.model import Arrival
from gardefou.kernel.errors import InputRefused, Refused

SUSPEND = "UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s"
OPEN = "UPDATE gardefou.sites SET state = 'open' WHERE code = %s"
WRITERS = 8
HELD_S = 0.02
"""How long each writer's transaction lasts: with eight of them, some are always under way."""


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site("veto")
    return scene.offered("veto", "call")


@contextmanager
def suspended(scene: Scene, site: str) -> Iterator[None]:
    scene.ask(SUSPEND, site)
    try:
        yield
    finally:
        scene.ask(OPEN, site)


def test_s18_a_suspended_site_does_nothing_but_stop(scene: Scene, call: UUID) -> None:
    new = notice("new", site="veto")
    adviser = scene.person("veto-0")
    arriving = ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)
    asked = [
        *((INTAKE, Action(verb), arriving, "worker") for verb in (Verb.RECEIVE, Verb.KEEP)),
        *(
            (WORKER, Action(verb), KeptCall(call), "worker")
            for verb in (Verb.HEAR, Verb.MEASURE, Verb.EVALUATE, Verb.OFFER)
        ),
        *(
            (adviser, Action(verb), KeptCall(call), "web")
            for verb in (Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN)
        ),
        (process(ProcessName.DEMONSTRATION), Action(Verb.SHOW_SIMULATED), KeptCall(call), "worker"),
        (operator(), operation(Verb.RETRY), KeptCall(call), "owner"),
    ]
    with suspended(scene, "veto"):
        for actor, action, subject, role in asked:
            entries = scene.logged(lambda a=actor, b=action, c=subject, r=role: scene.refused(a, b, c, role=r))
            assert [(entry["verb"], entry["refused_by"]) for entry in entries] == [(action.verb, "S18")]
        stopping = [(WORKER, Verb.PARK), (WORKER, Verb.LOSE), (process(ProcessName.SWEEP), Verb.EXPIRE)]
        for actor, verb in stopping:
            assert scene.refused(actor, operation(verb), KeptCall(call)) is None
        assert scene.refused(operator(), operation(Verb.READ_STATE), KeptCall(call), role="owner") is None
    assert scene.refused(adviser, Action(Verb.LISTEN), KeptCall(call), role="web") is None


def test_s18_a_suspended_site_still_lets_a_person_use_their_rights_and_nothing_else(scene: Scene) -> None:
    people = Reviewing.at(scene, "rights", review={"released_to_managers": True}, erasure_by_adviser=True)
    call = scene.offered("rights", "call")
    people.final(call)
    everybody = (people.adviser, people.first, people.second, people.manager)
    with suspended(scene, "rights"):
        for person in everybody:
            for verb in set(Verb) - {Verb.PICK}:
                for subject in (KeptCall(call), OwnFile(person.id), SiteWork("rights")):
                    refused = scene.refused(person, Action(verb), subject, role="web")
                    rights = {Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING, Verb.TAKE_PART}
                    is_right = verb in rights and isinstance(subject, OwnFile)
                    is_right |= verb == Verb.READ_ACTS and isinstance(subject, SiteWork)
                    erases = (verb, person, subject) == (Verb.ERASE, people.adviser, KeptCall(call))
                    assert (refused is None) == (is_right or erases), (verb, person, subject)
        own = OwnFile(people.adviser.id)
        with scene.gate("web").transaction(people.adviser, operation(Verb.READ_OWN_FILE), own) as tx:
            assert [each.id for each in tx.own_file.calls(people.adviser.id, 10)] == [call]
            assert tx.own_file.log(10)
        with scene.gate("web").transaction(people.adviser, operation(Verb.REFUSE_RECORDING), own) as tx:
            tx.own_file.refuse_recording(people.adviser.id)
    assert scene.receive("rights", "next").arrival is Arrival.NOT_DRAWN
    assert scene.refused(people.manager, Action(Verb.READ_EVALUATION), KeptCall(call), role="web") is None


def test_s18_another_charter_does_not_open_a_suspended_site(scene: Scene) -> None:
    table = Table.opened(scene, "reopened")
    table.suspend(EMPLOYEES[0])
    assert table.sign(table.propose(table.charter(version="2", purposes=["quality"])), *EMPLOYEES[:2]).in_force
    assert table.clause() == "S18"


# Who stops and who goes on.


@pytest.mark.parametrize(("side", "stopping"), [(Side.EMPLOYEES, EMPLOYEES), (Side.EMPLOYER, EMPLOYER)])
def test_s18_each_side_stops_alone_and_neither_goes_on_alone(
    scene: Scene, side: Side, stopping: tuple[str, ...]
) -> None:
    table = Table.opened(scene, f"stopped-by-{side}")
    suspension = table.suspend(stopping[0], by=side)
    assert suspension.effected_at and table.clause() == "S18"
    for each, names in ((Side.EMPLOYER, EMPLOYER), (Side.EMPLOYEES, EMPLOYEES)):
        alone = table.resumption(by=each)
        assert not table.sign(alone, *names, by=each).in_force
        assert table.clause() == "S18"
    other, names = (Side.EMPLOYER, EMPLOYER)
    assert not table.sign(alone, names[0], by=other).in_force and table.clause() == "S18"
    assert table.sign(alone, names[1], by=other).in_force and table.clause() is None


def test_s18_a_charter_may_ask_for_two_signatures_of_one_side_to_stop(scene: Scene) -> None:
    table = Table.opened(scene, "stopped-by-two", suspension={"signatures": 2})
    suspension = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    assert not table.sign(suspension, EMPLOYEES[0]).in_force
    assert not table.sign(suspension, EMPLOYER[0], by=Side.EMPLOYER).in_force and table.clause() is None
    assert table.sign(suspension, EMPLOYEES[2]).in_force and table.clause() == "S18"


def test_s18_what_lifted_one_suspension_lifts_no_other(scene: Scene) -> None:
    table = Table.opened(scene, "stopped-twice")
    table.suspend(EMPLOYEES[0])
    first, kept = table.resumption(), table.resumption(by=Side.EMPLOYER)
    table.sign(kept, *EMPLOYEES, EMPLOYER[0])
    assert table.sign(first, *ENOUGH).in_force
    table.suspend(EMPLOYEES[1], reason="again")
    with pytest.raises(InputRefused, match="not open any more"):
        table.sign(kept, EMPLOYER[1], by=Side.EMPLOYER)
    document = dict(first.act.document)
    with pytest.raises(Refused, match="not about the suspension in force"):
        table.propose(document, ActKind.RESUMPTION)
    assert table.clause() == "S18"


def test_s18_what_a_restored_backup_closed_goes_on_when_both_have_signed(scene: Scene) -> None:
    """A backup may be older than a suspension: no site of it is open."""
    table = Table.opened(scene, "restored")
    scene.ask(query("close_sites"))
    try:
        assert table.clause() == "S18"
        resumption = table.resumption()
        assert not table.sign(resumption, *EMPLOYEES).in_force and table.clause() == "S18"
        assert table.sign(resumption, *EMPLOYER, by=Side.EMPLOYER).in_force and table.clause() is None
    finally:
        scene.ask("UPDATE gardefou.sites SET state = 'open' WHERE state = 'suspended' AND code <> 'restored'")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, None])
def test_s18_whoever_stops_says_why(scene: Scene, reason: str | None) -> None:
    scene.open_site("silent")
    table = Table.closed(scene, "silent")
    with pytest.raises(InputRefused, match="reason"):
        table.propose({"reason": reason}, ActKind.SUSPENSION)


def test_s18_a_suspension_waits_for_the_transaction_under_way_and_the_next_is_refused(scene: Scene, call: UUID) -> None:
    with ThreadPoolExecutor(2) as pool:
        with scene.gate().transaction(WORKER, Action(Verb.HEAR), KeptCall(call)) as tx:
            suspension = pool.submit(scene.ask, SUSPEND, "veto")
            until(lambda: waiting(scene) == 1)
            following = pool.submit(scene.refused, WORKER, Action(Verb.HEAR), KeptCall(call))
            until(lambda: waiting(scene) == 2)
            assert not suspension.done() and not following.done()
            tx.calls.begin(call)
        suspension.result(10)
        refused = following.result(10)
    scene.ask(OPEN, "veto")
    assert refused and refused.clause == "S18"


def test_s18_the_row_itself_waits_where_the_queue_of_the_gate_is_switched_off(scene: Scene, call: UUID) -> None:
    new = notice("new", site="veto")
    arriving = ArrivingCall(uuid4(), new.key, new.started_at, True)
    scene.ask("ALTER TABLE gardefou.sites DISABLE TRIGGER changes_wait")
    try:
        for actor, verb, subject in ((WORKER, Verb.HEAR, KeptCall(call)), (INTAKE, Verb.RECEIVE, arriving)):
            with ThreadPoolExecutor(1) as pool:
                with scene.gate().transaction(actor, Action(verb), subject):
                    suspension = pool.submit(scene.ask, SUSPEND, "veto")
                    until(lambda: waiting(scene) == 1)
                    assert not suspension.done()
                suspension.result(10)
            scene.ask(OPEN, "veto")
    finally:
        scene.ask("ALTER TABLE gardefou.sites ENABLE TRIGGER changes_wait")


def test_s18_no_stream_of_overlapping_transactions_keeps_a_suspension_waiting(scene: Scene) -> None:
    """Row locks alone let new readers of a row pass an update that waits: measured so, a suspension took 9 seconds."""
    scene.open_site("busy")
    stop, committed = threading.Event(), [0] * WRITERS

    def write(writer: int) -> str | None:
        new = notice("new", site="busy")
        while not stop.is_set():
            arriving = ArrivingCall(uuid4(), new.key, new.started_at, True)
            try:
                with scene.gate().transaction(INTAKE, Action(Verb.RECEIVE), arriving):
                    time.sleep(HELD_S)
                committed[writer] += 1
            except Refused as refused:
                return refused.clause
        return None

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, writer) for writer in range(WRITERS)]
        try:
            until(lambda: all(committed))
            before = sum(committed)
            scene.ask(SUSPEND, "busy")
            meanwhile = sum(committed) - before
            clauses = [each.result(10) for each in writers]
        finally:
            stop.set()
    assert meanwhile < 5 * WRITERS
    assert clauses == ["S18"] * WRITERS
    logged = scene.ask(
        "SELECT refused_by FROM gardefou.audit a JOIN gardefou.sites s ON s.id = a.site_id"
        " WHERE code = 'busy' AND verb = 'receive' ORDER BY a.at"
    )
    assert [row["refused_by"] for row in logged] == [None] * sum(committed) + ["S18"] * WRITERS


def test_s18_eight_receptions_of_one_adviser_at_once_end_without_a_deadlock(scene: Scene) -> None:
    """Each locks the site, then the adviser: none waits for another in a circle, and the cap holds."""
    scene.open_site("together", draw={"rate": 1.0, "weekly_cap": 5, "necessity": "a test"})
    with ThreadPoolExecutor(WRITERS) as pool:
        arrivals = list(pool.map(lambda index: scene.receive("together", f"{index}").arrival, range(WRITERS * 3)))
    assert sum(arrival == "kept" for arrival in arrivals) == 5


def waiting(scene: Scene) -> int:
    return scene.ask("SELECT count(*) AS n FROM pg_locks WHERE NOT granted")[0]["n"]  # type: ignore[no-any-return]


def until(reached, patience_s: float = 10) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + patience_s
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.005)
