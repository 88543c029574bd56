"""S16: every reading of content leaves one entry in the log, in the same transaction, and no entry can be changed."""

from uuid import UUID, uuid4

import psycopg
import pytest
from tests.installations import notice
from tests.spec.scene import INTAKE, WORKER, Scene, transcript

from gardefou.bootstrap.installation import operator, process
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Actor, Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import ArrivingCall, KeptCall
from gardefou.kernel.errors import InputRefused

SITE = "logged"


@pytest.fixture(scope="module")
def call(scene: Scene) -> UUID:
    scene.open_site(SITE)
    return scene.offered(SITE, "call")


@pytest.fixture(scope="module")
def adviser(scene: Scene, call: UUID) -> Person:
    return scene.person(f"{SITE}-0")


def test_s16_one_reading_leaves_one_entry_that_says_who_what_why_and_by_which_charter(
    scene: Scene, call: UUID, adviser: Person
) -> None:
    def read() -> None:
        with scene.gate("web").transaction(adviser, Action(Verb.READ_TRANSCRIPT, "coaching"), KeptCall(call)) as tx:
            assert tx.transcripts.get(call, 1) == transcript()

    (digest,) = scene.ask("SELECT charter_digest FROM gardefou.sites WHERE code = %s", SITE)
    assert scene.logged(read) == [
        {
            "actor_kind": "person",
            "actor": str(adviser.id),
            "verb": "read_transcript",
            "purpose": "coaching",
            "site": SITE,
            "call_id": call,
            "charter_digest": digest["charter_digest"],
            "refused_by": None,
        }
    ]


def test_s16_a_reading_whose_transaction_fails_gave_nothing_and_leaves_no_entry(
    scene: Scene, call: UUID, adviser: Person
) -> None:
    def read() -> None:
        with (
            pytest.raises(ZeroDivisionError),
            scene.gate("web").transaction(adviser, Action(Verb.LISTEN), KeptCall(call)),
        ):
            raise ZeroDivisionError

    assert scene.logged(read) == []


def test_s16_a_block_that_fails_takes_back_change_entry_and_job_together(scene: Scene) -> None:
    call = scene.kept(SITE, "rolled back")
    before = _state(scene, call)

    def work() -> None:
        with (
            pytest.raises(ZeroDivisionError),
            scene.gate().transaction(WORKER, Action(Verb.HEAR), KeptCall(call)) as tx,
        ):
            tx.calls.begin(call)
            tx.calls.park(call, "a reason")
            tx.jobs.enqueue("measure", call)
            raise ZeroDivisionError

    assert scene.logged(work) == []
    assert _state(scene, call) == before


def test_s16_a_block_that_ends_commits_change_entry_and_job_together(scene: Scene) -> None:
    call = scene.kept(SITE, "committed")
    ((attempts, jobs),) = _state(scene, call)

    def work() -> None:
        with scene.gate().transaction(WORKER, Action(Verb.HEAR), KeptCall(call)) as tx:
            tx.calls.begin(call)
            tx.jobs.enqueue("measure", call)

    assert [entry["verb"] for entry in scene.logged(work)] == ["hear"]
    assert _state(scene, call) == [(attempts + 1, jobs + 1)]


def _state(scene: Scene, call: UUID) -> list[tuple[int, int]]:
    rows = scene.ask(
        "SELECT attempts, (SELECT count(*) FROM jobs.procrastinate_jobs WHERE args ->> 'call' = %s) AS jobs"
        " FROM gardefou.calls WHERE id = %s AND parked_at IS NULL",
        str(call),
        call,
    )
    return [(row["attempts"], row["jobs"]) for row in rows]


@pytest.mark.parametrize(
    ("actor", "verb", "role", "clause"),
    [
        (operator(), Verb.LISTEN, "owner", "S16"),
        (WORKER, Verb.READ_TRANSCRIPT, "worker", "S16"),
        (process(ProcessName.DEMONSTRATION), Verb.LISTEN_ORIGINAL, "worker", "S16"),
        (Person(uuid4(), frozenset(PersonRole)), Verb.READ_TRANSCRIPT, "web", "S10"),
        (Person(uuid4(), frozenset(PersonRole)), Verb.LISTEN_ORIGINAL, "web", "S16"),
    ],
    ids=lambda value: str(getattr(value, "kind", value)),
)
def test_s16_a_refusal_is_logged_with_its_clause_and_does_nothing_else(
    scene: Scene, call: UUID, actor: Actor, verb: Verb, role: str, clause: str
) -> None:
    """It is there although the block never ran."""
    tables = [row["t"] for row in scene.ask("SELECT tablename AS t FROM pg_tables WHERE schemaname = 'gardefou'")]

    def contents() -> dict[str, int]:
        return {t: scene.ask(f"SELECT count(*) AS n FROM gardefou.{t}")[0]["n"] for t in tables if t != "audit"}

    before = contents()
    entries = scene.logged(lambda: scene.refused(actor, Action(verb), KeptCall(call), role=role))
    assert [(entry["actor"], entry["verb"], entry["refused_by"], entry["call_id"]) for entry in entries] == [
        (actor.name, verb, clause, call)
    ]
    assert contents() == before


def test_s16_the_sound_as_it_came_is_played_to_nobody(scene: Scene, call: UUID, adviser: Person) -> None:
    for actor, role in ((adviser, "web"), (operator(), "owner"), (WORKER, "worker"), (INTAKE, "worker")):
        for action in (Action(Verb.LISTEN_ORIGINAL), operation(Verb.LISTEN_ORIGINAL)):
            assert scene.refused(actor, action, KeptCall(call), role=role)


def test_s16_no_entry_can_be_changed_or_removed(scene: Scene, call: UUID) -> None:
    for statement in (
        "UPDATE gardefou.audit SET actor = 'nobody'",
        "DELETE FROM gardefou.audit",
        "TRUNCATE gardefou.audit",
    ):
        with pytest.raises(psycopg.Error):
            scene.ask(statement)
    for role in ("web", "worker"):
        with (
            scene.installation.pool(role).connection() as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("DELETE FROM gardefou.audit")


def test_s16_the_call_of_a_refused_arrival_is_not_named(scene: Scene, call: UUID) -> None:
    new = notice("unmistakable", site=SITE)
    entries = scene.logged(
        lambda: scene.refused(
            INTAKE, Action(Verb.KEEP, "pay"), ArrivingCall(uuid4(), new.key, new.started_at, True, drawn=True)
        )
    )
    assert [(entry["refused_by"], entry["call_id"]) for entry in entries] == [("S1", None)]
    assert "unmistakable" not in str(entries)


def test_s16_what_is_not_here_opens_nothing(scene: Scene, adviser: Person) -> None:
    with pytest.raises(InputRefused):
        scene.refused(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(uuid4()), role="web")
    elsewhere = notice("call", site="nowhere")
    with pytest.raises(InputRefused):
        scene.refused(INTAKE, Action(Verb.RECEIVE), ArrivingCall(uuid4(), elsewhere.key, elsewhere.started_at, True))
