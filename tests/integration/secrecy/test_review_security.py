"""What web reaches of reviews with raw SQL, as an adviser, a reviewer or a manager who gets round Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import SITE, open_site, receive, simulated_charter, simulated_installation

from gardefou.bootstrap.installation import Installation, administering
from gardefou.bootstrap.samples import sample_calls
from gardefou.governance.charter import Review
from gardefou.governance.draw import pseudonym
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import PersonNotice

NO_RIGHT, AGAINST_THE_WAY, BROKEN_RULE = "42501", "GF005", "23514"
PEOPLE = {
    "2001": (PersonRole.QUALITY_ANALYST, "Q"),
    "2002": (PersonRole.QUALITY_ANALYST, "Q"),
    "2003": (PersonRole.REVIEWER, "Q"),
    "3001": (PersonRole.MANAGER, "A"),
    "3002": (PersonRole.MANAGER, "B"),
    "4001": (PersonRole.REPRESENTATIVE, None),
    "4002": (PersonRole.DATA_PROTECTION_OFFICER, None),
    "4003": (PersonRole.ADMINISTRATOR, None),
}
OWNER, OTHER = "1001", "1002"
STATES = ("offered", "queued", "in_review", "decided", "contested", "in_second_review", "final", "unreviewed", "lapsed")
Connection = psycopg.Connection[dict[str, Any]]
PUT = """UPDATE gardefou.reviews SET state = %(state)s, answered_at = now(), due_on = current_date + 10,
    causes = '{contest}', opened_at = now(), contested = '{greeting}', reviewer_id = %(reviewer)s,
    decided_at = CASE WHEN %(decided)s THEN now() END, second_reviewer_id = %(second)s WHERE call_id = %(call)s"""
STATEMENT = """INSERT INTO gardefou.statements (id, call_id, kind, round, criterion, wanted, content)
    VALUES (gen_random_uuid(), %s, 'contest', %s, 'greeting', 'met', 'x')"""
DECISION = """INSERT INTO gardefou.decisions (call_id, criterion, round, person_id, before, after, content)
    VALUES (%(call)s, %(criterion)s, %(round)s, %(person)s, %(before)s, 'met', 'x')"""
DECIDED = """INSERT INTO gardefou.decisions (call_id, criterion, round, person_id, before, after, content)
    SELECT r.call_id, v.criterion, 1, %(reviewer)s, v.verdict, v.verdict, 'the reason'
    FROM gardefou.reviews r JOIN gardefou.verdicts v USING (evaluation_id) WHERE r.call_id = %(call)s"""
DRAFT = """SELECT v.criterion, v.verdict FROM gardefou.reviews r JOIN gardefou.verdicts v USING (evaluation_id)
    WHERE r.call_id = %s AND v.criterion = 'greeting'"""
STATEMENT_AS_OWNER = ("statements", "call_id, kind, round, criterion, content", "'comment', 1, 'greeting', 'x'")
SERVING = "INSERT INTO gardefou.servings (call_id, person_id, start_ms, end_ms) VALUES (%s, %s, 0, 9)"


@dataclass(frozen=True)
class Scene:
    """A call of the first adviser and one of the second; everything is rolled back after each look."""

    installation: Installation
    people: dict[str, UUID]
    calls: dict[str, UUID]

    @property
    def call(self) -> UUID:
        return self.calls[OWNER]

    @contextmanager
    def review(self, state: str) -> Iterator["Attack"]:
        """The first call's review in a state, and a connection of web that is rolled back."""
        server = self.installation.store.server
        with psycopg.connect(server.dsn("owner"), row_factory=dict_row, autocommit=True) as owner:
            has_first = state not in {"offered", "queued", "unreviewed", "lapsed"}
            values = {
                "state": state,
                "reviewer": self.people["2001"] if has_first else None,
                "second": self.people["2002"] if state == "in_second_review" else None,
                "decided": state in {"decided", "contested", "in_second_review", "final"},
                "call": self.call,
            }
            owner.execute("ALTER TABLE gardefou.reviews DISABLE TRIGGER reviews_go_their_way")
            owner.execute(PUT, values)
            owner.execute("ALTER TABLE gardefou.reviews ENABLE TRIGGER reviews_go_their_way")
            for table in ("decisions", "statements", "recusals", "servings", "self_evaluations", "voids"):
                owner.execute(f"DELETE FROM gardefou.{table} WHERE call_id = %s".encode(), (self.call,))
            if values["decided"]:
                owner.execute(DECIDED, values)
            with psycopg.connect(server.dsn("web"), row_factory=dict_row) as web:
                yield Attack(self, owner, web)
                web.rollback()


