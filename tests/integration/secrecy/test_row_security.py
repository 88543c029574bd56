"""What each database role reaches with raw SQL, whatever Python in front of it does or forgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import ADVISERS, SITE, SimulatedInstallation, open_site, receive, simulated_installation

from gardefou.bootstrap.installation import Installation, administering
from gardefou.bootstrap.samples import sample_calls
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice

ELSEWHERE = "lyon"
OF_PEOPLE = ("people", "calls", "transcripts", "redactions", "measures", "evaluations", "verdicts")
CONTENT = ("transcripts", "redactions", "measures", "evaluations", "verdicts")
OF_REVIEWS = ("reviews", "self_evaluations", "statements", "decisions", "voids")
OWN = ("servings", "absences", "recording_refusals")
COMMON = ("installation", "charters", "sites", "statuses", "scorecards", "review_transitions")
OF_ANALYSTS = ("workings", "proposals")
OF_SHADOWS = ("shadows", "shadow_verdicts", "replies")
BOUNDS = "criterion_bounds"
OF_WORKERS = "hearing_progress"
OF_REGISTERS = (
    *("register_revisions", "register_entries", "register_withdrawals", "questions"),
    *("trainings", "supports", "volunteers"),
)
OF_ERASURE = ("freezes", "requests", "retention_runs")
OF_THE_TABLE = ("acts", "act_signatures", "act_comments")
NEVER_WEB = (
    *(*OF_REGISTERS, "clock", "audit", "tokens", "draws", "recusals", "erasures"),
    *(*OF_ERASURE, *OF_SHADOWS, OF_WORKERS),
)
OF_SIGNING_IN = ("accounts", "sessions", "sign_in_failures")
TABLES = frozenset(
    (BOUNDS, *OF_THE_TABLE, *OF_PEOPLE, *OF_REVIEWS, *OWN, *OF_ANALYSTS, *COMMON, *NEVER_WEB, *OF_SIGNING_IN)
)
"""Every table, on purpose by hand: a new one has to be thought about here."""

RIGHTS = {
    "gardefou_web": {
        "SELECT": frozenset((BOUNDS, *OF_THE_TABLE, *OF_PEOPLE, *OF_REVIEWS, *OWN, *OF_ANALYSTS, *COMMON)),
        "INSERT": frozenset(
            (
                *("calls", "draws", "audit", "self_evaluations", "statements", "decisions", "servings"),
                *("recording_refusals", *OF_ANALYSTS, *OF_THE_TABLE),
            )
        ),
        "UPDATE": frozenset({"reviews", "workings"}),
        "DELETE": frozenset({"recording_refusals", "workings"}),
    },
    "gardefou_worker": {
        "SELECT": frozenset(
            (
                *(*OF_PEOPLE, *OF_REVIEWS, *COMMON, *OF_SHADOWS, "draws", "absences", "proposals"),
                *("freezes", "erasures", "retention_runs", BOUNDS, OF_WORKERS),
            )
        ),
        "INSERT": frozenset(
            {*CONTENT, *OF_SHADOWS, BOUNDS, OF_WORKERS, "calls", "draws", "audit", "scorecards", "reviews", "voids"}
        ),
        "UPDATE": frozenset({"calls", "reviews", OF_WORKERS}),
        "DELETE": frozenset({"calls", BOUNDS, OF_WORKERS}),
    },
    "gardefou_live": {
        "SELECT": frozenset({"installation", "charters", "sites"}),
        "INSERT": frozenset({"calls", "draws", "audit"}),
        "UPDATE": frozenset(),
        "DELETE": frozenset(),
    },
}
OF_REGISTERS_ALONE = {
    *("register_of_site", "add_register_entry", "withdraw_register_entry", "questions_of_site", "ask_question"),
    *("answer_question", "withdraw_question", "add_training", "withdraw_training", "add_support"),
    *("training_of_site", "own_participation", "take_part", "stop_taking_part"),
}
OF_THE_TABLE_ALONE = {
    *("site_for_signing", "signs_at", "take_effect", "close_act", "close_superseded_acts", "names_of_acts"),
    "access_log",
}
LIVE_FUNCTIONS = {
    *("person", "sender", "concerns_caller", "works_at", "site_for_gate", "effected_acts", "records_of_site"),
    *("question_due", "marks_of_adviser", "refuses_recording", "adviser_of_number", "drawn_in_week", "waiting_ms"),
    *("known_call", "draw_of", "forget_lost", "enqueue", "object_to_call", "session_read", "workers_alive"),
    "is_telephony",
}
"""What the gate, the reception of a call and a session of the pages need, and no more."""
WEB_FUNCTIONS = (
    OF_REGISTERS_ALONE
    | OF_THE_TABLE_ALONE
    | {
        "effected_acts",
        *("records_of_site", "question_due", "marks_of_adviser"),
        "person",
        "sender",
        "site_of_sender",
        "concerns_caller",
        "works_at",
        "site_for_gate",
        "call_for_gate",
        "adviser_of_number",
        "drawn_in_week",
        "waiting_ms",
        "known_call",
        "draw_of",
        "forget_lost",
        "enqueue",
        "person_for_gate",
        "refuses_recording",
        "absences_for_review",
        "month_of_call",
        "has_role",
        "own_site",
        "readable_calls",
        "may_read",
        "take_review",
        "hand_review_back",
        "review_queue",
        "tasks",
        "people_of_review",
        "log_of_own_file",
        "draws_of",
        "judges_the_program",
        "agreement_pairs",
        "shadow_pairs",
        "site_proposals",
        "answered_scorecards",
        "withdraw_proposal",
        "group_of_manager",
        "figures_of_manager",
        "is_frozen",
        "erase_call",
        "object_to_call",
        "freeze_call",
        "freeze_of",
        "lift_freeze",
        "calls_of_subject",
        "transcript_for_officer",
        "requests_of_site",
        "has_open_request",
        "calls_under_answer",
        "add_request",
        "extend_request",
        "answer_request",
        "sender_of_digest",
        "account_of",
        "begin_sign_in",
        "forget_failures",
        "rehash_account",
        "open_session",
        "session_of",
        "close_session",
        "workers_alive",
    }
)
"""Each was judged: what it tells web is what this file and those beside it show, not more."""
WEB_ALONE = (
    OF_REGISTERS_ALONE
    | OF_THE_TABLE_ALONE
    | {
        *("sender_of_digest", "account_of", "begin_sign_in", "forget_failures", "rehash_account"),
        *("open_session", "session_of", "close_session", "workers_alive"),
        *(
            "has_role",
            "own_site",
            "readable_calls",
            "may_read",
            "take_review",
            "hand_review_back",
            "review_queue",
            "tasks",
        ),
        *(
            "people_of_review",
            "log_of_own_file",
            "draws_of",
            "agreement_pairs",
            "group_of_manager",
            "figures_of_manager",
        ),
        *("freeze_call", "freeze_of", "lift_freeze", "calls_of_subject", "transcript_for_officer", "requests_of_site"),
        *("add_request", "extend_request", "answer_request", "has_open_request", "calls_under_answer"),
        *("judges_the_program", "shadow_pairs", "site_proposals", "answered_scorecards", "withdraw_proposal"),
    }
)
LOSABLE = "UPDATE gardefou.calls SET lost_at = now() WHERE id = %s"

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """Two advisers of one site with a call each, gone through every step, and a sender for each of two sites."""

    installation: Installation
    people: dict[str, UUID]
    calls: dict[str, UUID]
    sites: dict[str, UUID]
    senders: dict[str, UUID]

    @contextmanager
    def as_role(self, role: str, person: object = "", sender: object = "") -> Iterator[Connection]:
        """A transaction of a role that is rolled back."""
        dsn = self.installation.store.server.dsn(role)
        with psycopg.connect(dsn, row_factory=dict_row) as connection:
            for name, value in (("person", person), ("sender", sender)):
                connection.execute("SELECT set_config(%s, %s, true)", (f"gardefou.{name}", str(value)))
            yield connection
            connection.rollback()


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with simulated_installation() as made, made.opened() as installation:
        yield prepared(made, installation)


def prepared(made: SimulatedInstallation, installation: Installation) -> Scene:
    samples = sample_calls()
    received = [
        receive(installation, samples[0], adviser=ADVISERS[0], customer_reference="C-1"),
        receive(installation, samples[1], adviser=ADVISERS[1]),
    ]
    open_site(installation, ELSEWHERE, made.charter)
    with administering(made.settings) as (_, administration):
        administration.put_people(
            [PersonNotice("2001", "Adviser 2001", ELSEWHERE, None, frozenset({PersonRole.ADVISER}))]
        )
        for site in (SITE, ELSEWHERE):
            administration.make_token(f"token of {site}", site)
        sites = administration.site_codes()
    with psycopg.connect(installation.store.server.dsn("owner"), row_factory=dict_row, autocommit=True) as owner:
        made.work_off(installation)
        assert not owner.execute("SELECT 1 FROM gardefou.calls WHERE status <> 'offered'").fetchall()
        people = {row["number"]: row["id"] for row in owner.execute("SELECT number, id FROM gardefou.people")}
        tokens = owner.execute("SELECT site_id, id FROM gardefou.tokens").fetchall()
    codes = {site: code for code, site in sites.items()}
    calls = {ADVISERS[i]: each.call for i, each in enumerate(received)}
    senders = {codes[row["site_id"]]: row["id"] for row in tokens}
    return Scene(installation, people, calls, sites, senders)


def count(connection: Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) AS n FROM gardefou.{table}").fetchone()
    assert row is not None
    return int(row["n"])


def refused(connection: Connection, statement: str, values: tuple[object, ...] = ()) -> str:
    """The code of the error that a statement ends with; it must end with one."""
    connection.execute("SAVEPOINT here")
    try:
        with pytest.raises(psycopg.DatabaseError) as caught:
            connection.execute(statement, values)
    finally:
        connection.execute("ROLLBACK TO here")
    return str(caught.value.sqlstate)


NO_RIGHT, AGAINST_POLICY = "42501", "42501"
NOT_THE_CALLERS, FIXED, NO_STEP, FROZEN = "GF004", "GF001", "GF003", "GF006"


# What an adviser sees.


@pytest.mark.parametrize("number", ADVISERS[:2])
def test_an_adviser_sees_rows_of_own_calls_and_of_nobody_else(scene: Scene, number: str) -> None:
    person, call = scene.people[number], scene.calls[number]
    with scene.as_role("owner") as owner, scene.as_role("web", person=person) as web:
        assert [row["id"] for row in web.execute("SELECT id FROM gardefou.people")] == [person]
        assert [row["id"] for row in web.execute("SELECT id FROM gardefou.calls")] == [call]
        for table in ("transcripts", "redactions", "measures", "evaluations"):
            own = owner.execute(f"SELECT count(*) AS n FROM gardefou.{table} WHERE call_id = %s", (call,)).fetchone()
            assert own is not None and 0 < count(web, table) == own["n"] <= count(owner, table)
            calls = {row["call_id"] for row in web.execute(f"SELECT DISTINCT call_id FROM gardefou.{table}")}
            assert calls == {call}
        own = owner.execute(
            "SELECT count(*) AS n FROM gardefou.verdicts v JOIN gardefou.evaluations e ON e.id = v.evaluation_id"
            " WHERE e.call_id = %s",
            (call,),
        ).fetchone()
        assert own is not None and 0 < count(web, "verdicts") == own["n"] < count(owner, "verdicts")


def test_an_adviser_without_calls_sees_none(scene: Scene) -> None:
    with scene.as_role("web", person=scene.people[ADVISERS[2]]) as web:
        assert {table: count(web, table) for table in OF_PEOPLE} == {
            table: int(table == "people") for table in OF_PEOPLE
        }
        assert not any(count(web, table) for table in (*OF_REVIEWS, *OWN, *OF_ANALYSTS))


@pytest.mark.parametrize("sender", ["", SITE, ELSEWHERE])
def test_nobody_and_no_sender_sees_a_row_about_people(scene: Scene, sender: str) -> None:
    with scene.as_role("web", sender=scene.senders.get(sender, "")) as web:
        tables = (*OF_PEOPLE, *OF_REVIEWS, *OWN, *OF_ANALYSTS)
        assert {table: count(web, table) for table in tables} == dict.fromkeys(tables, 0)


def test_a_setting_ends_with_its_transaction(scene: Scene) -> None:
    with psycopg.connect(scene.installation.store.server.dsn("web"), row_factory=dict_row) as web:
        web.execute("SELECT set_config('gardefou.person', %s, true)", (str(scene.people[ADVISERS[0]]),))
        assert count(web, "calls") == 1
        web.commit()
        assert count(web, "calls") == 0


@pytest.mark.parametrize("table", NEVER_WEB + OF_SIGNING_IN)
def test_web_cannot_read(scene: Scene, table: str) -> None:
    with scene.as_role("web", person=scene.people[ADVISERS[0]], sender=scene.senders[SITE]) as web:
        assert refused(web, f"SELECT 1 FROM gardefou.{table}") == NO_RIGHT


def test_web_reads_no_jobs_and_no_statistics_of_rows(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        owner.execute("ANALYZE gardefou.calls")
        owner.commit()
    with scene.as_role("web", person=scene.people[ADVISERS[0]]) as web:
        assert refused(web, "SELECT 1 FROM jobs.procrastinate_jobs") == NO_RIGHT
        assert not web.execute(
            "SELECT 1 FROM pg_stats WHERE schemaname = 'gardefou' AND tablename = 'calls'"
        ).fetchall()


# What a sender writes.

NEW_CALL = """INSERT INTO gardefou.calls (id, site_id, source, external_id, adviser_id, direction, started_at, week,
    roles, sound_digest, sound_ms, original_audio, simulated, received_at, recording_expires_at, analyses_expire_at)
    VALUES (uuidv7(), %s, 'test', %s, %s, 'inbound', now(), '2026-W01', '{adviser}', '', 1, 'quarantine', true, now(),
    now(), now())"""


def test_a_sender_adds_calls_of_advisers_of_its_own_site_alone(scene: Scene) -> None:
    here, there = scene.sites[SITE], scene.sites[ELSEWHERE]
    adviser, stranger = scene.people[ADVISERS[0]], scene.people["2001"]
    with scene.as_role("web", sender=scene.senders[SITE]) as web:
        web.execute(NEW_CALL, (here, "new", adviser))
        assert refused(web, NEW_CALL, (there, "new", stranger)) == AGAINST_POLICY
        assert refused(web, NEW_CALL, (here, "other", stranger)) == AGAINST_POLICY
    with scene.as_role("web", person=adviser) as web:
        assert refused(web, NEW_CALL, (here, "new", adviser)) == AGAINST_POLICY


def test_a_sender_writes_nothing_that_comes_after_a_calls_arrival(scene: Scene) -> None:
    with scene.as_role("web", sender=scene.senders[SITE]) as web:
        for column in ("status", "parked_at", "lost_at", "sound_name", "reason", "recording_gone_at", "attempts"):
            statement = f"INSERT INTO gardefou.calls (id, {column}) VALUES (uuidv7(), DEFAULT)"
            assert refused(web, statement) == NO_RIGHT, column


def test_a_sender_adds_draws_of_its_own_site_alone(scene: Scene) -> None:
    statement = "INSERT INTO gardefou.draws VALUES (%s, %s, now(), '', false) ON CONFLICT DO NOTHING"
    with scene.as_role("web", sender=scene.senders[SITE]) as web:
        web.execute(statement, (b"hash", scene.sites[SITE]))
        web.execute(statement, (b"hash", scene.sites[SITE]))
        assert refused(web, statement, (b"other", scene.sites[ELSEWHERE])) == AGAINST_POLICY


def test_a_revoked_token_opens_nothing(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        row = owner.execute(
            "INSERT INTO gardefou.tokens (label, digest, site_id, revoked_at) VALUES ('old', 'd', %s, now())"
            " RETURNING id",
            (scene.sites[SITE],),
        ).fetchone()
        owner.commit()
    assert row is not None
    with scene.as_role("web", sender=row["id"]) as web:
        assert refused(web, NEW_CALL, (scene.sites[SITE], "new", scene.people[ADVISERS[0]])) == AGAINST_POLICY
        assert not web.execute("SELECT * FROM gardefou.sender_of_digest('d')").fetchall()


def test_web_writes_entries_in_nobody_elses_name_and_at_no_other_time(scene: Scene) -> None:
    statement = "INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose) VALUES (%s, %s, 'listen', 'quality')"
    adviser, other = scene.people[ADVISERS[0]], scene.people[ADVISERS[1]]
    with scene.as_role("web", person=adviser) as web:
        web.execute(statement, ("person", str(adviser)))
        assert refused(web, statement, ("person", str(other))) == AGAINST_POLICY
        assert refused(web, statement, ("operator", "root")) == AGAINST_POLICY
        assert refused(
            web, statement.replace("(actor_kind", "(at, actor_kind").replace("(%s", "(now(), %s"), ("a", "b")
        )
    with scene.as_role("web") as web:
        assert refused(web, statement, ("person", "")) == AGAINST_POLICY


# Registers.

ENTRY = 'SELECT gardefou.add_register_entry(%s, %s, \'{"reference": "x"}\', now()::date, %s, NULL, NULL) AS id'


def test_registers_are_written_by_whom_they_are_for_at_their_own_site_alone(scene: Scene) -> None:
    roles = {
        "representative": {"opinion"},
        "data_protection_officer": {"impact_assessment"},
        "employer_signatory": {"impact_assessment", "risk_register", "notice", "baseline"},
        "administrator": set[str](),
        "manager": set[str](),
    }
    here, there = scene.sites[SITE], scene.sites[ELSEWHERE]
    for role, may in roles.items():
        with in_role(scene, role) as web:
            for kind in ("opinion", "impact_assessment", "risk_register", "notice", "baseline"):
                for said in roles:
                    added = web.execute(ENTRY, (here, kind, said)).fetchone()
                    assert added is not None
                    assert (added["id"] is not None) == (said == role and kind in may), (role, kind, said)
                    assert web.execute(ENTRY, (there, kind, said)).fetchone() == {"id": None}


def test_registers_are_read_by_those_who_keep_them_and_by_nobody_else(scene: Scene) -> None:
    here, there = scene.sites[SITE], scene.sites[ELSEWHERE]
    readers = {"representative", "data_protection_officer", "employer_signatory", "administrator"}
    named = {"employer_signatory", "administrator"}
    for role in (*sorted(readers), "adviser", "manager", "quality_analyst"):
        with in_role(scene, role) as web:
            rows = web.execute("SELECT * FROM gardefou.training_of_site(%s)", (here,)).fetchall()
            assert bool(rows) == (role in readers), role
            assert any(row["name"] for row in rows) == (role in named), role
            for query in ("training_of_site", "register_of_site", "questions_of_site"):
                assert not web.execute(f"SELECT * FROM gardefou.{query}(%s)", (there,)).fetchall()


def test_acts_are_proposed_by_their_own_side_and_commented_at_the_table_alone(scene: Scene) -> None:
    here, there = scene.sites[SITE], scene.sites[ELSEWHERE]
    sides = {"representative": "employees", "employer_signatory": "employer"}
    insert = (
        "INSERT INTO gardefou.acts (id, site_id, kind, document, side, proposed_by)"
        " VALUES (gen_random_uuid(), '{0}', 'suspension', '{{}}', '{1}', gardefou.person()) RETURNING id"
    )
    for role in (*sides, "adviser", "manager", "data_protection_officer", "administrator"):
        for site, side in ((here, "employees"), (here, "employer"), (there, sides.get(role, "employer"))):
            with in_role(scene, role) as web:
                if site == here and sides.get(role) == side:
                    assert web.execute(insert.format(site, side).encode()).fetchone()
                else:
                    assert refused(web, insert.format(site, side)) == AGAINST_POLICY, (role, side)
        with in_role(scene, role) as web:
            [act] = web.execute("SELECT id FROM gardefou.acts ORDER BY proposed_at LIMIT 1").fetchall()
            assert not web.execute("SELECT 1 FROM gardefou.acts WHERE site_id = %s", (there,)).fetchall()
            assert web.execute("SELECT gardefou.close_act(%s) AS closed", (act["id"],)).fetchone() == {"closed": False}
            values = "VALUES ('{0}', gardefou.person(), 'x')"
            comment = f"INSERT INTO gardefou.act_comments (act_id, person_id, text) {values}"
            assert refused(web, comment.format(act["id"])) == AGAINST_POLICY


def test_nobody_learns_who_takes_part_or_was_trained_from_the_gates_own_functions(scene: Scene) -> None:
    adviser, other = scene.people[ADVISERS[0]], scene.people[ADVISERS[1]]
    call = scene.calls[ADVISERS[0]]
    with scene.as_role("web", person=adviser) as web:
        web.execute("SELECT gardefou.take_part(ARRAY['recording'])")
        assert web.execute("SELECT feature FROM gardefou.own_participation()").fetchall() == [{"feature": "recording"}]
        asked = "SELECT adviser_marks FROM gardefou.call_for_gate(%s, %s, '')"
        seen = web.execute(asked, (call, str(other))).fetchone()
        assert seen == {"adviser_marks": {}}
        assert not web.execute("SELECT * FROM gardefou.own_participation()").fetchall()
        assert web.execute("SELECT gardefou.marks_of_adviser(%s) AS marks", (adviser,)).fetchone() == {"marks": None}
        assert refused(web, "SELECT gardefou.marks_of_person(%s)", (adviser,)) == NO_RIGHT


@contextmanager
def in_role(scene: Scene, role: str) -> Iterator[Connection]:
    """A transaction of web for an adviser who is made something else, for as long as it lasts."""
    person = scene.people[ADVISERS[2]]
    with psycopg.connect(scene.installation.store.server.dsn("owner"), autocommit=True) as owner:
        owner.execute("UPDATE gardefou.people SET roles = ARRAY[%s] WHERE id = %s", (role, person))
        try:
            with scene.as_role("web", person=person) as web:
                yield web
        finally:
            owner.execute("UPDATE gardefou.people SET roles = ARRAY['adviser'] WHERE id = %s", (person,))


# What functions that see more than their caller tell.


def test_the_gate_tells_web_whose_call_it_is_only_of_own_calls(scene: Scene) -> None:
    statement = "SELECT adviser_id FROM gardefou.call_for_gate(%s, %s, '')"
    own, others = scene.calls[ADVISERS[0]], scene.calls[ADVISERS[1]]
    person = scene.people[ADVISERS[0]]
    with scene.as_role("web") as web:
        assert web.execute(statement, (own, str(person))).fetchall() == [{"adviser_id": person}]
        assert web.execute(statement, (others, str(person))).fetchall() == [{"adviser_id": None}]
        assert web.execute(statement, (others, "")).fetchall() == [{"adviser_id": None}]
    with scene.as_role("worker") as worker:
        assert worker.execute(statement, (others, "")).fetchall() == [{"adviser_id": scene.people[ADVISERS[1]]}]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM gardefou.adviser_of_number(%(site)s, %(number)s)",
        "SELECT * FROM gardefou.known_call(%(site)s, 'test', %(external)s)",
    ],
)
def test_functions_tell_a_sender_of_its_own_site_alone(scene: Scene, statement: str) -> None:
    values = {"site": scene.sites[SITE], "number": ADVISERS[0], "external": sample_calls()[0].id}
    with scene.as_role("web", sender=scene.senders[SITE]) as web:
        assert len(web.execute(statement, values).fetchall()) == 1
    with scene.as_role("web", sender=scene.senders[ELSEWHERE]) as web:
        assert not web.execute(statement, values).fetchall()
    with scene.as_role("web", person=scene.people[ADVISERS[0]]) as web:
        assert not web.execute(statement, values).fetchall()
    with scene.as_role("worker") as worker:
        assert len(worker.execute(statement, values).fetchall()) == 1


def test_web_counts_no_calls_of_other_sites_advisers(scene: Scene) -> None:
    statement = "SELECT gardefou.drawn_in_week(%s, '2026-W01') AS n"
    adviser = scene.people[ADVISERS[0]]
    with scene.as_role("web", sender=scene.senders[SITE]) as web:
        assert web.execute(statement, (adviser,)).fetchall() == [{"n": 0}]
    with scene.as_role("web", sender=scene.senders[ELSEWHERE]) as web:
        assert refused(web, statement, (adviser,)) == NOT_THE_CALLERS
    with scene.as_role("web", person=adviser) as web:
        assert refused(web, statement, (adviser,)) == NOT_THE_CALLERS


def test_web_has_only_calls_heard_that_its_sender_has_just_sent(scene: Scene) -> None:
    statement = "SELECT gardefou.enqueue(%s, 'speech', %s, NULL)"
    offered = scene.calls[ADVISERS[0]]
    with scene.as_role("web", sender=scene.senders[SITE]) as web:
        web.execute(NEW_CALL.replace("uuidv7()", "'00000000-0000-7000-8000-000000000001'"), _values(scene))
        web.execute(statement, ("hear", UUID("00000000-0000-7000-8000-000000000001")))
        assert refused(web, statement, ("evaluate", UUID("00000000-0000-7000-8000-000000000001"))) == NOT_THE_CALLERS
        assert refused(web, statement, ("hear", offered)) == NOT_THE_CALLERS
        assert refused(web, statement, ("listen", offered)) == NO_STEP
    with scene.as_role("web", person=scene.people[ADVISERS[0]]) as web:
        assert refused(web, statement, ("hear", offered)) == NOT_THE_CALLERS


def _values(scene: Scene) -> tuple[object, ...]:
    return scene.sites[SITE], "new", scene.people[ADVISERS[0]]


def test_web_makes_no_room_for_calls_of_other_sites(scene: Scene) -> None:
    call = scene.calls[ADVISERS[0]]
    with scene.as_role("owner") as owner:
        owner.execute(LOSABLE, (call,))
        owner.commit()
    try:
        with scene.as_role("web", sender=scene.senders[ELSEWHERE]) as web:
            web.execute("SELECT gardefou.forget_lost(%s)", (call,))
            web.commit()
        with scene.as_role("owner") as owner:
            assert owner.execute("SELECT 1 FROM gardefou.calls WHERE id = %s", (call,)).fetchone()
        with scene.as_role("web", sender=scene.senders[SITE]) as web:
            web.execute("SELECT gardefou.forget_lost(%s)", (call,))
            known = web.execute(
                "SELECT * FROM gardefou.known_call(%s, 'test', %s)", (scene.sites[SITE], sample_calls()[0].id)
            )
            assert not known.fetchall()
    finally:
        with scene.as_role("owner") as owner:
            owner.execute("UPDATE gardefou.calls SET lost_at = NULL WHERE id = %s", (call,))
            owner.commit()


FOR_SUBJECTS = {
    "SELECT * FROM gardefou.erase_call(%(call)s, 'request')": 1,
    "SELECT 1 WHERE gardefou.freeze_call(%(call)s, 'customer')": 1,
    "SELECT * FROM gardefou.calls_of_subject(%(number)s, NULL)": 1,
    "SELECT * FROM gardefou.transcript_for_officer(%(call)s)": 1,
    "SELECT 1 WHERE gardefou.add_request('access', %(number)s, NULL, '2026-11-22', '2026-12-22') IS NOT NULL": 1,
    "SELECT * FROM gardefou.object_to_call(%(site)s, 'any', 'any')": 1,
}


def test_only_the_officer_of_the_site_does_what_is_done_for_subjects(scene: Scene) -> None:
    """As an officer of the site, to know that it works; then as one of another site, as the adviser and as a sender."""
    of_officers = "UPDATE gardefou.people SET roles = %s WHERE number = ANY (%s)"
    officers = [ADVISERS[2], "2001"]
    values = {"call": scene.calls[ADVISERS[0]], "number": ADVISERS[0], "site": scene.sites[SITE]}
    with scene.as_role("owner") as owner:
        owner.execute(of_officers, (["data_protection_officer"], officers))
        owner.commit()
    try:
        for statement, rows in FOR_SUBJECTS.items():
            with scene.as_role("web", person=scene.people[ADVISERS[2]]) as web:
                assert len(web.execute(statement, values).fetchall()) == rows, statement
            others = {"person": scene.people["2001"]}, {"person": scene.people[ADVISERS[0]]}
            for who in (*others, {"sender": scene.senders[ELSEWHERE]}, {}):
                with scene.as_role("web", **who) as web:
                    if "object_to_call" in statement:
                        assert refused(web, statement, values) == NOT_THE_CALLERS  # type: ignore[arg-type]
                    else:
                        assert not web.execute(statement, values).fetchall(), (statement, who)
        with scene.as_role("web", person=scene.people[ADVISERS[2]]) as web:
            web.execute("SELECT gardefou.freeze_call(%(call)s, 'customer')", values)
            assert refused(web, next(iter(FOR_SUBJECTS)), values) == FROZEN  # type: ignore[arg-type]
    finally:
        with scene.as_role("owner") as owner:
            owner.execute(of_officers, (["adviser"], officers))
            owner.commit()


# What the catalog says: nothing new escapes.


def test_every_table_is_known_here_and_closed_by_policies(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        found = owner.execute(
            "SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c"
            " WHERE c.relnamespace = 'gardefou'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
        ).fetchall()
        policies = owner.execute("SELECT tablename, policyname, roles FROM pg_policies WHERE schemaname = 'gardefou'")
        owned = {row["tablename"] for row in policies if "gardefou_owner" in row["roles"]}
    assert {row["relname"] for row in found} == TABLES == owned
    assert all(row["relrowsecurity"] and row["relforcerowsecurity"] for row in found)


@pytest.mark.parametrize("role", list(RIGHTS))
def test_rights_on_tables_are_those_written_here(scene: Scene, role: str) -> None:
    with scene.as_role("owner") as owner:
        for right, tables in RIGHTS[role].items():
            check = "has_table_privilege" if right == "DELETE" else "has_any_column_privilege"
            found = owner.execute(
                f"SELECT relname FROM pg_class WHERE relnamespace = 'gardefou'::regnamespace AND relkind = 'r'"
                f" AND {check}(%s, oid, %s)",
                (role, right),
            ).fetchall()
            assert {row["relname"] for row in found} == tables, right
        for right in ("TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"):
            assert not owner.execute(
                "SELECT relname FROM pg_class WHERE relnamespace IN ('gardefou'::regnamespace, 'jobs'::regnamespace)"
                " AND relkind = 'r' AND has_table_privilege(%s, oid, %s)",
                (role, right),
            ).fetchall(), right


def test_web_writes_of_a_review_what_people_say_and_never_who_or_when(scene: Scene) -> None:
    written = {
        "self_evaluations": {"call_id", "content"},
        "statements": {"id", "call_id", "kind", "round", "criterion", "wanted", "content"},
        "decisions": {"call_id", "criterion", "round", "person_id", "before", "after", "content"},
        "servings": {"call_id", "person_id", "start_ms", "end_ms"},
        "recording_refusals": {"person_id"},
    }
    changed = {"state", "opened_at", "answered_at", "causes", "contested", "due_on", "decided_at", "reply_closes_on"}
    with scene.as_role("owner") as owner:
        for table, columns in (written | {"reviews": changed | {"second_decided_at", "ended_at"}}).items():
            right = "UPDATE" if table == "reviews" else "INSERT"
            rows = owner.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
                " AND has_column_privilege('gardefou_web', attrelid, attname, %s)",
                (f"gardefou.{table}", right),
            )
            assert {row["attname"] for row in rows} == columns, table


def test_a_worker_changes_nothing_of_what_a_call_is(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        rows = owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'gardefou.calls'::regclass AND attnum > 0"
            " AND has_column_privilege('gardefou_worker', attrelid, attname, 'UPDATE')"
        )
        changed = {row["attname"] for row in rows}
    fixed = {
        "id",
        "site_id",
        "adviser_id",
        "external_id",
        "started_at",
        "received_at",
        "sound_digest",
        "original_audio",
    }
    fixed |= {"simulated", "recording_expires_at", "analyses_expire_at", "customer_reference"}
    assert not changed & fixed


@pytest.mark.parametrize("role", ["gardefou_web", "gardefou_live"])
def test_jobs_and_migrations_are_closed_to(scene: Scene, role: str) -> None:
    with scene.as_role("owner") as owner:
        rows = owner.execute(
            "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'v', 'S')"
            " AND relnamespace IN ('jobs'::regnamespace, 'public'::regnamespace)"
            " AND CASE relkind WHEN 'S' THEN has_sequence_privilege(%s, oid, 'USAGE, SELECT, UPDATE')"
            "     ELSE has_any_column_privilege(%s, oid, 'SELECT, INSERT, UPDATE') END",
            (role, role),
        ).fetchall()
        assert not rows
        assert owner.execute("SELECT has_schema_privilege(%s, 'jobs', 'USAGE') AS may", (role,)).fetchall() == [
            {"may": False}
        ]


def test_no_role_but_the_owner_makes_objects(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        rows = owner.execute(
            "SELECT r.rolname, n.nspname FROM pg_roles r, pg_namespace n"
            " WHERE n.nspname IN ('gardefou', 'jobs', 'public')"
            " AND r.rolname IN ('gardefou_web', 'gardefou_worker', 'gardefou_live')"
            " AND has_schema_privilege(r.oid, n.oid, 'CREATE')"
        ).fetchall()
        assert not rows
        rows = owner.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'gardefou%%' AND rolname <> 'gardefou_superuser'"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
        ).fetchall()
        assert not rows
        assert not owner.execute(
            "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
            " WHERE r.rolname LIKE 'gardefou%%' AND rolname <> 'gardefou_superuser'"
        ).fetchall()


def test_functions_are_called_by_those_named_and_found_nowhere_else(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        rows = owner.execute(
            "SELECT p.oid, p.proname, p.prosecdef, p.proconfig, p.prorettype = 'trigger'::regtype AS is_trigger,"
            " has_function_privilege('gardefou_web', p.oid, 'EXECUTE') AS web,"
            " has_function_privilege('gardefou_worker', p.oid, 'EXECUTE') AS worker,"
            " has_function_privilege('gardefou_live', p.oid, 'EXECUTE') AS live,"
            " EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)"
            " AS everybody FROM pg_proc p WHERE p.pronamespace = 'gardefou'::regnamespace"
        ).fetchall()
    assert {row["proname"] for row in rows if row["web"]} == WEB_FUNCTIONS
    of_the_worker = WEB_FUNCTIONS - WEB_ALONE | {"advance_clock", "charters_in_force", "ends_classified"}
    assert {row["proname"] for row in rows if row["worker"]} == of_the_worker
    assert {row["proname"] for row in rows if row["live"]} == LIVE_FUNCTIONS
    assert not [row["proname"] for row in rows if row["everybody"]]
    assert not [row["proname"] for row in rows if row["is_trigger"] and (row["web"] or row["worker"])]
    for row in rows:
        if row["prosecdef"]:
            [path] = [each for each in row["proconfig"] if each.startswith("search_path=")]
            schemas = path.removeprefix("search_path=").split(", ")
            assert schemas[-1] == "pg_temp" and set(schemas) <= {"pg_catalog", "gardefou", "jobs", "pg_temp"}


def test_what_the_owner_makes_later_is_open_to_nobody(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        owner.execute("CREATE TABLE gardefou.later (word text); CREATE TABLE jobs.later (word text)")
        owner.execute("CREATE FUNCTION gardefou.later() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
        for role in RIGHTS:
            row = owner.execute(
                "SELECT has_table_privilege(%(role)s, 'gardefou.later', 'SELECT, INSERT') AS a,"
                " has_table_privilege(%(role)s, 'jobs.later', 'SELECT, INSERT') AS b,"
                " has_function_privilege(%(role)s, 'gardefou.later()', 'EXECUTE') AS c",
                {"role": role},
            ).fetchone()
            assert row == {"a": False, "b": False, "c": False}, role


# What nobody changes.


@pytest.mark.parametrize("table", ["audit", "installation", "charters"])
@pytest.mark.parametrize(
    "change", ["UPDATE gardefou.{0} SET {1} = {1}", "DELETE FROM gardefou.{0}", "TRUNCATE gardefou.{0} CASCADE"]
)
def test_the_owner_cannot_rewrite(scene: Scene, table: str, change: str) -> None:
    column = {"audit": "actor", "installation": "simulated", "charters": "document"}[table]
    with scene.as_role("owner") as owner:
        assert count(owner, table) > 0
        assert refused(owner, change.format(table, column)) == FIXED


def test_the_audit_is_not_emptied_through_the_tables_that_it_names(scene: Scene) -> None:
    with scene.as_role("owner") as owner:
        assert refused(owner, "TRUNCATE gardefou.sites CASCADE") == FIXED


@pytest.mark.parametrize("role", ["web", "worker"])
def test_only_the_owner_suspends(scene: Scene, role: str) -> None:
    statement = "UPDATE gardefou.sites SET state = 'suspended'"
    with scene.as_role(role) as connection:
        assert refused(connection, statement) == NO_RIGHT
        assert refused(connection, "SELECT 1 FROM gardefou.sites FOR UPDATE") == NO_RIGHT
    with scene.as_role("owner") as owner:
        assert owner.execute(statement.encode()).rowcount == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gardefou.people SET name = ''",
        "UPDATE gardefou.statuses SET rank = 9",
        "UPDATE gardefou.transcripts SET content = ''",
        "UPDATE gardefou.calls SET adviser_id = adviser_id",
        "DELETE FROM gardefou.audit",
        "SELECT 1 FROM gardefou.audit",
        "SELECT 1 FROM gardefou.tokens",
        "INSERT INTO gardefou.charters (digest, document) VALUES (repeat('0', 64), '{}')",
        "INSERT INTO gardefou.installation (simulated) VALUES (false)",
        "ALTER TABLE gardefou.calls DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE gardefou.audit DISABLE TRIGGER audit_is_fixed",
        "SET ROLE gardefou_owner",
    ],
)
def test_a_worker_does_not(scene: Scene, statement: str) -> None:
    with scene.as_role("worker") as worker:
        assert refused(worker, statement) == NO_RIGHT


def test_a_call_does_not_go_back(scene: Scene) -> None:
    with scene.as_role("worker") as worker:
        assert refused(worker, "UPDATE gardefou.calls SET status = 'drawn'") == "GF002"


def test_the_owner_obeys_policies_too(scene: Scene) -> None:
    """Without its own policy, row-level security leaves the owner nothing: FORCE is in force."""
    with scene.as_role("owner") as owner:
        assert count(owner, "calls") == 2
        owner.execute("DROP POLICY owner_all ON gardefou.calls")
        assert count(owner, "calls") == 0


@pytest.mark.parametrize("table", sorted(TABLES - RIGHTS["gardefou_live"]["SELECT"]))
def test_live_reads_no_call_no_person_and_no_figure(scene: Scene, table: str) -> None:
    with scene.as_role("live", person=scene.people[ADVISERS[0]]) as live:
        assert refused(live, f"SELECT 1 FROM gardefou.{table}") == NO_RIGHT
        assert refused(live, "CREATE TEMPORARY TABLE words (word text)") == NO_RIGHT


def test_live_writes_no_entry_in_the_name_of_a_person_or_about_help(scene: Scene) -> None:
    """Who uses live assist could stand nowhere, even if the program tried (S7, S8)."""
    entry = "INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose) VALUES ('{}', '{}', '{}', 'quality')"
    adviser = scene.people[ADVISERS[0]]
    with scene.as_role("live", person=adviser) as live:
        for given in (("person", adviser, "receive"), ("process", "live:x", "assist"), ("process", "worker:x", "keep")):
            assert refused(live, entry.format(*given)) == NO_RIGHT
        live.execute(entry.format("process", "live:x", "receive").encode())


def test_live_takes_objections_to_calls_of_the_telephone_alone(scene: Scene) -> None:
    objection = "SELECT * FROM gardefou.object_to_call(%s, %s, 'x')"
    with scene.as_role("live") as live:
        assert refused(live, objection, (scene.sites[SITE], "test")) == NOT_THE_CALLERS
        assert live.execute(objection.encode(), (scene.sites[SITE], "audiohook")).fetchall()


def test_no_role_but_the_owner_acts_for_whoever_runs_the_machine(scene: Scene) -> None:
    """Where a rule names those who may not, a role that comes later would be taken for the owner."""
    with scene.as_role("owner") as owner:
        rows = owner.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'gardefou'::regnamespace"
            " AND prosrc ~ 'session_user NOT IN'"
        ).fetchall()
    assert rows == []


@pytest.mark.parametrize(
    "roles",
    [*combinations(("representative", "employer_signatory", "administrator"), 2), ("representative", "manager")],
)
def test_nobody_is_written_down_on_both_sides_of_the_table(scene: Scene, roles: tuple[str, str]) -> None:
    with scene.as_role("owner") as owner, pytest.raises(psycopg.errors.CheckViolation, match="sides_apart"):
        owner.execute(
            "INSERT INTO gardefou.people (number, name, language, site_id, roles)"
            " SELECT 'both', 'Both', 'fr', id, %s FROM gardefou.sites LIMIT 1",
            [list(roles)],
        )
