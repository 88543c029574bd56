"""S18: each side stops a site by its own signature, no side goes on alone, and no work keeps a suspension waiting."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.errors import IdleInTransactionSessionTimeout
from tests.installations import notice
from tests.spec.negotiating import EMPLOYEES, EMPLOYER, ENOUGH, Table
from tests.spec.reviewing import DISPUTED, SWEEPER, Reviewing, kept
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
from gardefou.kernel.verdict import Verdict

SUSPEND = "UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s"
OPEN = "UPDATE gardefou.sites SET state = 'open' WHERE code = %s"
WAITING_SUSPENSIONS = (
    "SELECT document FROM gardefou.acts a JOIN gardefou.sites s ON s.id = a.site_id WHERE s.code = %s"
    " AND kind = 'suspension' AND closed_at IS NULL AND sequence IS NULL"
)
ENDS_YESTERDAY = (
    "UPDATE gardefou.reviews SET offered_on = offered_on - 60, decided_at = decided_at - interval '60 days',"
    " closes_on = current_date - 1, reply_closes_on = CASE WHEN reply_closes_on IS NOT NULL THEN current_date - 1 END,"
    " due_on = CASE WHEN due_on IS NOT NULL THEN current_date - 1 END WHERE call_id = %s"
)
DAYS = (
    "SELECT call_id, closes_on, reply_closes_on, due_on FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = call_id"
    " JOIN gardefou.sites s ON s.id = c.site_id WHERE s.code = %s"
)
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
        *((adviser, Action(verb), KeptCall(call), "web") for verb in (Verb.EVALUATE_ONESELF, Verb.STATE, Verb.ANSWER)),
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
    assert scene.refused(adviser, Action(Verb.ANSWER), KeptCall(call), role="web") is None


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
                    reads_own = (person, subject) == (people.adviser, KeptCall(call))
                    reads_own &= verb in {Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN}
                    assert (refused is None) == (is_right or erases or reads_own), (verb, person, subject)
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


@pytest.mark.parametrize(("lasted", "moved"), [("23 hours", 0), ("25 hours", 7), ("7 days 1 hour", 14)])
def test_s18_windows_and_contests_stand_still_while_a_site_is_suspended(scene: Scene, lasted: str, moved: int) -> None:
    site = f"still-{moved}"
    people = Reviewing.at(scene, site)
    window, reply, contest, over = (scene.offered(site, name) for name in ("window", "reply", "contest", "over"))
    people.contested(contest)
    granted = people.contested(reply) | {DISPUTED: Verdict.MET}
    people.flow().take(people.first, reply)
    people.hear(people.first, reply, {DISPUTED}, granted)
    people.flow().decide(people.first, reply, kept(granted))
    people.final(over)
    for call in (window, reply, contest, over):
        scene.ask(ENDS_YESTERDAY, call)
    with suspended(scene, site):
        before = days_of(scene, site)
        scene.ask(f"UPDATE gardefou.sites SET suspended_at = suspended_at - interval '{lasted}' WHERE code = %s", site)
    after = days_of(scene, site)
    shifts = {
        call: {name: (after[call][name] - day).days for name, day in days.items() if day}
        for call, days in before.items()
    }
    assert shifts[window]["closes_on"] == shifts[reply]["reply_closes_on"] == shifts[contest]["due_on"] == moved
    assert set(shifts[over].values()) == {0}
    lookout, now, flow = scene.installation.lookout(), datetime.now(UTC), people.flow(role="worker")
    ended = {*lookout.windows_to_close(now), *lookout.contests_to_lapse(now)} & {window, reply, contest}
    assert ended == (set() if moved else {window, reply, contest})
    for review, end in ((window, flow.close), (reply, flow.close), (contest, flow.lapse)):
        end(SWEEPER, review)
    states = [people.state(call) for call in (window, reply, contest)]
    assert (states == ["offered", "decided", "queued"]) == bool(moved)


def days_of(scene: Scene, site: str) -> dict[UUID, dict[str, Any]]:
    return {row.pop("call_id"): row for row in scene.ask(DAYS, site)}


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


def restored(scene: Scene, site: str) -> UUID:
    """Close a site as a restore does, and return what closed it."""
    with scene.installation.pool("owner").connection() as connection:
        connection.execute(query("close_sites"), {"code": site})
    rows = scene.ask("SELECT closures[cardinality(closures)] AS closure FROM gardefou.sites WHERE code = %s", site)
    return UUID(str(rows[0]["closure"]))


def test_s18_what_a_restored_backup_closed_goes_on_when_both_have_signed(scene: Scene) -> None:
    """A backup may be older than a suspension: no site of it is open, and nothing of it waits for signatures."""
    table = Table.opened(scene, "restored")
    waits = table.propose(table.charter(version="2", draw={"rate": 0.08, "weekly_cap": 4}))
    first = restored(scene, "restored")
    assert table.clause() == "S18" and not table.get(waits.act.id).is_open
    resumption = table.resumption()
    assert not table.sign(resumption, *EMPLOYEES).in_force and table.clause() == "S18"
    assert table.sign(resumption, *EMPLOYER, by=Side.EMPLOYER).in_force and table.clause() is None
    again = {"suspension": str(first), "reason": "as before"}
    for stop in (lambda: None, lambda: restored(scene, "restored")):
        stop()
        for named in (again, again | {"suspension": "restored"}, again | {"suspension": "None"}):
            with pytest.raises(Refused, match="not about the suspension in force"):
                table.propose(named, ActKind.RESUMPTION)
    assert table.clause() == "S18"


def test_s18_no_act_but_a_resumption_opens_what_a_restored_backup_closed(scene: Scene) -> None:
    table = Table.opened(scene, "kept-closed")
    scorecard = scene.ask(
        "SELECT document FROM gardefou.acts WHERE kind = 'scorecard' AND sequence IS NOT NULL LIMIT 1"
    )[0]["document"]
    party = table.standing.parties.employer.model_copy(update={"required": 1})  # type: ignore[union-attr]
    tighter, looser = ({"rate": 0.05, "weekly_cap": 3}, {"rate": 0.08, "weekly_cap": 4})
    restored(scene, "kept-closed")
    acts = (
        (ActKind.CHARTER, table.charter(version="2", draw=tighter).document, EMPLOYER),
        (ActKind.CHARTER, table.charter(version="3", draw=looser).document, ENOUGH),
        (ActKind.SCORECARD, scorecard, ENOUGH),
        (ActKind.SUCCESSION, {"side": "employer", "party": party.model_dump(mode="json")}, EMPLOYER),
        (ActKind.SUSPENSION, {"reason": "a test"}, EMPLOYEES[:1]),
    )
    for kind, document, names in acts:
        assert table.sign(table.propose(document, kind, by=Side.EMPLOYER), *names).in_force, kind
        state = scene.ask("SELECT state FROM gardefou.sites WHERE code = 'kept-closed'")[0]["state"]
        assert (state, table.clause()) == ("suspended", "S18"), kind
    assert table.sign(table.resumption(), *ENOUGH[:3]).in_force and table.clause() is None


def test_s18_what_one_side_leaves_waiting_keeps_the_other_from_nothing(scene: Scene) -> None:
    table = Table.opened(scene, "crowded")
    for number in range(20):
        table.propose(table.charter(version=f"{number}", draw={"rate": 0.08, "weekly_cap": 4}), by=Side.EMPLOYER)
    party = table.standing.parties.employer.model_copy(update={"required": 1})  # type: ignore[union-attr]
    with pytest.raises(InputRefused, match="it gives one up first"):
        table.succession(Side.EMPLOYER, party)
    for reason in ("first", "second"):
        table.propose({"reason": reason}, ActKind.SUSPENSION, by=Side.EMPLOYER)
    waiting = [row["document"]["reason"] for row in scene.ask(WAITING_SUSPENSIONS, "crowded")]
    assert waiting == ["second"]
    theirs = table.standing.parties.employees.model_copy(update={"required": 1})  # type: ignore[union-attr]
    table.succession(Side.EMPLOYEES, theirs)
    with pytest.raises(InputRefused, match="waits for signatures"):
        table.succession(Side.EMPLOYEES, theirs)
    assert table.suspend(EMPLOYEES[0]).effected_at and table.clause() == "S18"


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


def test_s18_a_transaction_that_does_nothing_keeps_no_suspension_waiting(scene: Scene) -> None:
    """Whatever role forgot it: half a minute is what it gets, shortened here."""
    table = Table.opened(scene, "left-waiting")
    act = table.propose({"reason": "a test"}, ActKind.SUSPENSION)
    limits = ("idle_in_transaction_session_timeout", "lock_timeout")
    with ExitStack() as opened:
        idle = []
        for role in ("owner", "web", "worker"):
            each = opened.enter_context(psycopg.connect(scene.installation.store.server.dsn(role)))
            each.execute("SELECT * FROM gardefou.site_for_gate('left-waiting', '', '')")
            assert [each.execute(f"SHOW {name}".encode()).fetchone() for name in limits] == [("30s",), ("1min",)]
            each.execute("SET LOCAL idle_in_transaction_session_timeout = 50")
            idle.append(each)
        assert table.sign(act, EMPLOYEES[0]).in_force and table.clause() == "S18"
        for each in idle:
            with pytest.raises(IdleInTransactionSessionTimeout):
                each.execute("SELECT 1")


def waiting(scene: Scene) -> int:
    return scene.ask("SELECT count(*) AS n FROM pg_locks WHERE NOT granted")[0]["n"]  # type: ignore[no-any-return]


def until(reached, patience_s: float = 10) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + patience_s
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.005)