@dataclass(frozen=True)
class Attack:
    """Statements of whoever the web's process says it works for."""

    scene: Scene
    owner: Connection
    connection: Connection

    def web(self, number: str, statement: str, values: Any = ()) -> list[dict[str, Any]]:
        person = str(self.scene.people.get(number, ""))
        self.connection.execute("SELECT set_config('gardefou.person', %s, true)", (person,))
        done = self.connection.execute(statement.encode(), values)
        return done.fetchall() if done.description else []

    def touched(self, number: str, statement: str, values: Any = ()) -> int:
        return len(self.web(number, f"{statement} RETURNING 1", values))

    def refused(self, number: str, statement: str, values: Any = ()) -> str:
        self.connection.execute("SAVEPOINT here")
        try:
            with pytest.raises(psycopg.DatabaseError) as caught:
                self.web(number, statement, values)
        finally:
            self.connection.execute("ROLLBACK TO here")
        assert "the reason" not in str(caught.value)
        return str(caught.value.sqlstate)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with simulated_installation(simulated_charter(review=Review())) as made, made.opened() as installation:
        samples = sample_calls()
        received = [receive(installation, samples[i], adviser=number) for i, number in enumerate((OWNER, OTHER))]
        open_site(installation, "lyon", made.charter)
        with administering(made.settings) as (_, administration):
            people = [PersonNotice(n, f"P {n}", SITE, team, frozenset({role})) for n, (role, team) in PEOPLE.items()]
            away = PersonNotice("2009", "P 2009", "lyon", None, frozenset({PersonRole.QUALITY_ANALYST}))
            administration.put_people([*people, away])
        made.work_off(installation)
        with psycopg.connect(installation.store.server.dsn("owner"), row_factory=dict_row) as owner:
            known = {row["number"]: row["id"] for row in owner.execute("SELECT number, id FROM gardefou.people")}
        calls = {OWNER: received[0].call, OTHER: received[1].call}
        yield Scene(installation, known, calls)  # type: ignore[arg-type]


def seen(attack: Attack, number: str, table: str = "calls") -> int:
    column = "id" if table == "calls" else "call_id"
    statement = f"SELECT 1 FROM gardefou.{table} WHERE {column} = %s"
    return len(attack.web(number, statement, (attack.scene.call,)))


# Who sees a call, in every state of its review.


@pytest.mark.parametrize("state", STATES)
def test_a_call_is_seen_by_its_adviser_and_its_reviewers_alone(scene: Scene, state: str) -> None:
    has_it = {OWNER}
    if state in {"in_review", "decided", "contested", "in_second_review", "final"}:
        has_it |= {"2001"}
    if state == "in_second_review":
        has_it |= {"2002"}
    with scene.review(state) as attack:
        for table in ("calls", "transcripts", "measures", "evaluations", "reviews"):
            assert {number for number in scene.people if seen(attack, number, table)} == has_it, table
        assert {n for n in scene.people if attack.web(n, "SELECT 1 FROM gardefou.decisions")} <= has_it
        for number in scene.people:
            for name in attack.web(number, "SELECT * FROM gardefou.people_of_review(%s)", (scene.call,)):
                assert number in has_it, name


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("released", [True, False])
def test_a_line_manager_sees_what_is_final_where_the_charter_releases_it(
    scene: Scene, state: str, released: bool
) -> None:
    with scene.review(state) as attack, charter_releases(scene, released):
        for manager, leads in (("3001", True), ("3002", False)):
            shown = leads and released and state == "final"
            assert bool(seen(attack, manager)) == shown, manager
            assert bool(attack.web(manager, "SELECT * FROM gardefou.readable_calls()")) == shown


