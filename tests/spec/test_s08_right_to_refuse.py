"""S8: an adviser refuses recording, at once; nothing that a manager or a reviewer reads tells who does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from tests.live_process import LiveServer, StandInAssistance, served_live
from tests.spec.reviewing import Reviewing
from tests.spec.scene import MOST_ROLES, Scene, days_ago

from gardefou.bootstrap import live as live_wiring
from gardefou.bootstrap.installation import administration_of
from gardefou.flows.erasure import Erasure
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall, OwnFile, SiteWork
from gardefou.intake.model import Arrival
from gardefou.kernel.errors import ContentErased, InputRefused
from gardefou.kernel.transcript import Role, Segment

SITE = "refusing"
ADVISERS = 10
TODAY = date(2026, 3, 2)
OF_A_CALL = ("calls", "transcripts", "redactions", "measures", "evaluations", "reviews", "statements", "decisions")


@pytest.fixture(scope="module")
def people(scene: Scene) -> Iterator[Reviewing]:
    yield Reviewing.at(scene, SITE, advisers=ADVISERS, erasure_by_adviser=True)


def refuse(scene: Scene, person: Person) -> None:
    with scene.gate("web").transaction(person, operation(Verb.REFUSE_RECORDING), OwnFile(person.id)) as tx:
        tx.own_file.refuse_recording(person.id)


def allow(scene: Scene, person: Person) -> None:
    with scene.gate("web").transaction(person, operation(Verb.REFUSE_RECORDING), OwnFile(person.id)) as tx:
        tx.own_file.allow_recording(person.id)


@pytest.fixture
def refuser(people: Reviewing) -> Iterator[Person]:
    refuse(people.scene, people.adviser)
    yield people.adviser
    allow(people.scene, people.adviser)


def test_s8_from_the_moment_of_a_refusal_on_no_call_is_drawn(people: Reviewing) -> None:
    scene = people.scene
    assert scene.receive(SITE, "before").arrival is Arrival.KEPT
    refuse(scene, people.adviser)
    assert scene.receive(SITE, "after").arrival is Arrival.NOT_DRAWN
    assert scene.receive(SITE, "earlier, sent late", started_at=days_ago(3)).arrival is Arrival.NOT_DRAWN
    assert scene.receive(SITE, "another's", adviser=f"{SITE}-1").arrival is Arrival.KEPT
    allow(scene, people.adviser)
    assert scene.receive(SITE, "allowed again").arrival is Arrival.KEPT
    assert scene.receive(SITE, "after").arrival is Arrival.NOT_DRAWN, "a draw is final"


def test_s8_a_call_of_a_refuser_leaves_what_any_undrawn_call_leaves(people: Reviewing, refuser: Person) -> None:
    """Beside one that a rate of zero leaves out: the same columns, nothing else anywhere."""
    scene = people.scene
    scene.open_site("norate", draw={"rate": 0.0, "weekly_cap": 1})
    counts = {table: count(scene, table) for table in OF_A_CALL}
    left = []
    for site in (SITE, "norate"):
        before = {bytes(row["key_hash"]) for row in scene.ask("SELECT key_hash FROM gardefou.draws")}
        entries = scene.logged(lambda s=site: scene.receive(s, f"left by {s}"))
        rows = [row for row in scene.ask("SELECT * FROM gardefou.draws") if bytes(row["key_hash"]) not in before]
        left.append(
            (
                [(entry["verb"], entry["call_id"], entry["refused_by"]) for entry in entries],
                [(set(row), len(bytes(row["key_hash"])), row["day"], row["drawn"]) for row in rows],
            )
        )
    assert left[0] == left[1]
    assert {table: count(scene, table) for table in OF_A_CALL} == counts


def count(scene: Scene, table: str) -> int:
    return int(scene.ask(f"SELECT count(*) AS n FROM gardefou.{table}")[0]["n"])


def test_s8_what_managers_and_reviewers_read_is_byte_identical_for_refuser_and_user(people: Reviewing) -> None:
    scene = people.scene
    for index in range(ADVISERS):
        scene.offered(SITE, f"of {index}", adviser=f"{SITE}-{index}")
    scene.ask(
        "UPDATE gardefou.reviews r SET state = 'queued', answered_at = now(), causes = '{sample}' FROM gardefou.calls c"
        " JOIN gardefou.people p ON p.id = c.adviser_id WHERE c.id = r.call_id AND p.number LIKE 'refusing-%%'"
    )
    before = views(people)
    assert any("greeting" in view for view in before), "the figures are there"
    refuse(scene, people.adviser)
    assert views(people) == before
    allow(scene, people.adviser)
    refuse(scene, scene.person(f"{SITE}-1"))
    assert views(people) == before, "whoever it is"
    allow(scene, scene.person(f"{SITE}-1"))
    assert views(people) == before


def views(people: Reviewing) -> list[str]:
    """All that the site's manager, analysts and representatives may ask about its work."""
    scene, work, since = people.scene, SiteWork(SITE), datetime(2020, 1, 1, tzinfo=UTC)
    watcher = scene.hire(f"{SITE}-r", SITE, PersonRole.REPRESENTATIVE)
    with scene.gate("web").transaction(people.first, Action(Verb.READ_QUEUE), work) as tx:
        queue = repr(tx.reviews.queue())
    with scene.gate("web").transaction(people.manager, Action(Verb.READ_TEAM), work) as tx:
        team = repr((tx.figures.group(since), sorted(tx.figures.figures(since), key=repr)))
    with scene.gate("web").transaction(watcher, Action(Verb.READ_AGREEMENT), work) as tx:
        agreement = repr(sorted(tx.figures.agreement_pairs(), key=repr))
    return [queue, team, agreement]


