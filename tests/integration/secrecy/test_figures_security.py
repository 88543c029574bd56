"""S10: a manager's figures are never about fewer people than the charter says, nor is any difference between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.installations import simulated_installation

from gardefou.bootstrap.installation import Installation

Connection = psycopg.Connection[dict[str, Any]]
PEOPLE = """INSERT INTO gardefou.people (number, name, language, site_id, team, roles)
    SELECT %(team)s || '-' || i, 'x', 'fr', s.id, %(team)s, %(roles)s
    FROM gardefou.sites s, generate_series(1, %(number)s) i"""
CALLS = """WITH made AS (
        INSERT INTO gardefou.calls (id, site_id, source, external_id, adviser_id, team, direction, started_at, week,
            roles, sound_digest, sound_ms, original_audio, simulated, received_at, status, recording_expires_at,
            analyses_expire_at)
        SELECT uuidv7(), p.site_id, 'test', uuidv7()::text, p.id, p.team, 'inbound', %(at)s, '', '{}', '', 1, 'never',
            true, now(), 'offered', now(), now()
        FROM gardefou.people p WHERE 'adviser' = ANY (p.roles) AND p.number LIKE %(number)s RETURNING id),
    heard AS (INSERT INTO gardefou.transcripts (call_id, version, model, language, duration_ms, content)
        SELECT id, 1, '', 'fr', 1, '' FROM made RETURNING call_id),
    drafts AS (
        INSERT INTO gardefou.evaluations
            (call_id, version, scorecard_digest, charter_digest, model, decided_share, content)
        SELECT call_id, 1, repeat('a', 64), (SELECT charter_digest FROM gardefou.sites), '', 1, '' FROM heard
        RETURNING id, call_id),
    verdicts AS (INSERT INTO gardefou.verdicts SELECT id, %(criterion)s, 'met', 1 FROM drafts)
    INSERT INTO gardefou.reviews (call_id, evaluation_id, offered_on, closes_on, state)
        SELECT call_id, id, current_date, current_date, 'unreviewed' FROM drafts"""
LONG_AGO = "2000-01-01"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with simulated_installation() as made, made.opened() as opened:
        yield opened


@contextmanager
def teams(installation: Installation, **sizes: int) -> Iterator[Connection]:
    """Teams of so many advisers with a call each this month, and a manager of each; rolled back."""
    with psycopg.connect(installation.store.server.dsn("owner"), row_factory=dict_row) as owner:
        owner.execute("INSERT INTO gardefou.scorecards VALUES (repeat('a', 64), '{}')")
        owner.execute("DELETE FROM gardefou.people WHERE 'adviser' = ANY (roles)")
        for team, size in sizes.items():
            owner.execute(PEOPLE, {"team": team, "number": size, "roles": ["adviser"]})
            owner.execute(PEOPLE.replace("%(team)s || '-' || i", "'manager ' || %(team)s"), manages(team))
        owner.execute(
            PEOPLE.replace("%(team)s || '-' || i", "'manager'").replace(", %(team)s,", ", NULL,"), manages("")
        )
        call(owner)
        yield owner
        owner.rollback()


def manages(team: str) -> dict[str, object]:
    return {"team": team, "number": 1, "roles": ["manager"]}


def call(owner: Connection, number: str = "%", criterion: str = "greeting", months_ago: int = 0) -> None:
    at = owner.execute("SELECT now() - make_interval(months => %s) AS at", (months_ago,)).fetchone()
    owner.execute(CALLS, {"number": number, "criterion": criterion, "at": at and at["at"]})


def of(owner: Connection, manager: str) -> None:
    owner.execute(
        "SELECT set_config('gardefou.person', id::text, true) FROM gardefou.people WHERE number = %s", (manager,)
    )


def group(owner: Connection, manager: str, since: str = LONG_AGO) -> tuple[str, int | None]:
    of(owner, manager)
    row = owner.execute("SELECT * FROM gardefou.group_of_manager(%s)", (since,)).fetchone()
    assert row is not None
    return row["level"], row["advisers"]


def figures(owner: Connection, manager: str, since: object = LONG_AGO) -> dict[str, int]:
    of(owner, manager)
    rows = owner.execute("SELECT * FROM gardefou.figures_of_manager(%s)", (since,)).fetchall()
    assert all(row["advisers"] >= 10 for row in rows)
    return {row["criterion"]: row["calls"] for row in rows}


def test_a_team_of_enough_is_shown_and_a_smaller_one_rolls_up_to_its_site(installation: Installation) -> None:
    with teams(installation, a=11, b=10) as owner:
        assert (group(owner, "manager a"), group(owner, "manager b")) == (("team", 11), ("team", 10))
        assert group(owner, "manager") == ("site", 21)
        assert (figures(owner, "manager a"), figures(owner, "manager")) == ({"greeting": 11}, {"greeting": 21})
    with teams(installation, a=9, b=6) as owner:
        assert group(owner, "manager a") == ("site", 15)
    with teams(installation, a=9) as owner:
        assert group(owner, "manager a") == ("none", None)
        assert figures(owner, "manager a") == {}


def test_teams_too_small_are_not_what_remains_of_the_site_without_the_others(installation: Installation) -> None:
    with teams(installation, a=11, b=10, c=3) as owner:
        for manager in ("manager a", "manager b", "manager c", "manager"):
            assert group(owner, manager) == ("site", 24), "a and b apart would show the three of c"
    with teams(installation, a=11, c=5, d=5) as owner:
        assert (group(owner, "manager a"), group(owner, "manager c")) == (("team", 11), ("site", 21))


def test_a_criterion_with_too_few_advisers_is_left_out_and_so_is_its_rest(installation: Installation) -> None:
    with teams(installation, a=11, b=11) as owner:
        call(owner, "a-%", "rare in b")
        call(owner, "b-1", "rare in b")
        call(owner, "b-2", "rare")
        assert figures(owner, "manager a") == {"greeting": 11}
        assert figures(owner, "manager b") == {"greeting": 11}
        assert figures(owner, "manager") == {"greeting": 22, "rare in b": 12}


def test_no_two_periods_leave_a_few_calls_between(installation: Installation) -> None:
    with teams(installation, a=12) as owner:
        whole = figures(owner, "manager a")
        now = owner.execute("SELECT now() AS now").fetchone()
        assert now is not None
        assert figures(owner, "manager a", now["now"]) == whole == {"greeting": 12}, "a month is whole"
        call(owner, "a-1", months_ago=2)
        assert figures(owner, "manager a") == whole, "a month of one adviser adds nothing"
        call(owner, "a-%", months_ago=2)
        assert figures(owner, "manager a") == {"greeting": 25}


def test_figures_are_for_managers_alone(installation: Installation) -> None:
    with teams(installation, a=12) as owner:
        of(owner, "a-1")
        for statement in ("group_of_manager", "figures_of_manager"):
            assert not owner.execute(f"SELECT * FROM gardefou.{statement}('2000-01-01')".encode()).fetchall()


def test_a_charter_that_asks_for_more_people_gets_them(installation: Installation) -> None:
    with teams(installation, a=12) as owner:
        owner.execute("ALTER TABLE gardefou.acts DISABLE TRIGGER acts_are_fixed")
        owner.execute(
            """UPDATE gardefou.acts SET document = jsonb_set(document, '{review,smallest_group}', '13')
               WHERE kind = 'charter'"""
        )
        assert group(owner, "manager a") == ("none", None)