@contextmanager
def charter_releases(scene: Scene, released: bool) -> Iterator[None]:
    charters = [simulated_charter(review=Review(released_to_managers=each)) for each in (released, False)]
    open_site(scene.installation, SITE, charters[0])
    yield
    open_site(scene.installation, SITE, charters[1])


# Nobody moves a review but by its ways, and by what has been written.

MOVE = "UPDATE gardefou.reviews SET state = %s WHERE call_id = %s"


@pytest.mark.parametrize("state", STATES)
def test_whoever_it_is_not_for_moves_nothing(scene: Scene, state: str) -> None:
    mine = {
        "offered": {OWNER},
        "decided": {OWNER},
        "in_review": {"2001"},
        "in_second_review": {"2002"},
    }.get(state, set())
    with scene.review(state) as attack:
        for number in scene.people.keys() - mine:
            for after in STATES:
                assert attack.touched(number, MOVE, (after, scene.call)) == 0, (number, after)


@pytest.mark.parametrize(
    ("state", "number", "ways"),
    [
        ("offered", OWNER, {"queued", "unreviewed"}),
        ("decided", OWNER, {"contested", "final"}),
        ("in_review", "2001", set()),
        ("in_second_review", "2002", set()),
    ],
)
def test_no_way_is_open_past_the_table_or_past_what_has_to_be_written_first(
    scene: Scene, state: str, number: str, ways: set[str]
) -> None:
    with scene.review(state) as attack:
        for after in set(STATES) - {state}:
            if after in ways:
                attack.connection.execute("SAVEPOINT move")
                assert attack.touched(number, MOVE, (after, scene.call)) == 1
                attack.connection.execute("ROLLBACK TO move")
            else:
                assert attack.refused(number, MOVE, (after, scene.call)) in {AGAINST_THE_WAY, BROKEN_RULE}, after


def test_a_worker_ends_no_contest_without_making_it_void(scene: Scene) -> None:
    with scene.review("contested"), psycopg.connect(scene.installation.store.server.dsn("worker")) as worker:
        with pytest.raises(psycopg.DatabaseError, match="no answer yet"):
            worker.execute(MOVE, ("final", scene.call))
        worker.rollback()
        worker.execute("INSERT INTO gardefou.voids (call_id, criterion) VALUES (%s, 'greeting')", (scene.call,))
        assert worker.execute(MOVE, ("final", scene.call)).rowcount == 1
        worker.rollback()


@pytest.mark.parametrize(
    ("state", "number", "changes"),
    [
        ("offered", OWNER, "decided_at = now()"),
        ("decided", OWNER, "reply_closes_on = current_date + 900"),
        ("in_review", "2001", "due_on = current_date + 900"),
        ("in_review", "2001", "answered_at = now() - interval '1 year'"),
        ("in_review", "2001", "causes = '{}'"),
        ("in_second_review", "2002", "contested = '{}'"),
        ("in_second_review", "2002", "opened_at = NULL"),
    ],
)
def test_nobody_writes_what_is_for_another_to_say(scene: Scene, state: str, number: str, changes: str) -> None:
    with scene.review(state) as attack:
        statement = f"UPDATE gardefou.reviews SET {changes} WHERE call_id = %s"
        assert attack.refused(number, statement, (scene.call,)) == AGAINST_THE_WAY


@pytest.mark.parametrize("state", ["offered", "in_review", "in_second_review", "decided"])
@pytest.mark.parametrize(
    "column",
    ["call_id", "evaluation_id", "offered_on", "closes_on", "reviewer_id", "taken_at", "second_reviewer_id"],
)
def test_web_has_no_right_on_whose_review_it_is_and_on_its_dates(scene: Scene, state: str, column: str) -> None:
    with scene.review(state) as attack:
        for number in (OWNER, "2001", "2002"):
            statement = f"UPDATE gardefou.reviews SET {column} = {column} WHERE call_id = %s"
            assert attack.refused(number, statement, (scene.call,)) == NO_RIGHT