def test_s8_whether_an_adviser_is_helped_or_refuses_it_is_in_no_view_no_log_and_no_counter(
    people: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = people.scene
    watcher = scene.hire(f"{SITE}-r", SITE, PersonRole.REPRESENTATIVE)
    said = Segment(0, Role.ADVISER, 0, 900, "bonjour")
    seen, day = [], [TODAY]
    monkeypatch.setattr(live_wiring, "_today", lambda: day[0])
    with served_live(scene.installation, StandInAssistance([said])) as live:
        cookie = live.cookie(people.adviser)
        scene.ask("UPDATE gardefou.sessions SET seen_at = now() - interval '2 days'")
        for is_helped in (None, False, True, False):
            day[0] = TODAY
            entries = scene.logged(lambda helped=is_helped: talk(live, people.adviser, cookie, helped))
            day[0] = TODAY + timedelta(days=1)
            metrics = httpx.get(f"http://127.0.0.1:{live.port}/live/metrics", headers={"Cookie": live.cookie(watcher)})
            log = [entry for entry in entries if entry["actor_kind"] != "operator"]
            with administration_of(scene.installation) as administration:
                accounts = repr([each for each in administration.accounts.all() if each["number"] != f"{SITE}-r"])
            seen.append((views(people), accounts, metrics.status_code, metrics.content, log))
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert seen[1][2:] == (200, b"", [])


def talk(live: LiveServer, adviser: Person, cookie: str, is_helped: bool | None) -> None:
    """A call beside the page, with help or without; None without the page."""
    if is_helped is None:
        return
    with live.page(adviser, cookie=cookie, source="microphone", assist=is_helped) as page:
        page.until("controls", is_assisted=is_helped)
        page.say()
        if is_helped:
            page.until("suggestions")
        page.ask("close")


def test_s8_nobody_else_reads_or_changes_a_refusal(people: Reviewing, refuser: Person) -> None:
    scene = people.scene
    everything = scene.hire(f"{SITE}-all", SITE, *MOST_ROLES)
    for person in (people.manager, people.first, scene.person(f"{SITE}-1"), everything):
        for verb in (Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING):
            refused = scene.refused(person, operation(verb), OwnFile(refuser.id), role="web")
            assert refused and refused.clause == "S10"
        with scene.gate("web").transaction(person, operation(Verb.READ_OWN_FILE), OwnFile(person.id)) as tx:
            assert tx.own_file.refuses_recording_since(refuser.id) is None
    with scene.gate("web").transaction(refuser, operation(Verb.READ_OWN_FILE), OwnFile(refuser.id)) as tx:
        assert tx.own_file.refuses_recording_since(refuser.id)


def test_s8_an_erasure_leaves_neither_key_nor_row_and_the_call_does_not_come_back(people: Reviewing) -> None:
    scene, sounds = people.scene, people.scene.installation.sounds
    call = scene.offered(SITE, "erased")
    people.draft(call)
    sealed = sounds.seal(call, "transcript:1", b"words")
    for other in (people.first, people.manager, scene.person(f"{SITE}-1")):
        assert scene.refused(other, operation(Verb.ERASE), KeptCall(call), role="web")
    Erasure(scene.gate("web"), sounds, scene.installation.tombstones).own(people.adviser, call)
    for table in OF_A_CALL:
        column = "id" if table == "calls" else "call_id"
        assert not scene.ask(f"SELECT 1 FROM gardefou.{table} WHERE {column} = %s", call), table
    with pytest.raises(ContentErased):
        sounds.unseal(call, "transcript:1", sealed)
    with pytest.raises(InputRefused):
        scene.refused(people.adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web")
    for _ in range(2):
        assert scene.receive(SITE, "erased").arrival is Arrival.NOT_DRAWN
    assert scene.receive(SITE, "not erased").arrival is Arrival.KEPT


def test_s8_where_the_charter_does_not_leave_it_to_the_adviser_an_erasure_is_refused(scene: Scene) -> None:
    people = Reviewing.at(scene, "keeping", erasure_by_adviser=False)
    call = scene.offered("keeping", "call")
    for action in (Action(Verb.ERASE), operation(Verb.ERASE)):
        entries = scene.logged(lambda a=action: scene.refused(people.adviser, a, KeptCall(call), role="web"))
        assert [(entry["verb"], entry["refused_by"]) for entry in entries] == [("erase", "S8")]
    assert scene.refused(people.adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call), role="web") is None


def test_s8_a_refusal_needs_no_charter(people: Reviewing) -> None:
    scene = people.scene
    (row,) = scene.ask("SELECT charter_digest FROM gardefou.sites WHERE code = %s", SITE)
    scene.ask("UPDATE gardefou.sites SET charter_digest = NULL WHERE code = %s", SITE)
    try:
        refuse(scene, people.adviser)
        allow(scene, people.adviser)
    finally:
        scene.ask("UPDATE gardefou.sites SET charter_digest = %s WHERE code = %s", row["charter_digest"], SITE)


def test_s8_nothing_is_written_of_whether_somebody_follows_suggestions(scene: Scene) -> None:
    columns = scene.ask(
        "SELECT table_name || '.' || column_name AS name FROM information_schema.columns"
        " WHERE table_schema = 'gardefou'"
    )
    words = ("suggest", "adher", "assist", "usage")
    assert not [row["name"] for row in columns if any(word in row["name"] for word in words)]