# Taking and handing back.


@pytest.mark.parametrize("state", STATES)
def test_a_review_is_taken_by_an_analyst_of_the_site_who_has_no_part_in_it(scene: Scene, state: str) -> None:
    may = {"queued": {"2001", "2002", "2003"}, "contested": {"2002", "2003"}}.get(state, set())
    with scene.review(state) as attack:
        attack.owner.execute("INSERT INTO gardefou.recusals VALUES (%s, %s)", (scene.call, scene.people["2003"]))
        for number in scene.people:
            attack.connection.execute("SAVEPOINT take")
            taken = attack.web(number, "SELECT gardefou.take_review(%s) AS state", (scene.call,))[0]["state"]
            attack.connection.execute("ROLLBACK TO take")
            assert (taken is not None) == (number in may - {"2003"}), number


def test_a_manager_or_the_adviser_takes_nothing_though_they_are_analysts_too(scene: Scene) -> None:
    with scene.review("queued") as attack:
        for number, roles in ((OWNER, ["adviser"]), ("3001", ["manager"])):
            attack.owner.execute(
                "UPDATE gardefou.people SET roles = %s WHERE number = %s", ([*roles, "quality_analyst"], number)
            )
            assert attack.web(number, "SELECT gardefou.take_review(%s) AS s", (scene.call,)) == [{"s": None}]
            hidden = attack.web(number, "SELECT * FROM gardefou.review_queue() WHERE call_id = %s", (scene.call,))
            attack.owner.execute("UPDATE gardefou.people SET roles = %s WHERE number = %s", (roles, number))
            told = {name: value for name, value in hidden[0].items() if name not in {"call_id", "state", "due_on"}}
            closes_on = told.pop("closes_on")
            assert told.pop("started_at").date() == closes_on, "not when the call was"
            assert told.pop("is_hidden") is True
            assert not any(told.values()), told


def test_a_review_is_handed_back_by_whoever_has_it(scene: Scene) -> None:
    for state, holder in (("in_review", "2001"), ("in_second_review", "2002"), ("queued", None), ("final", None)):
        with scene.review(state) as attack:
            for number in scene.people:
                attack.connection.execute("SAVEPOINT back")
                given = attack.web(number, "SELECT gardefou.hand_review_back(%s) AS s", (scene.call,))[0]["s"]
                assert (given is not None) == (number == holder), (state, number)
                if given:
                    assert not seen(attack, number), "what was handed back is not read any more"
                    assert attack.web(number, "SELECT gardefou.take_review(%s) AS s", (scene.call,)) == [{"s": None}]
                attack.connection.execute("ROLLBACK TO back")


# What people write.


@pytest.mark.parametrize("state", STATES)
def test_statements_are_the_advisers_while_a_window_is_open(scene: Scene, state: str) -> None:
    rounds = {"offered": {1}, "decided": {2}}.get(state, set())
    with scene.review(state) as attack:
        for number in scene.people:
            for round_ in (1, 2):
                if number == OWNER and round_ in rounds:
                    attack.web(number, STATEMENT, (scene.call, round_))
                else:
                    assert attack.refused(number, STATEMENT, (scene.call, round_)) == NO_RIGHT, (number, round_)


@pytest.mark.parametrize("state", STATES)
def test_decisions_are_of_whoever_has_the_review_in_their_own_name(scene: Scene, state: str) -> None:
    rounds = {"in_review": ("2001", 1), "in_second_review": ("2002", 2)}
    with scene.review(state) as attack:
        (draft,) = attack.owner.execute(DRAFT, (scene.call,)).fetchall()
        for number in scene.people:
            for round_ in (1, 2):
                values = {"call": scene.call, "criterion": "greeting", "round": round_, "before": draft["verdict"]}
                own = values | {"person": scene.people[number]}
                if rounds.get(state) == (number, round_):
                    for changed in (
                        {"person": scene.people["2003"]},
                        {"criterion": "nothing the scorecard asks"},
                        {"before": "cannot_tell" if draft["verdict"] != "cannot_tell" else "met"},
                    ):
                        assert attack.refused(number, DECISION, own | changed) == NO_RIGHT, changed
                    attack.web(number, DECISION, own)
                else:
                    assert attack.refused(number, DECISION, own) == NO_RIGHT, (number, round_)


def test_a_second_reviewer_decides_what_is_contested_and_nothing_else(scene: Scene) -> None:
    with scene.review("in_second_review") as attack:
        rows = attack.owner.execute(DRAFT.replace("AND v.criterion = 'greeting'", ""), (scene.call,)).fetchall()
        for row in rows:
            values = {"call": scene.call, "criterion": row["criterion"], "round": 2, "before": row["verdict"]}
            values["person"] = scene.people["2002"]
            if row["criterion"] != "greeting":
                assert attack.refused("2002", DECISION, values) == NO_RIGHT


@pytest.mark.parametrize("state", STATES)
def test_servings_are_ones_own_of_a_call_that_one_may_read(scene: Scene, state: str) -> None:
    with scene.review(state) as attack:
        for number in scene.people:
            for heard in ("2001", "2002"):
                allowed = number == heard and seen(attack, number)
                if allowed:
                    attack.web(number, SERVING, (scene.call, scene.people[heard]))
                else:
                    assert attack.refused(number, SERVING, (scene.call, scene.people[heard])) == NO_RIGHT
        assert not attack.web("2003", "SELECT 1 FROM gardefou.servings")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gardefou.decisions SET after = 'met'",
        "DELETE FROM gardefou.decisions",
        "DELETE FROM gardefou.statements",
        "DELETE FROM gardefou.servings",
        "DELETE FROM gardefou.reviews",
        "INSERT INTO gardefou.voids (call_id, criterion) SELECT call_id, 'greeting' FROM gardefou.reviews",
        "INSERT INTO gardefou.reviews (call_id) VALUES (gen_random_uuid())",
        "INSERT INTO gardefou.absences SELECT gardefou.person(), current_date, current_date",
        "SELECT 1 FROM gardefou.recusals",
        "SELECT gardefou.leads(gardefou.person(), gardefou.person(), NULL)",
        "UPDATE gardefou.review_transitions SET after = 'final'",
        "CREATE FUNCTION pg_temp.person() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "ALTER TABLE gardefou.reviews DISABLE TRIGGER reviews_go_their_way",
        "SET session_replication_role = replica",
    ],
)
def test_nobody_does_in_any_part(scene: Scene, statement: str) -> None:
    with scene.review("in_second_review") as attack:
        for number in (OWNER, "2001", "2002", "3001", "4003"):
            assert attack.refused(number, statement) == NO_RIGHT


@pytest.mark.parametrize("table", ["verdicts", "evaluations", "statements", "decisions", "self_evaluations", "voids"])
def test_originals_stay_whoever_asks(scene: Scene, table: str) -> None:
    with scene.review("final") as attack:
        column = {"verdicts": "verdict", "evaluations": "model"}.get(table, "call_id")
        attack.owner.execute("INSERT INTO gardefou.voids (call_id, criterion) VALUES (%s, 'x')", (scene.call,))
        for values in (("self_evaluations", "call_id, content", "'x'"), STATEMENT_AS_OWNER):
            attack.owner.execute(
                f"INSERT INTO gardefou.{values[0]} ({values[1]}) SELECT %s, {values[2]}", (scene.call,)
            )
        with pytest.raises(psycopg.DatabaseError, match="is not possible"):
            attack.owner.execute(f"UPDATE gardefou.{table} SET {column} = {column}".encode())


# What a second reviewer does not know.

BLIND = [
    "SELECT * FROM gardefou.decisions",
    "SELECT d.after FROM gardefou.reviews r LEFT JOIN gardefou.decisions d USING (call_id) WHERE d.after IS NOT NULL",
    "SELECT 1 FROM gardefou.decisions WHERE 1 / (CASE WHEN after = '' THEN 1 ELSE 0 END) = 1",
    "SELECT 1 FROM gardefou.decisions WHERE after::integer = 1",
    "SELECT 1 FROM gardefou.decisions WHERE content::text LIKE '%%' AND pg_sleep(0) IS NOT NULL",
    "SELECT * FROM gardefou.agreement_pairs()",
    "SELECT * FROM gardefou.figures_of_manager('2000-01-01')",
    "SELECT * FROM gardefou.log_of_own_file(1000)",
    "SELECT * FROM gardefou.people_of_review('{call}') WHERE part IN ('reviewer', 'adviser')",
    "SELECT * FROM gardefou.absences_for_review('{call}')",
    "SELECT * FROM gardefou.month_of_call('{call}')",
]


@pytest.mark.parametrize("statement", BLIND)
def test_a_second_reviewer_learns_nothing_of_the_first_decision(scene: Scene, statement: str) -> None:
    with scene.review("in_second_review") as attack:
        assert attack.web("2002", statement.format(call=scene.call)) == []


def test_a_decision_that_is_hidden_is_not_found_by_writing_over_it(scene: Scene) -> None:
    with scene.review("in_second_review") as attack:
        (draft,) = attack.owner.execute(DRAFT, (scene.call,)).fetchall()
        values = {"call": scene.call, "criterion": "greeting", "round": 1, "before": draft["verdict"]}
        values["person"] = scene.people["2002"]
        for conflict in ("", " ON CONFLICT DO NOTHING"):
            assert attack.refused("2002", DECISION + conflict, values) == NO_RIGHT
        assert attack.refused(
            "2002", DECISION + " ON CONFLICT (call_id, criterion, round) DO UPDATE SET after = 'met'", values
        )


def test_both_reviewers_see_both_decisions_when_it_is_final(scene: Scene) -> None:
    with scene.review("in_second_review") as attack:
        (draft,) = attack.owner.execute(DRAFT, (scene.call,)).fetchall()
        values = {"call": scene.call, "criterion": "greeting", "round": 2, "before": draft["verdict"]}
        attack.web("2002", DECISION, values | {"person": scene.people["2002"]})
        assert {row["round"] for row in attack.web("2002", "SELECT round FROM gardefou.decisions")} == {2}
        decide = "UPDATE gardefou.reviews SET state = %s, second_decided_at = now() WHERE call_id = %s"
        assert attack.touched("2002", decide, ("final", scene.call)) == 1
        for number in (OWNER, "2001", "2002"):
            assert {row["round"] for row in attack.web(number, "SELECT round FROM gardefou.decisions")} == {1, 2}


# What functions tell.


def test_the_queue_tells_analysts_of_the_site_and_names_nobody(scene: Scene) -> None:
    with scene.review("queued") as attack:
        waiting = "SELECT * FROM gardefou.review_queue() WHERE call_id = %s"
        told = {number for number in scene.people if attack.web(number, waiting, (scene.call,))}
        assert told == {"2001", "2002", "2003"}
        (row,) = attack.web("2001", waiting, (scene.call,))
        names = set(map(str, scene.people.values())) | scene.people.keys()
        assert not names & {str(value) for value in row.values()}
        assert attack.web("2001", "SELECT reviews FROM gardefou.tasks()")[0]["reviews"] >= 1
        assert attack.web(OTHER, "SELECT * FROM gardefou.tasks()") == [{"waiting": 1, "reviews": 0}]


def test_names_are_told_once_they_have_something_to_say(scene: Scene) -> None:
    told = {
        ("in_review", OWNER): {"adviser"},
        ("in_review", "2001"): {"reviewer"},
        ("decided", OWNER): {"adviser", "reviewer"},
        ("in_second_review", "2002"): set(),
        ("in_second_review", "2001"): {"reviewer"},
        ("final", "2001"): {"adviser", "reviewer"},
    }
    for (state, number), parts in told.items():
        with scene.review(state) as attack:
            rows = attack.web(number, "SELECT * FROM gardefou.people_of_review(%s)", (scene.call,))
            assert {row["part"] for row in rows} == parts, (state, number)


def test_the_log_is_of_ones_own_calls(scene: Scene) -> None:
    with scene.review("offered") as attack:
        calls = {row["call_id"] for row in attack.web(OWNER, "SELECT call_id FROM gardefou.log_of_own_file(1000)")}
        assert calls == {scene.call}
        for number in scene.people.keys() - {OWNER, OTHER}:
            assert not attack.web(number, "SELECT * FROM gardefou.log_of_own_file(1000)"), number


@pytest.mark.parametrize("state", STATES)
def test_absences_are_told_to_the_adviser_and_to_whoever_is_reviewing(scene: Scene, state: str) -> None:
    with scene.review(state) as attack:
        attack.owner.execute(
            "INSERT INTO gardefou.absences VALUES (%s, current_date, current_date) ON CONFLICT DO NOTHING",
            (scene.people[OWNER],),
        )
        asked = "SELECT * FROM gardefou.absences_for_review(%s)"
        told = {number for number in scene.people if attack.web(number, asked, (scene.call,))}
        assert told == {OWNER, "2001"} if state == "in_review" else told == {OWNER}
        assert {number for number in scene.people if attack.web(number, "SELECT 1 FROM gardefou.absences")} == {OWNER}
        months = "SELECT * FROM gardefou.month_of_call(%s)"
        assert not [number for number in scene.people.keys() - {OWNER} if attack.web(number, months, (scene.call,))]


def test_who_refuses_recording_is_told_to_that_person_alone(scene: Scene) -> None:
    with scene.review("queued") as attack:
        owner = scene.people[OWNER]
        assert (
            attack.refused("2001", "INSERT INTO gardefou.recording_refusals (person_id) VALUES (%s)", (owner,))
            == NO_RIGHT
        )
        attack.web(OWNER, "INSERT INTO gardefou.recording_refusals (person_id) VALUES (%s)", (owner,))
        for number in scene.people:
            told = attack.web(number, "SELECT gardefou.refuses_recording(%s) AS r", (owner,))[0]["r"]
            rows = attack.web(number, "SELECT 1 FROM gardefou.recording_refusals")
            assert (told, bool(rows)) == (number == OWNER, number == OWNER)
            gone = attack.touched(number, "DELETE FROM gardefou.recording_refusals") if number != OWNER else 0
            assert gone == 0


def test_draws_are_told_to_whoever_knows_the_pseudonym_at_the_site(scene: Scene) -> None:
    """It is a keyed hash of a number: SQL alone cannot make it, and role web cannot read one."""
    mine = pseudonym(scene.installation.secrets.pseudonym, OWNER)
    with scene.review("queued") as attack:
        assert attack.web(OWNER, "SELECT * FROM gardefou.draws_of(%s)", (mine,))
        assert not attack.web("2009", "SELECT * FROM gardefou.draws_of(%s)", (mine,))
        assert not attack.web(OWNER, "SELECT * FROM gardefou.draws_of(%s)", (OWNER.encode(),))
        assert attack.refused(OWNER, "SELECT pseudonym FROM gardefou.draws") == NO_RIGHT


@pytest.mark.parametrize("erasure", [True, False])
def test_an_own_call_is_erased_where_the_charter_allows_it(scene: Scene, erasure: bool) -> None:
    with scene.review("queued") as attack:
        open_site(scene.installation, SITE, simulated_charter(erasure_by_adviser=erasure))
        erase = "SELECT count(*) AS n FROM gardefou.erase_call(%s, 'adviser')"
        for number in scene.people.keys() - {OWNER}:
            assert attack.web(number, erase, (scene.call,)) == [{"n": 0}]
        assert attack.web(OWNER, erase, (scene.call,)) == [{"n": int(erasure)}]
        assert bool(seen(attack, OWNER)) is not erasure
        attack.connection.rollback()


def test_how_machine_and_people_agree_is_told_without_names_and_only_when_final(scene: Scene) -> None:
    for state in STATES:
        with scene.review(state) as attack:
            told = {n for n in scene.people if attack.web(n, "SELECT * FROM gardefou.agreement_pairs()")}
            assert told == ({"2001", "2002", "2003", "4001", "4002"} if state == "final" else set()), state
